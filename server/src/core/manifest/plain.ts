/** A value to be written into a manifest. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** How an entry is written: on lines of its own at an indentation, or inside brackets, with the keys in quotes or not. */
export type Style =
  | { readonly kind: "block"; readonly indent: string; readonly eol: string }
  | { readonly kind: "flow"; readonly quoteKeys: boolean };

/** A string as YAML text: between the given quotes, and without any only where YAML 1.1 reads it as itself. */
export function quoted(value: string, quote: string | undefined): string {
  if (quote === "'" && !/[\r\n\t]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  if (quote === undefined && SAFE.test(value) && !RESERVED.test(value)) return value;
  return JSON.stringify(value);
}

/** A value as it would be written in a block at this indentation, its first line without it. */
export function blockText(value: Plain, indent: string, eol: string): string {
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item: Plain) => `- ${blockText(item, `${indent}  `, eol)}`).join(eol + indent);
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    const style: Style = { kind: "block", indent, eol };
    return Object.entries(value)
      .map(([key, item]) => entryText(quoted(key, undefined), item, style))
      .join(eol + indent);
  }
  return flowText(value, false);
}

/** A key, already written, with its value, its first line without the indentation. */
export function entryText(key: string, value: Plain, style: Style): string {
  if (style.kind === "flow") return `${key}: ${flowText(value, style.quoteKeys)}`;
  const nested = (Array.isArray(value) && value.length > 0) || (isObject(value) && Object.keys(value).length > 0);
  if (!nested) return `${key}: ${flowText(value, false)}`;
  const indent = `${style.indent}  `;
  return `${key}:${style.eol}${indent}${blockText(value, indent, style.eol)}`;
}

/** A value on one line: as JSON, else as YAML with quotes only where they are needed. */
export function flowText(value: Plain, json: boolean): string {
  if (json) return JSON.stringify(value);
  if (typeof value === "string") return quoted(value, undefined);
  if (Array.isArray(value)) return `[${value.map((item: Plain) => flowText(item, false)).join(", ")}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${quoted(key, undefined)}: ${flowText(item, false)}`);
    return `{${entries.join(", ")}}`;
  }
  return String(value);
}

function isObject(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// What reads as itself in YAML 1.1 without quotes: starts with a letter, holds nothing that ends a plain scalar.
const SAFE = /^[A-Za-z][A-Za-z0-9_./-]*$/;
const RESERVED = /^(?:y|yes|n|no|on|off|true|false|null)$/i;

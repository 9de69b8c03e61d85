import { bad, type Checked, good } from "./checks.ts";
import { isSubdomain } from "./names.ts";

/** A label as somebody typed it. */
export interface Label {
  readonly key: string;
  readonly value: string;
}

const PART = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const MAX_PART_LENGTH = 63;
const MAX_PREFIX_LENGTH = 253;

/** Reads `key=value`, the way kubectl writes a label; the value may be empty, the key may have a DNS name before a slash. */
export function parseLabel(text: string): Checked<Label> {
  const trimmed = text.trim();
  if (trimmed === "") return bad({ kind: "empty" });
  const at = trimmed.indexOf("=");
  if (at < 0) return bad({ kind: "not-a-label" });
  const key = trimmed.slice(0, at);
  const value = trimmed.slice(at + 1);
  if (!isLabelKey(key)) return bad({ kind: "not-a-label-key", key });
  if (!isLabelValue(value)) return bad({ kind: "not-a-label-value", value });
  return good({ key, value });
}

function isLabelKey(key: string): boolean {
  const parts = key.split("/");
  const name = parts.at(-1) ?? "";
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (parts.length > 2 || name.length > MAX_PART_LENGTH || !PART.test(name)) return false;
  return prefix === undefined || (prefix.length <= MAX_PREFIX_LENGTH && isSubdomain(prefix));
}

function isLabelValue(value: string): boolean {
  return value === "" || (value.length <= MAX_PART_LENGTH && PART.test(value));
}

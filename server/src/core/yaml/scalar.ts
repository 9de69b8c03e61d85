/** What a plain scalar means; `undefined` for infinities and NaN, which the client refuses since JSON has none. */
export type ScalarValue = string | number | boolean | null | undefined;

const WORDS: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"].map((word) => [word, false] as const),
  ...[".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"].map((word) => [word, undefined] as const),
  ...["+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"].map((word) => [word, undefined] as const),
]);

const LOOKS_NUMERIC = /^[-+.0-9]/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const LARGEST_UNSIGNED = 2n ** 64n;
const LARGEST_SIGNED = 2n ** 63n;

/**
 * The value that a plain scalar has for kubectl: YAML 1.1 as the library `sigs.k8s.io/yaml` reads it, so `on` is true,
 * `0100` is 64 and `1:20` a string. Measured; see the table in the tests.
 */
export function resolvePlainScalar(written: string): ScalarValue {
  if (WORDS.has(written)) return WORDS.get(written);
  if (!LOOKS_NUMERIC.test(written)) return written;
  const digits = written.startsWith(".") ? written : written.replaceAll("_", "");
  return integer(digits) ?? float(digits) ?? written;
}

function integer(text: string): number | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return undefined;
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const value = BigInt(
    (hexadecimal && `0x${hexadecimal}`) || (binary && `0b${binary}`) || (octal && `0o${octal}`) || (decimal ?? 0),
  );
  const negative = sign === "-";
  if (negative ? value > LARGEST_SIGNED : value >= LARGEST_UNSIGNED) return undefined;
  return negative && value !== 0n ? -Number(value) : Number(value);
}

/** A number too large for 64 bits is a float; one too large for that is a string. */
function float(text: string): number | undefined {
  if (!FLOAT.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The string that a key becomes, or undefined for one that the client refuses (null, infinities). */
export function keyText(value: ScalarValue): string | undefined {
  if (value === null || value === undefined) return undefined;
  return String(value);
}

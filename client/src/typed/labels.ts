import type { LabelChanges } from "../../../server/src/lsp/messages/shared.ts";
import { bad, type Checked, good } from "./checks.ts";
import { isSubdomain } from "./names.ts";

const PART = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const MAX_PART_LENGTH = 63;
const MAX_PREFIX_LENGTH = 253;

/**
 * Reads changes of labels the way kubectl writes them, with commas or blanks between: `key=value` sets one, whose value
 * may be empty, and `key-` takes it away. A key may have a DNS name before a slash.
 */
export function parseLabels(text: string): Checked<LabelChanges> {
  const parts = text.split(/[\s,]+/).filter((part) => part !== "");
  if (parts.length === 0) return bad({ kind: "empty" });
  const changes = new Map<string, string | null>();
  for (const part of parts) {
    const change = parseLabel(part);
    if (change.kind === "bad") return change;
    const { key, value } = change.value;
    if (changes.has(key)) return bad({ kind: "same-label-twice", key });
    changes.set(key, value);
  }
  return good(Object.fromEntries(changes));
}

/** Reads labels that are all set, as `key=value` with commas or blanks between. */
export function parsePairs(text: string): Checked<Readonly<Record<string, string>>> {
  const changes = parseLabels(text);
  if (changes.kind === "bad") return changes.problem.kind === "not-a-label" ? bad({ kind: "not-a-pair" }) : changes;
  const pairs = Object.entries(changes.value).map(([key, value]) => (value === null ? undefined : [key, value]));
  const isSet = (pair: readonly string[] | undefined): pair is [string, string] => pair !== undefined;
  return pairs.every(isSet) ? good(Object.fromEntries(pairs)) : bad({ kind: "not-a-pair" });
}

/** Changes of labels as kubectl writes them. */
export function labelsText(labels: LabelChanges): string {
  return Object.entries(labels)
    .map(([key, value]) => (value === null ? `${key}-` : `${key}=${value}`))
    .join(", ");
}

function parseLabel(part: string): Checked<{ readonly key: string; readonly value: string | null }> {
  const at = part.indexOf("=");
  if (at < 0 && !part.endsWith("-")) return bad({ kind: "not-a-label" });
  const key = at < 0 ? part.slice(0, -1) : part.slice(0, at);
  const value = at < 0 ? null : part.slice(at + 1);
  if (!isLabelKey(key)) return bad({ kind: "not-a-label-key", key });
  return value === null || isLabelValue(value) ? good({ key, value }) : bad({ kind: "not-a-label-value", value });
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

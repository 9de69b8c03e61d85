import { isObject, type JsonObject, objectOf, textOf } from "../json.ts";
import { type Message, words } from "../words.ts";
import { jsonPatch } from "./jsonPatch.ts";
import { mergePatch } from "./mergePatch.ts";
import type { Patched } from "./patched.ts";
import { strategicMerge } from "./strategicMerge.ts";

/** The ways in which a text of JSON changes an object, as `kubectl --override-type` names them. */
export const OVERRIDE_TYPES = ["merge", "strategic", "json"] as const;

/** A change of a Service that is about to be written, in one of kubectl's ways. */
export interface Override {
  readonly type: (typeof OVERRIDE_TYPES)[number];
  /** JSON: an object, and for `json` a list of operations. */
  readonly patch: string;
}

/** What an override makes of a Service, or why it cannot be applied. */
export type Overridden =
  | { readonly kind: "patched"; readonly value: JsonObject }
  | { readonly kind: "refused"; readonly why: Message };

const WORDS = {
  notJson: words({
    en: "This is not JSON that can be read.",
    ja: "JSON として読み取れません。",
  }),
  notAnObject: words({
    en: "A merge patch is a JSON object, such as {example}.",
    ja: "マージパッチは {example} のような JSON オブジェクトです。",
  }),
  anotherObject: words({
    en: "It would not be the same object: apiVersion, kind and namespace stay, and a name is needed.",
    ja: "同じオブジェクトではなくなります。apiVersion、kind、namespace は変えられず、名前は必須です。",
  }),
};

const EXAMPLE = '{"spec": {"publishNotReadyAddresses": true}}';

/**
 * The Service with the override. Refused for what is not JSON of the right shape, for operations that cannot be done, and
 * where apiVersion, kind or namespace would be another, or the name would be gone.
 */
export function override(service: JsonObject, { type, patch }: Override): Overridden {
  const change = parseJson(patch);
  if (change === undefined) return { kind: "refused", why: WORDS.notJson() };
  const patched = type === "json" ? jsonPatch(service, change.value) : merged(service, change.value, type);
  if (patched.kind === "refused") return patched;
  const { value } = patched;
  if (!isObject(value) || !isStill(service, value)) return { kind: "refused", why: WORDS.anotherObject() };
  return { kind: "patched", value };
}

function merged(service: JsonObject, change: unknown, type: "merge" | "strategic"): Patched {
  if (!isObject(change)) return { kind: "refused", why: WORDS.notAnObject({ example: EXAMPLE }) };
  return type === "merge" ? { kind: "patched", value: mergePatch(service, change) } : strategicMerge(service, change);
}

function isStill(before: JsonObject, after: JsonObject): boolean {
  const [old, now] = [objectOf(before.metadata), objectOf(after.metadata)];
  const same = before.apiVersion === after.apiVersion && before.kind === after.kind && old.namespace === now.namespace;
  return same && textOf(now.name) !== undefined;
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

import { isObject, type JsonObject, objectOf } from "../json.ts";
import { type Message, words } from "../words.ts";
import type { Patched } from "./patched.ts";

const WORDS = {
  unknownDirective: words({
    en: "{directive} is not understood here. Use $patch with replace or delete.",
    ja: "{directive} はここでは使えません。$patch に replace か delete を指定してください。",
  }),
  noKey: words({
    en: "Each item of {list} needs its {key}.",
    ja: "{list} の各項目には {key} が必要です。",
  }),
};

/** The lists of a Service that are merged, with the field by which their items are known (`patchMergeKey` of its API type). */
const MERGED: ReadonlyMap<string, string | undefined> = new Map([
  ["/spec/ports", "port"],
  ["/metadata/ownerReferences", "uid"],
  ["/metadata/finalizers", undefined],
]);

/**
 * A Service after a strategic merge patch: as a JSON merge patch, but ports are merged by their number, and `$patch` says
 * `replace` or `delete`. Other directives are refused: they are what programs write to one another.
 */
export function strategicMerge(service: JsonObject, patch: JsonObject): Patched {
  try {
    return { kind: "patched", value: mergeMap(service, patch, "") };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: "refused", why: error.why };
  }
}

class Refused extends Error {
  readonly why: Message;
  constructor(why: Message) {
    super();
    this.why = why;
  }
}

function mergeMap(value: JsonObject, patch: JsonObject, path: string): JsonObject {
  const { $patch: directive, ...changes } = patch;
  if (directive === "replace") return changes;
  if (directive === "delete") return {};
  const unknown = directive === undefined ? Object.keys(changes).find((key) => key.startsWith("$")) : "$patch";
  if (unknown !== undefined) throw new Refused(WORDS.unknownDirective({ directive: unknown }));
  const merged = new Map(Object.entries(value));
  for (const [key, change] of Object.entries(changes)) {
    if (change === null) merged.delete(key);
    else merged.set(key, mergeValue(merged.get(key), change, `${path}/${key}`));
  }
  return Object.fromEntries(merged);
}

function mergeValue(value: unknown, change: unknown, path: string): unknown {
  if (isObject(change)) return mergeMap(isObject(value) ? value : {}, change, path);
  if (!Array.isArray(change) || !MERGED.has(path)) return change;
  return mergeList(Array.isArray(value) ? value : [], change, path);
}

function mergeList(list: readonly unknown[], changes: readonly unknown[], path: string): readonly unknown[] {
  const field = MERGED.get(path);
  const keyOf = (item: unknown) => (field === undefined ? item : objectOf(item)[field]);
  const [plain, directives] = [changes.filter((item) => !isDirective(item)), changes.filter(isDirective)];
  if (directives.some(({ $patch }) => $patch === "replace")) return plain;
  const other = directives.find(({ $patch }) => $patch !== "delete");
  if (other !== undefined) throw new Refused(WORDS.unknownDirective({ directive: `$patch: ${other.$patch}` }));
  const keys = changes.map(keyOf);
  if (keys.includes(undefined)) {
    throw new Refused(WORDS.noKey({ list: path.slice(1).replaceAll("/", "."), key: field ?? "" }));
  }
  const deleted = new Set(directives.map(keyOf));
  const kept = list.filter((item) => !deleted.has(keyOf(item)));
  const merged = plain.map((item) => {
    const old = kept.find((one) => keyOf(one) === keyOf(item));
    return isObject(item) ? mergeMap(objectOf(old), item, `${path}/`) : item;
  });
  const others = kept.filter((item) => !keys.includes(keyOf(item)));
  return interleaved(others, merged, (item) => kept.findIndex((one) => keyOf(one) === keyOf(item)));
}

function isDirective(item: unknown): item is JsonObject {
  return isObject(item) && item.$patch !== undefined;
}

/** What the patch does not name stays before what it stood before; what is new comes as early as its order allows. */
function interleaved(
  others: readonly unknown[],
  merged: readonly unknown[],
  placeOf: (item: unknown) => number,
): readonly unknown[] {
  const result: unknown[] = [];
  let next = 0;
  for (const item of merged) {
    const place = placeOf(item);
    while (next < others.length && place >= 0 && placeOf(others[next]) < place) result.push(others[next++]);
    result.push(item);
  }
  return [...result, ...others.slice(next)];
}

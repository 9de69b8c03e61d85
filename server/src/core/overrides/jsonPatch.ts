import { isObject, type JsonObject } from "../json.ts";
import { readPointer } from "../jsonPointer.ts";
import { type Message, words } from "../words.ts";
import type { Patched } from "./patched.ts";

const WORDS = {
  notOperations: words({
    en: "A JSON patch is a list of operations, each with op and path.",
    ja: "JSON パッチは、それぞれ op と path を持つ操作のリストです。",
  }),
  unknownOperation: words({
    en: "{op} is no operation of a JSON patch. Use add, remove, replace, move, copy or test.",
    ja: "{op} は JSON パッチの操作ではありません。add、remove、replace、move、copy、test のいずれかを使ってください。",
  }),
  notThere: words({
    en: "There is nothing at {path} for {op}.",
    ja: "{op} の対象となる {path} がありません。",
  }),
  different: words({
    en: "The test of {path} finds another value.",
    ja: "{path} の test は別の値を見つけました。",
  }),
};

/** The value after the operations of a JSON patch (RFC 6902), one after the other; refused at the first that cannot be done. */
export function jsonPatch(value: unknown, operations: unknown): Patched {
  if (!Array.isArray(operations)) return refused(WORDS.notOperations());
  let patched: Patched = { kind: "patched", value };
  for (const operation of operations) {
    if (patched.kind === "refused") return patched;
    patched = isObject(operation) ? apply(patched.value, operation) : refused(WORDS.notOperations());
  }
  return patched;
}

function apply(root: unknown, operation: JsonObject): Patched {
  const { op, path, from = path, value } = operation;
  const [to, at] = [pointer(path), pointer(from)];
  if (typeof op !== "string" || to === undefined || at === undefined) return refused(WORDS.notOperations());
  const missing = refused(WORDS.notThere({ path: JSON.stringify(from), op }));
  const found = find(root, at);
  const put = (object: unknown, item: unknown, how: Change["kind"]): Patched =>
    change(object, to, { kind: how, item }) ?? refused(WORDS.notThere({ path: JSON.stringify(path), op }));
  switch (op) {
    case "add":
      return put(root, value, "add");
    case "replace":
      return found === undefined ? missing : put(root, value, "replace");
    case "remove":
      return found === undefined ? missing : (change(root, to, { kind: "remove" }) ?? missing);
    case "copy":
      return found === undefined ? missing : put(root, found.item, "add");
    case "move": {
      const without = found && change(root, at, { kind: "remove" });
      return found === undefined || without?.kind !== "patched" ? missing : put(without.value, found.item, "add");
    }
    case "test":
      return isSame(found?.item ?? null, value)
        ? { kind: "patched", value: root }
        : refused(WORDS.different({ path: JSON.stringify(path) }));
    default:
      return refused(WORDS.unknownOperation({ op }));
  }
}

/** The keys of a JSON pointer (RFC 6901), in which `~1` is a slash and `~0` a tilde; undefined for what is none. */
function pointer(path: unknown): readonly string[] | undefined {
  return typeof path === "string" ? readPointer(path) : undefined;
}

function find(value: unknown, [key, ...rest]: readonly string[]): { readonly item: unknown } | undefined {
  if (key === undefined) return { item: value };
  if (Array.isArray(value)) return isIndex(key, value.length - 1) ? find(value[Number(key)], rest) : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? find(value[key], rest) : undefined;
}

type Change = { readonly kind: "add" | "replace"; readonly item: unknown } | { readonly kind: "remove" };

/** The value with a change at a place; undefined where the place's parent is not there. */
function change(value: unknown, [key, ...rest]: readonly string[], how: Change): Patched | undefined {
  if (key === undefined) return how.kind === "remove" ? undefined : patched(how.item);
  if (Array.isArray(value)) return changeItem(value, key, rest, how);
  if (!isObject(value)) return undefined;
  const entries = new Map(Object.entries(value));
  if (rest.length > 0) {
    const inner = change(entries.get(key), rest, how);
    if (inner?.kind !== "patched") return inner;
    entries.set(key, inner.value);
  } else if (how.kind === "remove") entries.delete(key);
  else entries.set(key, how.item);
  return patched(Object.fromEntries(entries));
}

function changeItem(list: readonly unknown[], key: string, rest: readonly string[], how: Change): Patched | undefined {
  const isNew = rest.length === 0 && how.kind === "add";
  const place = isNew && key === "-" ? String(list.length) : key;
  if (!isIndex(place, isNew ? list.length : list.length - 1)) return undefined;
  const index = Number(place);
  if (isNew) return patched(list.toSpliced(index, 0, how.item));
  if (rest.length === 0 && how.kind === "remove") return patched(list.toSpliced(index, 1));
  const inner = change(list[index], rest, how);
  return inner?.kind === "patched" ? patched(list.with(index, inner.value)) : inner;
}

function isIndex(key: string, last: number): boolean {
  return /^(?:0|[1-9]\d{0,5})$/.test(key) && Number(key) <= last;
}

function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
    );
  }
  return one === other;
}

function patched(value: unknown): Patched {
  return { kind: "patched", value };
}

function refused(why: Message): Patched {
  return { kind: "refused", why };
}

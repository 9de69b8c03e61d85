import { type JsonObject, objectOf, textOf } from "../../core/json.ts";
import type { ContainerPort, Labels, Owner } from "../../core/pods/pod.ts";

/**
 * Gives equal things the same object. The Pods of one workload differ in little more than name and address:
 * sharing the rest makes a Pod a third as large, and lets two Pods be compared by identity.
 */
export interface Pool {
  text(value: string): string;
  labels(value: unknown): Labels;
  ports(value: readonly ContainerPort[]): readonly ContainerPort[];
  owner(kind: string, name: string): Owner;
}

/** More than this many different label sets or names are not shared any further, so that a pool cannot grow for ever. */
const POOL_LIMIT = 50_000;

/** A pool with nothing in it. The reflector that fills it owns it, and takes a new one with each list. */
export function createPool(): Pool {
  const texts = new Map<string, string>();
  const labelSets = new Map<number, Labels>();
  const portLists = new Map<string, readonly ContainerPort[]>();
  const owners = new Map<string, Map<string, Owner>>();
  const text = (value: string) => shared(texts, value, () => value);
  return {
    text,
    labels: (value) => sharedLabels(labelSets, objectOf(value), text),
    ports: (value) => shared(portLists, JSON.stringify(value), () => value),
    owner: (kind, name) => {
      const ofKind = shared(owners, kind, () => new Map<string, Owner>());
      return shared(ofKind, name, () => ({ kind: text(kind), name }));
    },
  };
}

/** By a number made of their letters: as text, the key of a label set would take as much room as the set itself. */
function sharedLabels(known: Map<number, Labels>, object: JsonObject, text: (value: string) => string): Labels {
  const first = hashOf(object);
  for (let key = first; key < first + MOST_OF_A_HASH; key++) {
    const labels = shared(known, key, () => readLabels(object, text));
    if (isLabels(labels, object)) return labels;
  }
  return readLabels(object, text);
}

/** Different sets of one hash get the numbers behind it; somebody may have made them so that there are many. */
const MOST_OF_A_HASH = 8;

/** FNV-1a, in 30 bits: a number that needs no room of its own. */
function hashOf(object: JsonObject): number {
  let hash = 0x811c9dc5;
  const add = (letters: string) => {
    for (let index = 0; index < letters.length; index++) {
      hash = Math.imul(hash ^ letters.charCodeAt(index), 0x01000193);
    }
  };
  for (const [key, value] of Object.entries(object)) {
    add(key);
    if (typeof value === "string") add(value);
  }
  return hash >>> 2;
}

function isLabels(labels: Labels, object: JsonObject): boolean {
  let size = 0;
  for (const [key, value] of Object.entries(object)) {
    if (typeof value !== "string") continue;
    if (labels.get(key) !== value) return false;
    size += 1;
  }
  return size === labels.size;
}

function shared<Key, T>(known: Map<Key, T>, key: Key, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  if (known.size < POOL_LIMIT) known.set(key, made);
  return made;
}

/** An empty value is a label like any other, unlike elsewhere in the API. */
function readLabels(object: JsonObject, text: (value: string) => string): Labels {
  const labels = new Map<string, string>();
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === "string") labels.set(text(key), textOf(value) === undefined ? "" : text(value));
  }
  return labels;
}

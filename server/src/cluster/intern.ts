import { type JsonObject, objectOf, textOf } from "../core/json.ts";
import type { ContainerPort, Labels, Owner } from "../core/pods/pod.ts";

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
  const labelSets = new Map<string, Labels>();
  const portLists = new Map<string, readonly ContainerPort[]>();
  const owners = new Map<string, Owner>();
  const text = (value: string) => shared(texts, value, () => value);
  return {
    text,
    labels: (value) => {
      const object = objectOf(value);
      return shared(labelSets, JSON.stringify(object), () => readLabels(object, text));
    },
    ports: (value) => shared(portLists, JSON.stringify(value), () => value),
    owner: (kind, name) => shared(owners, `${kind}/${name}`, () => ({ kind: text(kind), name: text(name) })),
  };
}

function shared<T>(known: Map<string, T>, key: string, make: () => T): T {
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

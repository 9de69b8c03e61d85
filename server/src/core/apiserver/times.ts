import { schemaAt } from "../schema.ts";
import { type MapNode, type Node, valueAt } from "../yaml/node.ts";

const TIMES = ["creationTimestamp", "deletionTimestamp"];
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** A time in a manifest, and the way to it from the root. */
export interface WrittenTime {
  readonly node: Node;
  readonly path: readonly (string | number)[];
}

/** Every time that the API server decodes in a Service, as far as it is written. */
export function timesIn(root: MapNode): readonly WrittenTime[] {
  return [
    ...TIMES.flatMap((name) => written(valueAt(root, "metadata", name), ["metadata", name])),
    ...itemTimes(root, ["metadata", "managedFields"], "time"),
    ...itemTimes(root, ["status", "conditions"], "lastTransitionTime"),
  ];
}

/** Whether the schema has a time at this place. */
export function isTimeField(path: WrittenTime["path"]): boolean {
  return schemaAt(path)?.["x-format"] === "date-time";
}

/** Whether a text is a time of RFC 3339; Go takes a comma before the fractions, too. */
export function isTime(text: string): boolean {
  return RFC_3339.test(text) && !Number.isNaN(Date.parse(text.replace(",", ".")));
}

function itemTimes(root: MapNode, list: readonly string[], key: string): readonly WrittenTime[] {
  const node = valueAt(root, ...list);
  if (node?.kind !== "sequence") return [];
  return node.items.flatMap((item, index) => written(valueAt(item, key), [...list, index, key]));
}

function written(node: Node | undefined, path: WrittenTime["path"]): readonly WrittenTime[] {
  return node ? [{ node, path }] : [];
}

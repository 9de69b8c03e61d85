import type { Entry, MapNode, Node } from "../yaml/node.ts";
import type { ServiceFields } from "./fields.ts";
import { readFields } from "./readFields.ts";

/** The stored Service's fields; undefined where there is none. Its values have no place in the text. */
export function readStored(stored: unknown): ServiceFields | undefined {
  const node = nodeOf(stored);
  return node.kind === "map" ? readFields(node, []) : undefined;
}

function nodeOf(value: unknown): Node {
  if (Array.isArray(value)) return { kind: "sequence", span: [0, 0], style: "flow", items: value.map(nodeOf) };
  if (typeof value === "object" && value !== null) return mapOf(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return { kind: "scalar", span: [0, 0], value, written: String(value), style: "double" };
  }
  return { kind: "scalar", span: [0, 0], value: null, written: "", style: "plain" };
}

function mapOf(value: object): MapNode {
  const entries = Object.entries(value).map(
    ([key, item]): Entry => ({ key, keySpan: [0, 0], value: nodeOf(item), span: [0, 0] }),
  );
  return { kind: "map", span: [0, 0], style: "flow", entries };
}

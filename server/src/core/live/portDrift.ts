import { type JsonObject, objectOf, textOf } from "../json.ts";
import { type MapNode, type Node, plainOf, valueAt } from "../yaml/node.ts";
import { type FieldDifference, isEmpty, shown } from "./fieldDifference.ts";

const FIELDS = ["name", "port", "protocol", "targetPort", "nodePort", "appProtocol"] as const;

/**
 * The fields of `spec.ports` that `kubectl apply` would change. Ports are the same by their name, else by number and
 * protocol; what is left over on both sides is compared in order. A stored port that apply did not bring is left alone.
 */
export function comparePorts(
  node: Node | undefined,
  stored: readonly unknown[],
  applied: readonly unknown[],
): readonly FieldDifference[] {
  if (node !== undefined && node.kind !== "sequence") return [];
  const items = node?.items ?? [];
  // With a port that a template fills in nobody can say which stored port belongs to which.
  if (items.some((item) => item.kind !== "map" || valueAt(item, "port")?.kind === "unknown")) return [];
  const written = items.filter((item) => item.kind === "map");
  const { pairs, added, left } = paired(written, stored.map(objectOf));
  const before = applied.map(objectOf);
  return [
    ...pairs.flatMap(([port, known]) => comparePort(port, known, before.find(isSamePort(known)) ?? {})),
    ...added.map((port) => ({
      path: pathOf(plainPort(port)),
      written: portText(plainPort(port)),
      stored: undefined,
      span: port.span,
    })),
    ...left
      .filter((known) => before.some(isSamePort(known)))
      .map((known) => ({ path: pathOf(known), written: undefined, stored: portText(known), span: undefined })),
  ];
}

interface Paired {
  readonly pairs: readonly (readonly [MapNode, JsonObject])[];
  readonly added: readonly MapNode[];
  readonly left: readonly JsonObject[];
}

function paired(written: readonly MapNode[], stored: readonly JsonObject[]): Paired {
  const pairs: (readonly [MapNode, JsonObject])[] = [];
  let [added, left] = [[...written], [...stored]];
  const pair = (isSame: (port: JsonObject, known: JsonObject) => boolean) => {
    for (const port of [...added]) {
      const known = left.find((candidate) => isSame(plainPort(port), candidate));
      if (known === undefined) continue;
      pairs.push([port, known]);
      added = added.filter((other) => other !== port);
      left = left.filter((other) => other !== known);
    }
  };
  pair(({ name }, known) => textOf(name) !== undefined && name === known.name);
  pair((port, known) => isSamePort(known)(port));
  if (added.length === left.length) pair(() => true);
  return { pairs, added, left };
}

function isSamePort(known: JsonObject): (port: JsonObject) => boolean {
  return ({ port, protocol }) =>
    port === known.port && (textOf(protocol) ?? "TCP") === (textOf(known.protocol) ?? "TCP");
}

function plainPort(port: MapNode): JsonObject {
  return objectOf(plainOf(port));
}

function comparePort(node: MapNode, stored: JsonObject, applied: JsonObject): readonly FieldDifference[] {
  const written = plainPort(node);
  return FIELDS.flatMap((field): readonly FieldDifference[] => {
    const value = valueAt(node, field);
    if (value?.kind === "unknown") return [];
    const path = `${pathOf(stored)}.${field}`;
    if (isEmpty(written[field])) {
      const wasApplied = applied[field] !== undefined && field !== "nodePort";
      const isTaken = wasApplied && !isEmpty(stored[field]) && stored[field] !== filledIn(field, written);
      return isTaken ? [{ path, written: undefined, stored: shown(stored[field]), span: undefined }] : [];
    }
    if (written[field] === stored[field]) return [];
    const known = isEmpty(stored[field]) ? undefined : shown(stored[field]);
    return [{ path, written: shown(written[field]), stored: known, span: value?.span }];
  });
}

/** What a port has where a field is not written; a node port is kept, so that it is not asked for. */
function filledIn(field: (typeof FIELDS)[number], written: JsonObject): unknown {
  switch (field) {
    case "protocol":
      return "TCP";
    case "targetPort":
      return written.port;
    case "name":
    case "port":
    case "appProtocol":
    case "nodePort":
      return undefined;
  }
}

function pathOf({ name, port }: JsonObject): string {
  return `spec.ports[${textOf(name) ?? shown(port)}]`;
}

function portText({ port, protocol }: JsonObject): string {
  return `${shown(port)}/${textOf(protocol) ?? "TCP"}`;
}

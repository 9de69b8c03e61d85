import type { Span } from "../span.ts";
import type { Field, Port, ServiceFields } from "./fields.ts";

/** Where to point at for a field: its value, else its key, else `elsewhere`. */
export function placeOf({ node, entry }: Field<unknown>, elsewhere: Span): Span {
  if (node !== undefined && node.span[0] < node.span[1]) return node.span;
  return entry?.keySpan ?? elsewhere;
}

/** Where to point at for several fields: the value, else the key, of the first that is written; else the spec. */
export function placeOfFirst(
  service: ServiceFields,
  ...names: readonly (
    | "ipFamilyPolicy"
    | "clusterIPs"
    | "ipFamilies"
    | "loadBalancerClass"
    | "type"
    | "healthCheckNodePort"
  )[]
): Span {
  for (const name of names) {
    const { node, entry } = service[name];
    const span = node && node.span[0] < node.span[1] ? node.span : entry?.keySpan;
    if (span !== undefined) return span;
  }
  return service.spec.span;
}

/** Where to point at for a field of an item of a list: its value, else its key, else the key of the list. */
export function placeInList(field: Field<unknown>, list: Field<unknown>): Span {
  return placeOf(field, list.entry?.keySpan ?? [0, 0]);
}

/** Where to point at for a port: its first field, not all of them. */
export function placeOfPort({ node }: Port): Span {
  return node.kind === "map" ? (node.entries[0]?.span ?? node.span) : node.span;
}

/** Where to point at for the number of a port: where it stands, else the port. */
export function placeOfPortNumber(port: Port): Span {
  return port.port.node?.span ?? placeOfPort(port);
}

import type { Span } from "../span.ts";
import { nearest } from "../typo.ts";
import { words } from "../words.ts";
import { type Field, type ServiceFields, textOf } from "./fields.ts";
import { removal, replacement } from "./fixes.ts";
import { placeOf } from "./places.ts";
import type { Finding } from "./rule.ts";

/** A finding where the field of the spec holds none of the allowed texts, with the nearest of them as its fix; else none. */
export function* oneOf(
  text: string,
  name: string,
  field: Field<string>,
  allowed: readonly string[],
  elsewhere: Span,
): Iterable<Finding> {
  const value = textOf(field);
  if (allowed.includes(value)) return;
  const message = words({
    en: '{field} "{value}" does not exist. It is one of: {allowed}.',
    ja: '{field} "{value}" はありません。次のいずれかです: {allowed}。',
  })({ field: name, value, allowed: allowed.join(", ") });
  yield {
    span: placeOf(field, elsewhere),
    field: `spec.${name}`,
    message,
    fixes: replacement(text, field.node, nearest(value, allowed)),
  };
}

/** A finding where the field is written and the type is not LoadBalancer, with its removal as the fix; else none. */
export function* onlyForLoadBalancer(
  service: ServiceFields,
  name: "loadBalancerClass" | "allocateLoadBalancerNodePorts",
  text: string,
): Iterable<Finding> {
  const { type, spec } = service;
  const field = service[name];
  if (type.value === "LoadBalancer" || field.value === undefined) return;
  const message = words({
    en: "{field} is only for type LoadBalancer; this Service is {type}.",
    ja: "{field} はタイプ LoadBalancer だけで使えます。この Service は {type} です。",
  })({ field: name, type: textOf(type) });
  const fixes = removal(text, spec.map, field.entry);
  yield { span: field.entry?.span ?? spec.span, field: `spec.${name}`, message, fixes };
}

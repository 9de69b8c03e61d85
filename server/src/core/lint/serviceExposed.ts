import { textOf } from "../apiserver/fields.ts";
import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const EXPOSED = words({
  en: "{type} makes this Service reachable from outside of the cluster.",
  ja: "{type} により、この Service はクラスターの外から届きます。",
});

/** A policy that some houses have; it is theirs to ask for. */
export const serviceExposed: LintRule = {
  code: "service-exposed",
  severity: "off",
  types: ["NodePort", "LoadBalancer"],
  explanation: {
    en: "A Service of type NodePort or LoadBalancer can be reached from outside of the cluster. For houses in which only an Ingress or a Gateway may be.",
    ja: "タイプ NodePort と LoadBalancer の Service にはクラスターの外から届きます。外部公開を Ingress や Gateway だけに限る場合に使います。",
  },
  example: {
    wrong: service("type: NodePort", "selector: {app: till}", "ports:", "  - port: 80"),
    right: service("selector: {app: till}", "ports:", "  - port: 80"),
  },
  *check({ fields: { type, spec } }) {
    yield { span: type.entry?.span ?? spec.span, message: EXPOSED({ type: textOf(type) }) };
  },
};

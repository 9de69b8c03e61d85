import { words } from "../../words.ts";
import { PORTS, STORED_LOAD_BALANCER } from "../examples.ts";
import { onlyForLoadBalancer } from "../findings.ts";
import { addition, removal, replacement } from "../fixes.ts";
import { isLabelKey } from "../formats.ts";
import { placeOf, placeOfFirst } from "../places.ts";
import { example, type Rule } from "../rule.ts";

/** When `loadBalancerClass` can be written, and what it can be. */
export const LOAD_BALANCER_CLASS_RULES: readonly Rule[] = [
  {
    code: "load-balancer-class-not-allowed",
    stage: "validate",
    kind: "Forbidden",
    reads: ["type", "loadBalancerClass"],
    about: "`loadBalancerClass` chooses who makes the load balancer; other types have none.",
    example: {
      wrong: example("loadBalancerClass: example.com/internal", ...PORTS),
      right: example("type: LoadBalancer", "loadBalancerClass: example.com/internal", ...PORTS),
    },
    check: (service, { text }) => onlyForLoadBalancer(service, "loadBalancerClass", text),
  },
  {
    code: "load-balancer-class-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["type", "loadBalancerClass"],
    about: "`loadBalancerClass` is named like a label key, for example `example.com/internal`.",
    example: {
      wrong: example("type: LoadBalancer", "loadBalancerClass: an internal one", ...PORTS),
      right: example("type: LoadBalancer", "loadBalancerClass: example.com/internal", ...PORTS),
    },
    *check(service, { text }) {
      const { type, loadBalancerClass, spec } = service;
      const { value } = loadBalancerClass;
      if (type.value !== "LoadBalancer" || value === undefined || isLabelKey(value)) return;
      const message = words({
        en: 'loadBalancerClass "{value}" is not a name such as internal or example.com/internal.',
        ja: 'loadBalancerClass "{value}" は internal や example.com/internal のような名前ではありません。',
      })({ value });
      const fixes = value === "" ? removal(text, spec.map, loadBalancerClass.entry) : [];
      yield { span: placeOf(loadBalancerClass, service.spec.span), field: "spec.loadBalancerClass", message, fixes };
    },
  },
  {
    code: "load-balancer-class-immutable",
    stage: "update",
    kind: "Invalid",
    on: "update",
    reads: ["type", "loadBalancerClass"],
    about: "The class of a load balancer cannot be added, changed or removed while the type stays LoadBalancer.",
    example: {
      wrong: example("type: LoadBalancer", "loadBalancerClass: example.com/b", ...PORTS),
      right: example("type: LoadBalancer", "loadBalancerClass: example.com/a", ...PORTS),
      stored: STORED_LOAD_BALANCER,
    },
    *check(service, { stored, text }) {
      const { type, loadBalancerClass, spec } = service;
      if (
        stored?.type.value !== "LoadBalancer" ||
        type.value !== "LoadBalancer" ||
        loadBalancerClass.value === stored.loadBalancerClass.value
      )
        return;
      const before = stored.loadBalancerClass.value;
      const message =
        before === undefined
          ? words({
              en: "loadBalancerClass can't be added to a load balancer that exists without one.",
              ja: "loadBalancerClass なしで作られたロードバランサーに、後から追加することはできません。",
            })()
          : words({
              en: "loadBalancerClass can't be changed from {before} once the load balancer exists.",
              ja: "ロードバランサーができた後で loadBalancerClass を {before} から変えることはできません。",
            })({ before });
      const fixes =
        before === undefined
          ? removal(text, spec.map, loadBalancerClass.entry)
          : [
              ...replacement(text, loadBalancerClass.node, before),
              ...(loadBalancerClass.node ? [] : addition(text, spec.map, "loadBalancerClass", before)),
            ];
      yield {
        span: placeOfFirst(service, "loadBalancerClass", "type"),
        field: "spec.loadBalancerClass",
        message,
        fixes,
      };
    },
  },
];

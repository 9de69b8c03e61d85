import { nearest } from "../../typo.ts";
import { words } from "../../words.ts";
import { isHeadless } from "../defaults.ts";
import { PORTS } from "../examples.ts";
import { textOf } from "../fields.ts";
import { onlyForLoadBalancer } from "../findings.ts";
import { removal, replacement, UNCERTAIN } from "../fixes.ts";
import { placeOf } from "../places.ts";
import { example, type Rule } from "../rule.ts";

const TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

/** The type, and which fields it bears that have no file of their own. */
export const TYPE_RULES: readonly Rule[] = [
  {
    code: "type-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["type"],
    about:
      "A Service's type is `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`, spelt like this. A headless Service is a ClusterIP with `clusterIP: None`.",
    example: { wrong: example("type: Nodeport", ...PORTS), right: example("type: NodePort", ...PORTS) },
    *check(service, { text }) {
      const value = textOf(service.type);
      if (TYPES.includes(value)) return;
      const message = words({
        en: 'Type "{value}" does not exist. It is ClusterIP, NodePort, LoadBalancer or ExternalName.',
        ja: 'タイプ "{value}" はありません。ClusterIP、NodePort、LoadBalancer、ExternalName のいずれかです。',
      })({ value });
      yield {
        span: placeOf(service.type, service.spec.span),
        field: "spec.type",
        message,
        fixes: replacement(text, service.type.node, nearest(value, TYPES)),
      };
    },
  },
  {
    code: "headless-not-allowed",
    stage: "validate",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs"],
    about:
      "`clusterIP: None` makes a headless Service, which only type ClusterIP can be: node ports and load balancers need an address to forward to.",
    example: {
      wrong: example("type: NodePort", "clusterIP: None", ...PORTS),
      right: example("type: NodePort", ...PORTS),
    },
    *check(service, { text }) {
      const { type, clusterIP, clusterIPs, spec } = service;
      if ((type.value !== "LoadBalancer" && type.value !== "NodePort") || !isHeadless(service)) return;
      const message = words({
        en: "A Service of type {type} needs a cluster IP: None is only for type ClusterIP.",
        ja: "タイプ {type} の Service にはクラスター IP が必要です。None はタイプ ClusterIP だけで使えます。",
      })({ type: type.value });
      const fixes = [
        ...(clusterIPs.entry === clusterIP.entry ? removal(text, spec.map, clusterIP.entry, UNCERTAIN) : []),
        ...replacement(text, type.node, "ClusterIP", UNCERTAIN),
      ];
      yield {
        span: placeOf(clusterIP.entry ? clusterIP : clusterIPs, service.spec.span),
        field: "spec.clusterIPs[0]",
        message,
        fixes,
      };
    },
  },
  {
    code: "allocate-node-ports-not-allowed",
    stage: "validate",
    kind: "Forbidden",
    reads: ["type", "allocateLoadBalancerNodePorts"],
    about: "`allocateLoadBalancerNodePorts` says whether a load balancer gets node ports; other types do not ask.",
    example: {
      wrong: example("type: NodePort", "allocateLoadBalancerNodePorts: false", ...PORTS),
      right: example("type: LoadBalancer", "allocateLoadBalancerNodePorts: false", ...PORTS),
    },
    check: (service, { text }) => onlyForLoadBalancer(service, "allocateLoadBalancerNodePorts", text),
  },
];

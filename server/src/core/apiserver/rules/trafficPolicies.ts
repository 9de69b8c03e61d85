import { words } from "../../words.ts";
import { isExternallyAccessible } from "../defaults.ts";
import { PORTS } from "../examples.ts";
import { textOf } from "../fields.ts";
import { oneOf } from "../findings.ts";
import { removal, replacement, UNCERTAIN } from "../fixes.ts";
import { placeOf } from "../places.ts";
import { example, type Rule } from "../rule.ts";

const TRAFFIC_POLICIES = ["Cluster", "Local"];

/** Which Pods traffic goes to: the policies for traffic from outside and from inside, and the distribution. */
export const TRAFFIC_POLICY_RULES: readonly Rule[] = [
  {
    code: "external-traffic-policy-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["type", "externalIPs", "externalTrafficPolicy"],
    about: "`externalTrafficPolicy` is `Cluster` or `Local`.",
    example: {
      wrong: example("type: NodePort", "externalTrafficPolicy: local", ...PORTS),
      right: example("type: NodePort", "externalTrafficPolicy: Local", ...PORTS),
    },
    check: (service, { text }) =>
      isExternallyAccessible(service)
        ? oneOf(text, "externalTrafficPolicy", service.externalTrafficPolicy, TRAFFIC_POLICIES, service.spec.span)
        : [],
  },
  {
    code: "internal-traffic-policy-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["internalTrafficPolicy"],
    about: "`internalTrafficPolicy` is `Cluster` or `Local`.",
    example: {
      wrong: example("internalTrafficPolicy: local", ...PORTS),
      right: example("internalTrafficPolicy: Local", ...PORTS),
    },
    check: ({ internalTrafficPolicy, spec }, { text }) =>
      internalTrafficPolicy.value === undefined
        ? []
        : oneOf(text, "internalTrafficPolicy", internalTrafficPolicy, TRAFFIC_POLICIES, spec.span),
  },
  {
    code: "traffic-distribution-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["trafficDistribution"],
    about:
      "`trafficDistribution` is `PreferSameZone` or `PreferSameNode` from Kubernetes 1.34 on, and `PreferClose` (deprecated in 1.35).",
    example: {
      wrong: example("trafficDistribution: preferSameZone", ...PORTS),
      right: example("trafficDistribution: PreferClose", ...PORTS),
    },
    *check({ trafficDistribution, spec }, { minor, text }) {
      const { value, node } = trafficDistribution;
      const known = minor >= 34 ? ["PreferClose", "PreferSameZone", "PreferSameNode"] : ["PreferClose"];
      if (value === undefined || known.includes(value)) return;
      const span = placeOf(trafficDistribution, spec.span);
      if (value === "PreferSameZone" || value === "PreferSameNode") {
        const message = words({
          en: "trafficDistribution: {value} needs Kubernetes 1.34; the cluster is 1.{minor}.",
          ja: "trafficDistribution: {value} には Kubernetes 1.34 が必要です。クラスターは 1.{minor} です。",
        })({ value, minor });
        const fixes = value === "PreferSameZone" ? replacement(text, node, "PreferClose", UNCERTAIN) : [];
        yield { span, field: "spec.trafficDistribution", message, fixes };
        return;
      }
      yield* oneOf(text, "trafficDistribution", trafficDistribution, known, spec.span);
    },
  },
  {
    code: "external-traffic-policy-not-allowed",
    stage: "validate",
    kind: "Invalid",
    reads: ["type", "externalIPs", "externalTrafficPolicy"],
    about:
      "`externalTrafficPolicy` is for traffic from outside: types NodePort and LoadBalancer, and ClusterIP with `externalIPs`.",
    example: {
      wrong: example("externalTrafficPolicy: Local", ...PORTS),
      right: example("type: NodePort", "externalTrafficPolicy: Local", ...PORTS),
    },
    *check(service, { text }) {
      const { externalTrafficPolicy, type, spec } = service;
      if (isExternallyAccessible(service) || textOf(externalTrafficPolicy) === "") return;
      const message = words({
        en: "externalTrafficPolicy is for Services that are reached from outside (NodePort, LoadBalancer, or externalIPs); this one is {type}.",
        ja: "externalTrafficPolicy は外から到達できる Service（NodePort、LoadBalancer、externalIPs あり）用です。この Service は {type} です。",
      })({ type: textOf(type) });
      const fixes = removal(text, spec.map, externalTrafficPolicy.entry);
      yield {
        span: externalTrafficPolicy.entry?.span ?? spec.span,
        field: "spec.externalTrafficPolicy",
        message,
        fixes,
      };
    },
  },
  {
    code: "prefer-close-deprecated",
    stage: "warning",
    since: 35,
    reads: ["trafficDistribution"],
    about: "`PreferClose` was renamed to `PreferSameZone`; the old name is deprecated since Kubernetes 1.35.",
    example: {
      wrong: example("trafficDistribution: PreferClose", ...PORTS),
      right: example("trafficDistribution: PreferSameZone", ...PORTS),
    },
    *check({ trafficDistribution, spec }, { text }) {
      if (trafficDistribution.value !== "PreferClose") return;
      const message = words({
        en: "PreferClose is deprecated since Kubernetes 1.35. Its new name is PreferSameZone.",
        ja: "PreferClose は Kubernetes 1.35 から非推奨です。新しい名前は PreferSameZone です。",
      })();
      const fixes = replacement(text, trafficDistribution.node, "PreferSameZone");
      yield {
        span: placeOf(trafficDistribution, spec.span),
        field: "spec.trafficDistribution",
        message,
        fixes,
        deprecated: true,
      };
    },
  },
];

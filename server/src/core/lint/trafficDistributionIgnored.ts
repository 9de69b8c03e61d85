import { textOf } from "../apiserver/fields.ts";
import { removal } from "../apiserver/fixes.ts";
import { words } from "../words.ts";
import { serviceWith } from "./examples.ts";
import type { LintRule } from "./rule.ts";
import { TOPOLOGY_KEYS } from "./topologyModeIgnored.ts";

const BY_ANNOTATION = words({
  en: "trafficDistribution does nothing here: the annotation {annotation} asks for topology aware routing, and it goes first.",
  ja: "ここでは trafficDistribution は効きません。アノテーション {annotation} がトポロジーを考慮したルーティングを求めており、そちらが優先されます。",
});
const BY_POLICY = words({
  en: "trafficDistribution does nothing here: internalTrafficPolicy: Local goes first.",
  ja: "ここでは trafficDistribution は効きません。internalTrafficPolicy: Local が優先されます。",
});

const PORTS = ["selector: {app: till}", "ports:", "  - port: 80"];
const PREFERS = ["trafficDistribution: PreferSameZone", ...PORTS];

/** A preference that something stronger on the same Service overrides. */
export const trafficDistributionIgnored: LintRule = {
  code: "traffic-distribution-ignored",
  severity: "info",
  reads: ["annotations", "trafficDistribution", "internalTrafficPolicy"],
  explanation: {
    en: "The annotation `service.kubernetes.io/topology-mode: Auto` goes before `trafficDistribution`, and for traffic inside the cluster so does `internalTrafficPolicy: Local`. The preference then has no effect.",
    ja: "アノテーション `service.kubernetes.io/topology-mode: Auto` は `trafficDistribution` に優先します。クラスター内の通信では `internalTrafficPolicy: Local` も優先します。そのとき、この設定は効きません。",
  },
  example: {
    wrong: serviceWith(["name: till", "annotations: {service.kubernetes.io/topology-mode: Auto}"], PREFERS),
    right: serviceWith(["name: till"], PREFERS),
  },
  *check({ fields, text }) {
    const { annotations, trafficDistribution, internalTrafficPolicy, type, spec } = fields;
    const { entry } = trafficDistribution;
    if (textOf(trafficDistribution) === "" || entry === undefined) return;
    const annotation = annotations.value?.find(
      ({ key, value }) => TOPOLOGY_KEYS.includes(key) && (value === "Auto" || value === "auto"),
    );
    const isLocal = textOf(internalTrafficPolicy) === "Local" && type.value === "ClusterIP";
    if (annotation === undefined && !isLocal) return;
    const message = annotation === undefined ? BY_POLICY() : BY_ANNOTATION({ annotation: annotation.key });
    yield { span: entry.span, message, fixes: removal(text, spec.map, entry, { certain: false }) };
  },
};

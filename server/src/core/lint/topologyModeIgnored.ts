import { replacement } from "../apiserver/fixes.ts";
import { isTypo } from "../typo.ts";
import { words } from "../words.ts";
import { serviceWith } from "./examples.ts";
import type { LintRule } from "./rule.ts";

/** The annotations that ask for topology aware routing; the second is the older name. */
export const TOPOLOGY_KEYS: readonly string[] = [
  "service.kubernetes.io/topology-mode",
  "service.kubernetes.io/topology-aware-hints",
];

const OTHER_VALUE = words({
  en: "The EndpointSlice controller knows Auto here; {value} does nothing.",
  ja: "EndpointSlice コントローラーがここで認識するのは Auto です。{value} は効きません。",
});

const PORTS = ["selector: {app: till}", "ports:", "  - port: 80"];

/** A value of the topology annotation that nobody reads. */
export const topologyModeIgnored: LintRule = {
  code: "topology-mode-ignored",
  severity: "info",
  reads: ["annotations"],
  explanation: {
    en: "The annotation `service.kubernetes.io/topology-mode` (before: `topology-aware-hints`) is read for the value `Auto`. Other values are left without effect, but other implementations may define their own under their prefix.",
    ja: "アノテーション `service.kubernetes.io/topology-mode` (以前は `topology-aware-hints`) で読まれる値は `Auto` です。ほかの値は効きません。ただし、接頭辞付きの独自の値を定める実装もあります。",
  },
  example: {
    wrong: serviceWith(["name: till", "annotations: {service.kubernetes.io/topology-mode: PreferZone}"], PORTS),
    right: serviceWith(["name: till", "annotations: {service.kubernetes.io/topology-mode: Auto}"], PORTS),
  },
  *check({ fields: { annotations }, text }) {
    for (const { key, value, entry } of annotations.value ?? []) {
      if (!TOPOLOGY_KEYS.includes(key) || value === undefined || KNOWN.test(value)) continue;
      const isSlip = isTypo(value.toLowerCase(), "auto") || value.toLowerCase() === "auto";
      const fixes = replacement(text, entry.value, "Auto", { certain: isSlip });
      yield { span: entry.value.span, message: OTHER_VALUE({ value }), fixes };
    }
  },
};

/** `Disabled` says what nothing says, too; a value with a prefix is an implementation's own. */
const KNOWN = /^(?:Auto|auto|[Dd]isabled|)$|\//;

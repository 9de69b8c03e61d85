import { isHeadless } from "../apiserver/defaults.ts";
import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const NO_SRV = words({
  en: "The port has no name, so DNS has no SRV record for it.",
  ja: "ポートに名前がないため、DNS に SRV レコードが作られません。",
});

/** Few clients ask for SRV records; those who do can ask for this rule. */
export const headlessPortUnnamed: LintRule = {
  code: "headless-port-unnamed",
  severity: "off",
  types: ["ClusterIP"],
  reads: ["clusterIP", "clusterIPs"],
  explanation: {
    en: "DNS has an SRV record (`_name._tcp.till.shop.svc.cluster.local`) for each named port of a headless Service, and none for a port without a name.",
    ja: "Headless の Service の名前付きポートには DNS の SRV レコード (`_name._tcp.till.shop.svc.cluster.local`) がありますが、名前のないポートにはありません。",
  },
  example: {
    wrong: service("clusterIP: None", "selector: {app: till}", "ports:", "  - port: 8080"),
    right: service("clusterIP: None", "selector: {app: till}", "ports:", "  - port: 8080", "    name: http"),
  },
  *check({ fields }) {
    if (!isHeadless(fields)) return;
    for (const { name, node } of fields.ports.value ?? []) {
      if (!name.unknown && (name.value ?? "") === "") yield { span: node.span, message: NO_SRV() };
    }
  },
};

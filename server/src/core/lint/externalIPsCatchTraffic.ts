import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const CATCHES = words({
  en: "The cluster sends everything for {addresses} to this Service, also what was meant for somebody else.",
  ja: "クラスターは {addresses} 宛てのものをすべてこの Service に送ります。別の相手宛てのものも含まれます。",
});

/** What CVE-2020-8554 is about; from Kubernetes 1.36 on the API server itself warns of the field. */
export const externalIPsCatchTraffic: LintRule = {
  code: "external-ips-catch-traffic",
  severity: "info",
  reads: ["externalIPs", "clusterIP", "clusterIPs"],
  explanation: {
    en: "Whoever may write `externalIPs` can catch traffic from inside the cluster to any address (CVE-2020-8554). The addresses should be the cluster's own. From Kubernetes 1.36 on the API server warns of the field (external-ips-deprecated), and this is said no more.",
    ja: "`externalIPs` を書ける人は、クラスター内から任意のアドレスへの通信を横取りできます (CVE-2020-8554)。クラスター自身のアドレスだけを書いてください。Kubernetes 1.36 以降は API サーバーがこのフィールドに警告する (external-ips-deprecated) ため、この診断は出ません。",
  },
  example: {
    minor: 35,
    wrong: service("externalIPs: [192.0.2.10]", "selector: {app: till}", "ports:", "  - port: 80"),
    right: service("type: LoadBalancer", "selector: {app: till}", "ports:", "  - port: 80"),
  },
  *check({ fields: { externalIPs, clusterIP, spec }, snapshot: { settings } }) {
    const addresses = externalIPs.value?.flatMap(({ value }) => value ?? []) ?? [];
    if (addresses.length === 0 || settings.minor >= 36 || clusterIP.value === "None") return;
    yield {
      span: externalIPs.entry?.span ?? spec.span,
      message: CATCHES({ addresses: addresses.slice(0, 3).join(", ") }),
    };
  },
};

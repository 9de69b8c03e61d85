import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const MIXED = words({
  en: "One load balancer for {protocols}: not every provider makes such a one, and then some ports stay closed.",
  ja: "一つのロードバランサーで {protocols} を使います。対応していないプロバイダーでは、一部のポートが閉じたままになります。",
});

/** Allowed since Kubernetes 1.24; what a provider makes of it is the provider's. */
export const loadBalancerMixedProtocols: LintRule = {
  code: "load-balancer-mixed-protocols",
  severity: "off",
  types: ["LoadBalancer"],
  reads: ["ports"],
  explanation: {
    en: "A Service of type LoadBalancer may have TCP and UDP ports since Kubernetes 1.24, but not all providers can make such a load balancer. The condition `LoadBalancerPortsError` on the Service says so where the provider does.",
    ja: "Kubernetes 1.24 以降、タイプ LoadBalancer の Service は TCP と UDP のポートを併せ持てますが、対応しないプロバイダーがあります。プロバイダーによっては Service の condition `LoadBalancerPortsError` で分かります。",
  },
  example: {
    wrong: service(
      "type: LoadBalancer",
      "ports:",
      "  - {name: web, port: 443}",
      "  - {name: quic, port: 443, protocol: UDP}",
    ),
    right: service("type: LoadBalancer", "ports:", "  - {name: web, port: 443}"),
  },
  *check({ fields: { ports } }) {
    const list = ports.value ?? [];
    if (list.some(({ protocol }) => protocol.unknown)) return;
    const protocols = [...new Set(list.map(({ protocol }) => protocol.value ?? "TCP"))];
    if (protocols.length < 2 || ports.entry === undefined) return;
    yield { span: ports.entry.keySpan, message: MIXED({ protocols: protocols.join(", ") }) };
  },
};

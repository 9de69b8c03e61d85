import { isHeadless } from "../apiserver/defaults.ts";
import { joined } from "../pods/explain.ts";
import type { ResolvedPort } from "../pods/resolution.ts";
import { words } from "../words.ts";
import { deploymentAnd, service } from "./examples.ts";
import { knowsPorts, targetName } from "./ports.ts";
import type { LintContext, LintRule } from "./rule.ts";

const UNUSED = words({
  en: "A headless Service translates no ports: clients reach the Pods on {target}, not on {port}.",
  ja: "Headless の Service はポートを変換しません。クライアントが Pod に届くのは {port} ではなく {target} です。",
});
const SRV = words({
  en: "Only a client that asks DNS for the port (an SRV record) is told so.",
  ja: "DNS にポートを問い合わせる (SRV レコード) クライアントだけがそれを知ります。",
});

/** The port of a headless Service is a number that nobody listens on, where it is not that of the Pods. */
export const headlessPort: LintRule = {
  code: "headless-port",
  severity: "info",
  types: ["ClusterIP"],
  reads: ["clusterIP", "clusterIPs", "ports"],
  explanation: {
    en: "DNS answers for a headless Service with the Pods' own addresses, and nothing translates `port` to `targetPort` on the way. Clients have to use the number on which the containers listen; writing the same number avoids the surprise.",
    ja: "Headless の Service では DNS が Pod 自身のアドレスを返し、`port` から `targetPort` への変換はどこでも行われません。クライアントはコンテナが待ち受ける番号を使う必要があります。同じ番号を書くと間違いがありません。",
  },
  example: {
    wrong: deploymentAnd(
      service("clusterIP: None", "selector: {app: till}", "ports:", "  - port: 80", "    targetPort: 8080"),
    ),
    right: deploymentAnd(service("clusterIP: None", "selector: {app: till}", "ports:", "  - port: 8080")),
  },
  *check(context) {
    const { fields, resolution } = context;
    if (!isHeadless(fields)) return;
    for (const resolved of resolution.ports) {
      const { port: number, targetPort } = resolved.port;
      if (number === undefined || targetPort === undefined) continue;
      const target = targetName(resolved.port) === undefined ? targetPort.value : numberOfName(resolved, context);
      if (!target || target === number.value) continue;
      yield { span: number.span, message: joined([UNUSED({ target, port: number.value }), SRV()]) };
    }
  },
};

/** The number that a named target has on all Pods; undefined where it is not known, or not one. */
function numberOfName({ landings: [landing, another] }: ResolvedPort, context: LintContext): number | undefined {
  return another === undefined && knowsPorts(context) ? landing?.number : undefined;
}

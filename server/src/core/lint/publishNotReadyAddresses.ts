import { isHeadless } from "../apiserver/defaults.ts";
import { removal } from "../apiserver/fixes.ts";
import { words } from "../words.ts";
import { entryOf } from "../yaml/node.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const SENDS = words({
  en: "publishNotReadyAddresses sends connections to Pods that are not ready, too. It is meant for headless Services, whose clients choose.",
  ja: "publishNotReadyAddresses により、Ready でない Pod にも接続が送られます。クライアントが相手を選ぶ Headless の Service のための設定です。",
});

/** Made for peers that find each other by DNS before they are ready; behind an address it sends clients to Pods that cannot answer. */
export const publishNotReadyAddresses: LintRule = {
  code: "publish-not-ready-addresses",
  severity: "info",
  reads: ["clusterIP", "clusterIPs"],
  explanation: {
    en: "With `publishNotReadyAddresses: true` Pods count as ready whatever their probes say. A headless Service needs that for members that find each other before they are ready. A Service with an address sends its clients' connections to Pods that may not answer.",
    ja: "`publishNotReadyAddresses: true` では、プローブの結果にかかわらず Pod は Ready として扱われます。Ready になる前に互いを探すメンバーのための Headless の Service には必要です。アドレスを持つ Service では、応答できない Pod にも接続が送られます。",
  },
  example: {
    wrong: service("publishNotReadyAddresses: true", "selector: {app: till}", "ports:", "  - port: 80"),
    right: service(
      "publishNotReadyAddresses: true",
      "clusterIP: None",
      "selector: {app: till}",
      "ports:",
      "  - port: 80",
    ),
  },
  *check({ fields, service: { publishNotReadyAddresses: isSet }, text }) {
    const entry = entryOf(fields.spec.map, "publishNotReadyAddresses");
    if (!isSet || entry === undefined || isHeadless(fields)) return;
    yield { span: entry.span, message: SENDS(), fixes: removal(text, fields.spec.map, entry, { certain: false }) };
  },
};

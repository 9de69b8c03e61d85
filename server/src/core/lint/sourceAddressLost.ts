import { textOf } from "../apiserver/fields.ts";
import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const LOST = words({
  en: "externalTrafficPolicy is Cluster: the Pods see a node's address instead of the client's.",
  ja: "externalTrafficPolicy が Cluster のため、Pod から見える送信元はクライアントではなくノードのアドレスです。",
});

/** The default policy hides who connects: right for most, so it is said only to those who ask. */
export const sourceAddressLost: LintRule = {
  code: "source-address-lost",
  severity: "off",
  types: ["LoadBalancer"],
  reads: ["externalTrafficPolicy"],
  explanation: {
    en: "With `externalTrafficPolicy: Cluster`, the default, a connection may be handed on from one node to another, and the client's address is replaced by the node's. With `Local` it stays, and only nodes that have a Pod take traffic.",
    ja: "既定の `externalTrafficPolicy: Cluster` では接続がノード間で転送されることがあり、クライアントのアドレスはノードのものに置き換わります。`Local` では保たれ、Pod のあるノードだけがトラフィックを受けます。",
  },
  example: {
    wrong: service("type: LoadBalancer", "selector: {app: till}", "ports:", "  - port: 80"),
    right: service(
      "type: LoadBalancer",
      "externalTrafficPolicy: Local",
      "selector: {app: till}",
      "ports:",
      "  - port: 80",
    ),
  },
  *check({ fields: { externalTrafficPolicy, type, spec } }) {
    if (textOf(externalTrafficPolicy) !== "Cluster") return;
    const span = externalTrafficPolicy.entry?.span ?? type.entry?.span ?? spec.span;
    yield { span, message: LOST() };
  },
};

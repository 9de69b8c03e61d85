import { countOf } from "../endpoints/traffic.ts";
import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const NONE = words({
  en: "No selector, and no EndpointSlice in the cluster has an address for this Service. Connections fail until somebody writes one.",
  ja: "セレクターがなく、クラスターのどの EndpointSlice にもこの Service のアドレスがありません。誰かが書くまで接続は失敗します。",
});

/** Without a selector the endpoints are the user's own; that there are none is said only where the cluster has the Service. */
export const selectorlessNoEndpoints: LintRule = {
  code: "selectorless-no-endpoints",
  severity: "info",
  explanation: {
    en: "The Service has no selector, so its EndpointSlices are written by hand or by a program of yours. The connected cluster has the Service and no address for it, so connections fail.",
    ja: "この Service にはセレクターがなく、EndpointSlice は手動または独自のプログラムで書かれます。接続中のクラスターに Service はありますがアドレスがなく、接続は失敗します。",
  },
  example: {
    wrong: service("ports:", "  - port: 80"),
    right: service("selector: {app: till}", "ports:", "  - port: 80"),
    live: [{ name: "till-6c9f-2xkqp", labels: { app: "till" } }],
    stored: { spec: { type: "ClusterIP", clusterIP: "10.96.0.9" } },
  },
  *check({ service: { selector, name }, resolution: { traffic }, fields: { spec } }) {
    if (selector.kind !== "none" || traffic?.kind !== "slices" || traffic.knowledge.kind !== "synced") return;
    if (countOf(traffic.receivers) > 0 || traffic.addresses.length > 0) return;
    yield { span: name?.span ?? spec.span, message: NONE() };
  },
};

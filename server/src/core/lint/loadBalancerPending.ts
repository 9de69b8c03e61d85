import { listOf, objectOf, textOf } from "../json.ts";
import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const PENDING = words({
  en: "The Service in the cluster has no load balancer yet. Where that stays so, nothing in the cluster makes load balancers.",
  ja: "クラスターの Service にはまだロードバランサーがありません。このままであれば、クラスターにロードバランサーを作るものがありません。",
});
const PENDING_CLASS = words({
  en: "The Service in the cluster has no load balancer yet. Where that stays so, nothing in the cluster makes those of class {class}.",
  ja: "クラスターの Service にはまだロードバランサーがありません。このままであれば、クラスターにクラス {class} のロードバランサーを作るものがありません。",
});

/** The API server takes any load balancer; whether somebody makes it shows only in its status. */
export const loadBalancerPending: LintRule = {
  code: "load-balancer-pending",
  severity: "info",
  types: ["LoadBalancer"],
  explanation: {
    en: "The Service is stored in the connected cluster as a LoadBalancer, and its status names no address. A load balancer takes a while to make; where none comes, the cluster has no controller for it, or none for its `loadBalancerClass`.",
    ja: "接続中のクラスターで Service は LoadBalancer として保存されていますが、status にアドレスがありません。作成には時間がかかりますが、現れないままなら、クラスターに作成するコントローラー (または `loadBalancerClass` に対応するもの) がありません。",
  },
  example: {
    wrong: service("type: LoadBalancer", "selector: {app: till}", "ports:", "  - port: 80"),
    right: service("type: NodePort", "selector: {app: till}", "ports:", "  - port: 80"),
    live: [{ name: "till-6c9f-2xkqp", labels: { app: "till" } }],
    stored: { spec: { type: "LoadBalancer", clusterIP: "10.96.0.9" }, status: { loadBalancer: {} } },
  },
  *check({ fields: { type, spec }, stored, snapshot: { cluster } }) {
    const { spec: storedSpec, status } = objectOf(stored);
    if (cluster.knowledge.kind !== "synced" || objectOf(storedSpec).type !== "LoadBalancer") return;
    if (listOf(objectOf(objectOf(status).loadBalancer).ingress).length > 0) return;
    const name = textOf(objectOf(storedSpec).loadBalancerClass);
    yield {
      span: type.entry?.span ?? spec.span,
      message: name === undefined ? PENDING() : PENDING_CLASS({ class: name }),
    };
  },
};

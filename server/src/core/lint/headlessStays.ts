import { isHeadless } from "../apiserver/defaults.ts";
import { addition } from "../apiserver/fixes.ts";
import { objectOf } from "../json.ts";
import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const STAYS = words({
  en: "The Service in the cluster is headless and stays so: leaving out clusterIP changes nothing. To give it an address, delete it and create it anew.",
  ja: "クラスターの Service は Headless で、clusterIP を書かなくてもそのままです。アドレスを持たせるには、削除して作り直します。",
});

/** Applying a manifest without `clusterIP: None` over a headless Service succeeds, and does not give it an address. */
export const headlessStays: LintRule = {
  code: "headless-stays",
  severity: "info",
  types: ["ClusterIP"],
  reads: ["clusterIP", "clusterIPs"],
  explanation: {
    en: "The Service of this name in the connected cluster is headless, and the manifest has no `clusterIP`. The API server keeps what the Service has, so that it stays headless.",
    ja: "接続中のクラスターの同名の Service は Headless ですが、マニフェストに `clusterIP` がありません。API サーバーは今の値を保つため、Headless のままになります。",
  },
  example: {
    wrong: service("selector: {app: till}", "ports:", "  - port: 8080"),
    right: service("clusterIP: None", "selector: {app: till}", "ports:", "  - port: 8080"),
    live: [{ name: "till-6c9f-2xkqp", labels: { app: "till" } }],
    stored: { spec: { type: "ClusterIP", clusterIP: "None", clusterIPs: ["None"], selector: { app: "till" } } },
  },
  *check({ fields, stored, text, service }) {
    const isWritten = (fields.clusterIPs.value?.length ?? 0) > 0 || (fields.clusterIP.value ?? "") !== "";
    if (stored === undefined || isWritten || isHeadless(fields)) return;
    if (objectOf(objectOf(stored).spec).clusterIP !== "None") return;
    const fixes = addition(text, fields.spec.map, "clusterIP", "None", { before: "selector" }, { certain: false });
    yield { span: service.name?.span ?? fields.spec.span, message: STAYS(), fixes };
  },
};

import { words } from "../words.ts";
import { nearestClaim, placeOfClaim } from "./claimed.ts";
import { service, serviceWith } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const HELD_HERE = words({
  en: "Service {name} in this file has the node port {port} as well. A cluster gives it to the first only, whatever the protocol.",
  ja: "このファイルの Service {name} にも nodePort {port} があります。クラスターはプロトコルにかかわらず最初の Service だけに割り当てます。",
});
const HELD_BESIDE = words({
  en: "Service {name} in this folder has the node port {port} as well. One cluster cannot have both.",
  ja: "このフォルダーの Service {name} にも nodePort {port} があります。一つのクラスターに両方は置けません。",
});

const NODE_PORT = (port: number): readonly string[] => [
  "type: NodePort",
  "selector: {app: till}",
  "ports:",
  `  - {port: 80, nodePort: ${port}}`,
];

/** Two Services that want one node port: whichever is applied second is refused. Another folder may be another cluster. */
export const nodePortClash: LintRule = {
  code: "node-port-clash",
  severity: "warning",
  types: ["NodePort", "LoadBalancer"],
  reads: ["ports"],
  explanation: {
    en: "Another Service in the same file asks for the same node port, or has it as its health check port. Node ports belong to the whole cluster, in all namespaces and for all protocols, so the API server refuses the second one. It is information where the other Service is in another file of the folder, since that may be for another cluster. The same Service in two overlays is not meant.",
    ja: "同じファイルの別の Service が同じ nodePort (またはヘルスチェックポート) を求めています。nodePort はすべての名前空間とプロトコルを通してクラスターに一つなので、API サーバーは二つ目を拒否します。フォルダー内の別のファイルなら、別のクラスター用かもしれないため情報です。同じ Service の別のオーバーレイは対象外です。",
  },
  example: {
    wrong: `${service(...NODE_PORT(30080))}---\n${serviceWith(["name: report"], NODE_PORT(30080))}`,
    right: `${service(...NODE_PORT(30080))}---\n${serviceWith(["name: report"], NODE_PORT(30081))}`,
  },
  *check(context) {
    const { service, snapshot } = context;
    for (const held of [...service.ports.map(({ nodePort }) => nodePort), service.healthCheckNodePort]) {
      if (held === undefined || held.value === 0) continue;
      const near = nearestClaim(snapshot.workspace.claims?.nodePorts.get(held.value), context);
      if (near === undefined) continue;
      const { claim, nearness } = near;
      const isHere = nearness === "file";
      const message = (isHere ? HELD_HERE : HELD_BESIDE)({ name: claim.name, port: held.value });
      yield { span: held.span, severity: isHere ? "warning" : "info", message, related: [placeOfClaim(claim)] };
    }
  },
};

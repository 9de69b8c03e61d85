import { words } from "../words.ts";
import { nearestClaim, placeOfClaim } from "./claimed.ts";
import { service, serviceWith } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const HELD_HERE = words({
  en: "Service {name} in this file has the cluster IP {address} as well. A cluster gives it to the first only.",
  ja: "このファイルの Service {name} にも clusterIP {address} があります。クラスターは最初の Service だけに割り当てます。",
});
const HELD_BESIDE = words({
  en: "Service {name} in this folder has the cluster IP {address} as well. One cluster cannot have both.",
  ja: "このフォルダーの Service {name} にも clusterIP {address} があります。一つのクラスターに両方は置けません。",
});

const ADDRESS = (address: string): readonly string[] => [
  `clusterIP: ${address}`,
  "selector: {app: till}",
  "ports:",
  "  - port: 80",
];

/** Two Services that want one address: whichever is applied second is refused. */
export const clusterIPClash: LintRule = {
  code: "cluster-ip-clash",
  severity: "warning",
  reads: ["clusterIP"],
  explanation: {
    en: "Another Service in the same file asks for the same `clusterIP`. An address belongs to one Service of the whole cluster, so the API server refuses the second one. It is information where the other Service is in another file of the folder, since that may be for another cluster.",
    ja: "同じファイルの別の Service が同じ `clusterIP` を求めています。アドレスはクラスター全体で一つの Service のものなので、API サーバーは二つ目を拒否します。フォルダー内の別のファイルなら、別のクラスター用かもしれないため情報です。",
  },
  example: {
    wrong: `${service(...ADDRESS("10.96.0.9"))}---\n${serviceWith(["name: report"], ADDRESS("10.96.0.9"))}`,
    right: `${service(...ADDRESS("10.96.0.9"))}---\n${serviceWith(["name: report"], ADDRESS("10.96.0.10"))}`,
  },
  *check(context) {
    const { clusterIP } = context.service;
    if (clusterIP === undefined) return;
    const near = nearestClaim(context.snapshot.workspace.claims?.clusterIPs.get(clusterIP.value), context);
    if (near === undefined) return;
    const isHere = near.nearness === "file";
    const message = (isHere ? HELD_HERE : HELD_BESIDE)({ name: near.claim.name, address: clusterIP.value });
    const related = [placeOfClaim(near.claim)];
    yield { span: clusterIP.span, severity: isHere ? "warning" : "info", message, related };
  },
};

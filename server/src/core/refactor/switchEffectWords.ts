import { type Message, words } from "../words.ts";
import type { SwitchEffect } from "./switchEffects.ts";

const RECREATES = words({
  en: "Must be deleted and created anew; until then its name leads nowhere.",
  ja: "削除して作り直す必要があり、その間は名前がどこにもつながりません。",
});
const RELEASES_ADDRESS = words({
  en: "Releases {addresses}: connections to it end.",
  ja: "{addresses} を解放し、そこへの接続は切れます。",
});
const RELEASES_AN_ADDRESS = words({
  en: "Releases its cluster IP: connections to it end.",
  ja: "クラスター IP を解放し、そこへの接続は切れます。",
});
const RELEASES_NODE_PORTS = words({
  en: "Releases {count|node port|node ports} {ports}: the nodes no longer answer there.",
  ja: "{count} 個のノードポート ({ports}) を解放し、ノードはそこで応答しなくなります。",
});
const RELEASES_ITS_NODE_PORTS = words({
  en: "Releases its node ports: the nodes no longer answer there.",
  ja: "ノードポートを解放し、ノードはそこで応答しなくなります。",
});
const RELEASES_LOAD_BALANCER = words({
  en: "Gives up the load balancer.",
  ja: "ロードバランサーを手放します。",
});
const RELEASES_BALANCED = words({
  en: "Gives up the load balancer at {addresses}.",
  ja: "ロードバランサー ({addresses}) を手放します。",
});
const LEAVES_PODS = words({
  en: "Becomes an alias in DNS: no traffic goes to the Pods any more.",
  ja: "DNS の別名になり、Pod にはトラフィックが届かなくなります。",
});
const LEAVES_NAME = words({
  en: "Its name no longer leads to {externalName}.",
  ja: "名前は {externalName} につながらなくなります。",
});
const NAMES_PODS = words({
  en: "DNS answers with the Pods' addresses, and clients connect to the target ports.",
  ja: "DNS は Pod のアドレスを返し、クライアントは targetPort に接続します。",
});
const NAMES_NO_PODS = words({
  en: "DNS answers with one address; names of single Pods go.",
  ja: "DNS は 1 つのアドレスを返し、Pod ごとの名前はなくなります。",
});
const GIVES_ADDRESS = words({ en: "Gives a cluster IP.", ja: "クラスター IP を割り当てます。" });
const GIVES_NODE_PORTS = words({
  en: "Gives a node port for each port.",
  ja: "ポートごとにノードポートを割り当てます。",
});
const GIVES_HEALTH_CHECK = words({
  en: "Gives a node port for health checks.",
  ja: "ヘルスチェック用のノードポートを割り当てます。",
});
const ASKS_LOAD_BALANCER = words({
  en: "Asks the cluster for a load balancer.",
  ja: "クラスターにロードバランサーを求めます。",
});
const KEEPS_ADDRESS = words({ en: "Keeps {addresses}.", ja: "{addresses} はそのままです。" });
const KEEPS_NODE_PORTS = words({
  en: "Keeps {count|node port|node ports} {ports}.",
  ja: "{count} 個のノードポート ({ports}) はそのままです。",
});

/** The sentence for one effect of a switch of type. */
export function switchEffectWords(effect: SwitchEffect): Message {
  switch (effect.kind) {
    case "recreates":
      return RECREATES();
    case "releasesAddress":
      return effect.addresses.length > 0
        ? RELEASES_ADDRESS({ addresses: effect.addresses.join(", ") })
        : RELEASES_AN_ADDRESS();
    case "releasesNodePorts":
      return effect.nodePorts.length > 0
        ? RELEASES_NODE_PORTS(portValues(effect.nodePorts))
        : RELEASES_ITS_NODE_PORTS();
    case "releasesLoadBalancer":
      return effect.addresses.length > 0
        ? RELEASES_BALANCED({ addresses: effect.addresses.join(", ") })
        : RELEASES_LOAD_BALANCER();
    case "leavesPods":
      return LEAVES_PODS();
    case "leavesName":
      return LEAVES_NAME({ externalName: effect.externalName });
    case "namesPods":
      return NAMES_PODS();
    case "namesNoPods":
      return NAMES_NO_PODS();
    case "givesAddress":
      return GIVES_ADDRESS();
    case "givesNodePorts":
      return GIVES_NODE_PORTS();
    case "givesHealthCheckNodePort":
      return GIVES_HEALTH_CHECK();
    case "asksLoadBalancer":
      return ASKS_LOAD_BALANCER();
    case "keepsAddress":
      return KEEPS_ADDRESS({ addresses: effect.addresses.join(", ") });
    case "keepsNodePorts":
      return KEEPS_NODE_PORTS(portValues(effect.nodePorts));
  }
}

/** A list is shown up to this number: a Service may have a hundred ports. */
const MOST_SHOWN = 6;

function portValues(nodePorts: readonly number[]): { readonly count: number; readonly ports: string } {
  const shown = nodePorts.slice(0, MOST_SHOWN).join(", ");
  return { count: nodePorts.length, ports: nodePorts.length > MOST_SHOWN ? `${shown}, …` : shown };
}

import { type Message, render, words } from "../../core/words.ts";
import { type FeatureContext, offsetOf, type WrittenService } from "../context.ts";
import { liveOf } from "../live.ts";
import type { Block } from "../page.ts";
import { liveLines } from "./live.ts";

const CLUSTER_IP = words({
  en: "ClusterIP: one virtual IP that is reachable inside the cluster only.",
  ja: "ClusterIP: クラスター内からだけ届く仮想 IP を 1 つ持ちます。",
});
const HEADLESS = words({
  en: "Headless (clusterIP: None): no virtual IP. DNS answers with the Pods' own addresses.",
  ja: "Headless (clusterIP: None): 仮想 IP を持たず、DNS が Pod のアドレスを返します。",
});
const NODE_PORT = words({
  en: "NodePort: as ClusterIP, and the same port on every node leads to it.",
  ja: "NodePort: ClusterIP に加えて、すべてのノードの同じポートから届きます。",
});
const LOAD_BALANCER = words({
  en: "LoadBalancer: as NodePort, and the cloud's load balancer leads to it from outside.",
  ja: "LoadBalancer: NodePort に加えて、クラウドのロードバランサーが外部から届けます。",
});
const EXTERNAL_NAME = words({
  en: "ExternalName: a DNS alias for a name elsewhere. It has no Pods; the selector is not used.",
  ja: "ExternalName: 別の DNS 名への別名です。Pod はなく、セレクターは使われません。",
});

const TYPES: readonly { readonly type: string; readonly meaning: Message }[] = [
  { type: "ClusterIP", meaning: CLUSTER_IP() },
  { type: "Headless", meaning: HEADLESS() },
  { type: "NodePort", meaning: NODE_PORT() },
  { type: "LoadBalancer", meaning: LOAD_BALANCER() },
  { type: "ExternalName", meaning: EXTERNAL_NAME() },
];

const OTHERS = words({ en: "The other types:", ja: "ほかのタイプ:" });
const SWITCH = words({ en: "Switch the type", ja: "タイプを切り替える" });

/** What a Service's type gives, in a sentence; undefined for a type that there is not. */
export function meaningOf({ type, clusterIP }: WrittenService["service"]): Message | undefined {
  const isHeadless = type?.value === "ClusterIP" && clusterIP?.value === "None";
  return TYPES.find((candidate) => candidate.type === (isHeadless ? "Headless" : type?.value))?.meaning;
}

/** What the Service's type gives, and what the others would. */
export function typePage(context: FeatureContext, written: WrittenService): readonly Block[] {
  const { locale } = context.snapshot.settings;
  const { type } = written.service;
  const current = meaningOf(written.service);
  const line = (message: Message, strong = false): Block => ({ kind: "line", text: render(message, locale), strong });
  const live = liveOf(context, written);
  return [
    ...(current === undefined ? [] : [line(current, true)]),
    ...(live?.service.type === type?.value && live !== undefined ? liveLines(context, live) : []),
    ...(current === undefined ? [] : [line(OTHERS())]),
    ...TYPES.filter(({ meaning }) => meaning !== current).map(({ meaning }) => line(meaning)),
    {
      kind: "links",
      links: [
        {
          title: render(SWITCH(), locale),
          command: "podsight.switchServiceType",
          args: [context.uri, offsetOf(written)],
        },
      ],
    },
  ];
}

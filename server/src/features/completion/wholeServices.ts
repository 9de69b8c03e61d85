import { quoted } from "../../core/manifest/plain.ts";
import { type Message, words } from "../../core/words.ts";
import type { Format, Part, Stop } from "./format.ts";

/** A Service that can be begun with, as the parts of a whole document. */
export interface WholeService {
  readonly label: string;
  readonly meaning: Message;
  readonly parts: readonly Part[];
}

/** A manifest with stops of the cursor in the place of what differs from one to the next. */
type Draft = string | number | Text | Count | readonly Draft[] | { readonly [key: string]: Draft };
interface Text {
  readonly text: readonly Part[];
}
interface Count {
  readonly count: Stop;
}

/** Whole Services for a document in which nothing is written yet, in the document's format. */
export function wholeServices(format: Format): readonly WholeService[] {
  return DRAFTS.map(({ label, meaning, objects }) => ({
    label,
    meaning,
    parts: format.isJson ? jsonDocument(objects, format) : yamlDocuments(objects, format),
  }));
}

const text = (stop: number, initial: string): Text => ({ text: [{ stop, text: initial }] });
const NAME = text(1, "my-service");
const SELECTOR: Draft = { app: text(2, "my-app") };
const PORT: Draft = {
  name: "http",
  port: { count: { stop: 3, text: "80" } },
  targetPort: { count: { stop: 4, text: "8080" } },
};

function service(spec: Draft): Draft {
  return { apiVersion: "v1", kind: "Service", metadata: { name: NAME }, spec };
}

const ENDPOINT_SLICE: Draft = {
  apiVersion: "discovery.k8s.io/v1",
  kind: "EndpointSlice",
  metadata: { name: { text: [{ stop: 1, text: "my-service" }, "-1"] }, labels: { "kubernetes.io/service-name": NAME } },
  addressType: "IPv4",
  ports: [{ name: "http", port: { count: { stop: 4, text: "8080" } } }],
  endpoints: [{ addresses: [text(5, "192.0.2.10")] }],
};

const METRICS: Draft = {
  name: "metrics",
  port: { count: { stop: 5, text: "9090" } },
  targetPort: { count: { stop: 6, text: "9090" } },
};

const DRAFTS: readonly { readonly label: string; readonly meaning: Message; readonly objects: readonly Draft[] }[] = [
  {
    label: "Service ClusterIP",
    meaning: words({ en: "Reachable inside the cluster.", ja: "クラスター内から届きます。" })(),
    objects: [service({ type: "ClusterIP", selector: SELECTOR, ports: [PORT] })],
  },
  {
    label: "Service NodePort",
    meaning: words({ en: "Reachable on a port of every node.", ja: "すべてのノードのポートから届きます。" })(),
    objects: [service({ type: "NodePort", selector: SELECTOR, ports: [PORT] })],
  },
  {
    label: "Service LoadBalancer",
    meaning: words({ en: "Reachable through a load balancer.", ja: "ロードバランサー経由で届きます。" })(),
    objects: [service({ type: "LoadBalancer", selector: SELECTOR, ports: [PORT] })],
  },
  {
    label: "Service ExternalName",
    meaning: words({ en: "An alias of a DNS name elsewhere.", ja: "外部の DNS 名の別名です。" })(),
    objects: [service({ type: "ExternalName", externalName: text(2, "db.example.com") })],
  },
  {
    label: "Service headless",
    meaning: words({
      en: "No virtual IP: DNS answers with the Pods.",
      ja: "仮想 IP を持たず、DNS が Pod を返します。",
    })(),
    objects: [service({ clusterIP: "None", selector: SELECTOR, ports: [PORT] })],
  },
  {
    label: "Service without selector",
    meaning: words({
      en: "Leads to addresses that an EndpointSlice of your own names.",
      ja: "自分で書く EndpointSlice のアドレスに送ります。",
    })(),
    objects: [service({ ports: [PORT] }), ENDPOINT_SLICE],
  },
  {
    label: "Service dual-stack",
    meaning: words({ en: "An address of IPv4 and one of IPv6.", ja: "IPv4 と IPv6 のアドレスを持ちます。" })(),
    objects: [
      service({ ipFamilyPolicy: "PreferDualStack", ipFamilies: ["IPv4", "IPv6"], selector: SELECTOR, ports: [PORT] }),
    ],
  },
  {
    label: "Service multi-port",
    meaning: words({ en: "Several ports, each with a name.", ja: "名前の付いた複数のポートを持ちます。" })(),
    objects: [service({ selector: SELECTOR, ports: [PORT, METRICS] })],
  },
];

function yamlDocuments(objects: readonly Draft[], { eol, step, listStep }: Format): readonly Part[] {
  return objects.flatMap((object, index): readonly Part[] => [
    ...(index === 0 ? [] : [`---${eol}`]),
    ...yaml(object, "", { eol, step, listStep }),
  ]);
}

type Layout = Pick<Format, "eol" | "step" | "listStep">;

/** The lines of a map or list at an indentation; the first is not indented, for it may stand behind a dash. */
function yaml(draft: Draft, indent: string, layout: Layout): readonly Part[] {
  const { eol, step, listStep } = layout;
  if (isList(draft)) {
    return draft.flatMap((item, index): readonly Part[] => {
      const lead = `${index === 0 ? "" : indent}- `;
      return isLeaf(item) ? [lead, ...leaf(item, false), eol] : [lead, ...yaml(item, `${indent}  `, layout)];
    });
  }
  if (isLeaf(draft)) return leaf(draft, false);
  return Object.entries(draft).flatMap(([key, value], index): readonly Part[] => {
    const lead = `${index === 0 ? "" : indent}${key}:`;
    if (isLeaf(value)) return [`${lead} `, ...leaf(value, false), eol];
    const below = indent + (isList(value) ? listStep : step);
    return [`${lead}${eol}${below}`, ...yaml(value, below, layout)];
  });
}

function jsonDocument(objects: readonly Draft[], format: Format): readonly Part[] {
  const [only, another] = objects;
  const whole = another === undefined ? (only ?? {}) : { apiVersion: "v1", kind: "List", items: objects };
  return [...json(whole, "", format), format.eol];
}

function json(draft: Draft, indent: string, format: Format): readonly Part[] {
  if (isLeaf(draft)) return leaf(draft, true);
  const { eol, step } = format;
  const inner = indent + step;
  const entries = isList(draft)
    ? draft.map((item): readonly Part[] => json(item, inner, format))
    : Object.entries(draft).map(([key, value]): readonly Part[] => [
        `${JSON.stringify(key)}: `,
        ...json(value, inner, format),
      ]);
  const [open, close] = isList(draft) ? "[]" : "{}";
  const lines = entries.flatMap((parts, index): readonly Part[] => [
    `${index === 0 ? "" : ","}${eol}${inner}`,
    ...parts,
  ]);
  return [open ?? "", ...lines, `${eol}${indent}${close}`];
}

function leaf(draft: string | number | Text | Count, isJson: boolean): readonly Part[] {
  if (typeof draft === "number") return [String(draft)];
  if (typeof draft === "string") return [isJson ? JSON.stringify(draft) : quoted(draft, undefined)];
  if ("count" in draft) return [draft.count];
  const plain = draft.text.map((part) => (typeof part === "string" ? part : (part.text ?? ""))).join("");
  return isJson || quoted(plain, undefined) !== plain ? ['"', ...draft.text, '"'] : draft.text;
}

function isList(draft: Draft): draft is readonly Draft[] {
  return Array.isArray(draft);
}

function isLeaf(draft: Draft): draft is string | number | Text | Count {
  if (typeof draft !== "object") return true;
  return !isList(draft) && (Array.isArray((draft as Partial<Text>).text) || "count" in draft);
}

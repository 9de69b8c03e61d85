import type { Pod } from "../../core/pod.ts";
import { type Message, render, words } from "../../core/words.ts";
import type { FeatureContext } from "../context.ts";
import type { Block } from "../page.ts";
import { ageOf } from "../time.ts";

/** Rows of a table; what is beyond is counted. */
const ROWS = 10;

const POD = words({ en: "Pod", ja: "Pod" });
const READY = words({ en: "Ready", ja: "Ready" });
const STATUS = words({ en: "Status", ja: "状態" });
const RESTARTS = words({ en: "Restarts", ja: "再起動" });
const IP = words({ en: "IP", ja: "IP" });
const NODE = words({ en: "Node", ja: "ノード" });
const AGE = words({ en: "Age", ja: "経過" });
const OWNER = words({ en: "Owner", ja: "所有者" });
const PORTS = words({ en: "Ports", ja: "ポート" });
const MORE = words({ en: "{count} more", ja: "ほか {count} 個" });
const WORKLOAD = words({ en: "Workload", ja: "ワークロード" });
const NAMESPACE = words({ en: "Namespace", ja: "名前空間" });
const FILE = words({ en: "File", ja: "ファイル" });

interface Column {
  readonly head: Message;
  readonly cell: (pod: Pod, context: FeatureContext) => string;
}

const POD_COLUMNS: readonly Column[] = [
  { head: POD(), cell: ({ name }) => name },
  { head: READY(), cell: ({ readyContainers }) => readyContainers },
  { head: STATUS(), cell: ({ status }) => status },
  { head: RESTARTS(), cell: ({ restarts }) => String(restarts) },
  { head: AGE(), cell: ({ createdAt }, { clock }) => (createdAt === undefined ? "" : ageOf(createdAt, clock)) },
  { head: IP(), cell: ({ ips }) => ips.join(", ") },
  { head: NODE(), cell: ({ node }) => node ?? "" },
  { head: OWNER(), cell: ({ owner }) => (owner === undefined ? "" : `${owner.kind} ${owner.name}`) },
  { head: PORTS(), cell: portsOf },
];

const WORKLOAD_COLUMNS: readonly Column[] = [
  { head: WORKLOAD(), cell: ({ name, owner }) => `${owner?.kind ?? "Pod"} ${name}` },
  { head: NAMESPACE(), cell: ({ namespace }) => namespace ?? "" },
  { head: PORTS(), cell: portsOf },
  { head: FILE(), cell: ({ origin }) => (origin.kind === "workspace" ? fileName(origin.uri) : "") },
];

/** The Pods as a table of at most ten rows; columns that no Pod fills are left out. Nothing for no Pods. */
export function podTable(context: FeatureContext, pods: readonly Pod[]): readonly Block[] {
  const [first] = pods;
  if (first === undefined) return [];
  const { locale } = context.snapshot.settings;
  const columns = first.origin.kind === "cluster" ? POD_COLUMNS : WORKLOAD_COLUMNS;
  const shown = pods.slice(0, ROWS);
  const filled = columns.filter(({ cell }) => shown.some((pod) => cell(pod, context) !== ""));
  const table: Block = {
    kind: "table",
    head: filled.map(({ head }) => render(head, locale)),
    rows: shown.map((pod) => filled.map(({ cell }) => cell(pod, context))),
  };
  const more = pods.length - shown.length;
  return more === 0 ? [table] : [table, { kind: "line", text: render(MORE({ count: more }), locale) }];
}

function portsOf({ ports }: Pod): string {
  return ports.map(({ name, port }) => (name === undefined ? String(port) : `${name} ${port}`)).join(", ");
}

function fileName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

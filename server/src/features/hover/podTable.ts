import type { Pod } from "../../core/pods/pod.ts";
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
  /** Long and mostly the same for all: then it is said once below the table, which a hover is narrow for. */
  readonly saidOnce?: true;
  readonly cell: (pod: Pod, context: FeatureContext) => string;
}

const POD_COLUMNS: readonly Column[] = [
  { head: POD(), cell: ({ name }) => name },
  { head: READY(), cell: ({ readyContainers }) => readyContainers },
  { head: STATUS(), cell: ({ status }) => status },
  { head: RESTARTS(), cell: ({ restarts }) => String(restarts) },
  { head: AGE(), cell: ageIn },
  { head: IP(), cell: ({ ips }) => ips.join(", ") },
  { head: NODE(), cell: ({ node }) => node ?? "" },
  { head: OWNER(), saidOnce: true, cell: ({ owner }) => (owner === undefined ? "" : `${owner.kind} ${owner.name}`) },
  { head: PORTS(), saidOnce: true, cell: portsOf },
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
  const cellsOf = ({ cell }: Column): readonly string[] => shown.map((pod) => cell(pod, context));
  const filled = columns.filter((column) => cellsOf(column).some((text) => text !== ""));
  const isSame = ({ cell }: Column): boolean => pods.every((pod) => cell(pod, context) === cell(first, context));
  const once = filled.filter((column) => column.saidOnce && shown.length > 1 && isSame(column));
  const listed = filled.filter((column) => !once.includes(column));
  const table: Block = {
    kind: "table",
    head: listed.map(({ head }) => render(head, locale)),
    rows: shown.map((pod) => listed.map(({ cell }) => cell(pod, context))),
  };
  const more = pods.length - shown.length;
  const same = once.map(({ head, cell }) => `${render(head, locale)}: ${cell(first, context)}`).join("; ");
  const lines = [more === 0 ? "" : render(MORE({ count: more }), locale), same].filter((text) => text !== "");
  return [table, ...lines.map((text): Block => ({ kind: "line", text }))];
}

function ageIn({ createdAtSeconds }: Pod, { clock }: FeatureContext): string {
  return createdAtSeconds === undefined ? "" : ageOf(createdAtSeconds * 1000, clock);
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

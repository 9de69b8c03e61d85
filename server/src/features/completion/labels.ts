import { countLabels, isOfController, type LabelCount } from "../../core/pods/labelCounts.ts";
import { type Pod, workloadOf } from "../../core/pods/pod.ts";
import { words } from "../../core/words.ts";
import type { Block } from "../page.ts";
import { type Asked, type Choice, choiceOf, keysAt, liveSource, otherPairs, said } from "./asked.ts";
import { type Candidate, canBecome, MOST_ITEMS } from "./candidate.ts";

const PODS = words({ en: "{pods} {pods|Pod|Pods}", ja: "Pod {pods} 個" });
const LEFT = words({ en: "{left} of {pods} {pods|Pod|Pods} left", ja: "Pod {pods} 個のうち {left} 個が残る" });
const WORKLOADS = words({ en: "{count} workloads", ja: "ワークロード {count} 個" });
const FROM_FILE = words({ en: "{file} in the workspace", ja: "ワークスペースの {file}" });
const FROM_FILES = words({ en: "{count} files in the workspace", ja: "ワークスペースの {count} 個のファイル" });
const RECOMMENDED = words({ en: "recommended label", ja: "推奨ラベル" });
const BELONG = words({ en: "Workloads: {workloads}", ja: "ワークロード: {workloads}" });

/** A label as it is known in both worlds. */
interface KnownLabel {
  readonly key: string;
  readonly value: string;
  readonly live: LabelCount | undefined;
  readonly written: LabelCount | undefined;
}

/** Pairs for a selector, best first, then the keys alone. */
export function selectorKeyCandidates(asked: Asked): readonly Candidate[] {
  const choice = choiceOf(asked);
  const pairs = otherPairs(asked, undefined);
  const taken = keysAt(asked.node, asked.target.path);
  const labels = labelsOf(choice, pairs ?? [], undefined).filter(({ key }) => !taken.has(key));
  const useful = labels.filter((label) => !isOfController(label.key) && (leftOf(label) > 0 || pairs === undefined));
  const keys = new Set(
    labels.map(({ key }) => key).sort((a, b) => Number(isOfController(a)) - Number(isOfController(b))),
  );
  const asPairs = asked.target.place.hasColon
    ? []
    : ranked(asked, useful).map((label) => pairCandidate(asked, choice, label));
  return [...asPairs, ...Array.from(keys, (key): Candidate => ({ label: key, writes: { kind: "key", key } }))];
}

/** The values of a selector's key, those that leave most Pods first. */
export function selectorValueCandidates(asked: Asked): readonly Candidate[] {
  const key = String(asked.target.path.at(-1));
  const choice = choiceOf(asked);
  const labels = labelsOf(choice, otherPairs(asked, key) ?? [], key);
  return ranked(asked, labels).map((label) => ({
    ...pairCandidate(asked, choice, label),
    label: label.value === "" ? '""' : label.value,
    writes: { kind: "value", value: label.value },
  }));
}

/** Keys for a Service's own labels: those in use, then those that Kubernetes recommends. */
export function labelKeyCandidates(asked: Asked): readonly Candidate[] {
  const taken = keysAt(asked.node, asked.target.path);
  const used = labelsOf(choiceOf(asked), [], undefined).map(({ key }) => key);
  const elsewhere = asked.context.manifest.documents.flatMap(({ content }) =>
    content.objects.flatMap(({ node }) => [...keysAt(node, ["metadata", "labels"])]),
  );
  const keys = new Set([...elsewhere, ...used].filter((key) => !isOfController(key)));
  const recommended = RECOMMENDED_KEYS.filter((key) => !keys.has(key));
  const note = said(asked, RECOMMENDED());
  return [
    ...Array.from(keys, (key): Candidate => ({ label: key, writes: { kind: "key", key } })),
    ...recommended.map((key): Candidate => ({ label: key, writes: { kind: "key", key }, note })),
  ].filter(({ label }) => !taken.has(label));
}

/** Values that Pods have under the key of a Service's own label. */
export function labelValueCandidates(asked: Asked): readonly Candidate[] {
  const key = String(asked.target.path.at(-1));
  const choice = choiceOf(asked);
  return ranked(asked, labelsOf(choice, [], key)).map((label) => ({
    ...pairCandidate(asked, choice, label),
    label: label.value,
    writes: { kind: "value", value: label.value },
  }));
}

/** kubernetes.io, "Recommended Labels". */
const RECOMMENDED_KEYS = ["name", "instance", "version", "component", "part-of", "managed-by"].map(
  (name) => `app.kubernetes.io/${name}`,
);

function labelsOf(
  { live, written }: Choice,
  pairs: readonly { readonly key: string; readonly value: string }[],
  key: string | undefined,
): readonly KnownLabel[] {
  const known = new Map<string, KnownLabel>();
  const name = (label: LabelCount): string => `${label.key}\0${label.value}`;
  for (const label of countLabels(live?.pods ?? [], pairs, key))
    known.set(name(label), { key: label.key, value: label.value, live: label, written: undefined });
  for (const label of countLabels(written, pairs, key)) {
    const before = known.get(name(label));
    known.set(name(label), { key: label.key, value: label.value, live: before?.live, written: label });
  }
  return [...known.values()];
}

function leftOf({ live, written }: KnownLabel): number {
  return (live?.left ?? 0) + (written?.left ?? 0);
}

/** Keys by which people tell one application from another; a value of another key fits many. */
const IDENTITY: readonly string[] = [
  "app.kubernetes.io/name",
  "app",
  "k8s-app",
  "name",
  "app.kubernetes.io/instance",
  "component",
];

/** Labels with Pods left first; of those what is named as the Service is, what tells applications apart, what most have. */
function ranked({ service, context, typed }: Asked, labels: readonly KnownLabel[]): readonly KnownLabel[] {
  const name = service.name?.value;
  const rank = (label: KnownLabel): readonly number[] => {
    const identity = IDENTITY.indexOf(label.key);
    const isHere = label.written?.pods.some(({ origin }) => origin.kind === "workspace" && origin.uri === context.uri);
    return [
      Number(leftOf(label) === 0),
      Number(label.value !== name),
      Number(isHere !== true),
      identity === -1 ? IDENTITY.length : identity,
      -(label.live?.left ?? 0),
      -(label.written?.left ?? 0),
    ];
  };
  return labels
    .filter((label) => canBecome(typed, `${label.key}: ${label.value}`))
    .map((label) => ({ label, rank: rank(label) }))
    .sort((a, b) => compare(a.rank, b.rank) || (a.label.value < b.label.value ? -1 : 1))
    .slice(0, MOST_ITEMS + 1)
    .map(({ label }) => label);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const DOCUMENTED = 5;

function pairCandidate(asked: Asked, { live: choice }: Choice, label: KnownLabel): Candidate {
  const { key, value, live, written } = label;
  const workloads = written === undefined ? undefined : workloadsText(asked, written.pods);
  const note = live === undefined ? workloads : podsText(asked, live);
  const sources = [
    live && choice && liveSource(asked, choice),
    written && live && workloads,
    written && filesText(asked, written.pods),
  ];
  return {
    label: `${key}: ${value}`,
    writes: { kind: "pair", key, value },
    ...(note !== undefined && { note }),
    source: sources.filter(Boolean).join(", "),
    documentation: ownersOf(asked, [...(live?.pods ?? []), ...(written?.pods ?? [])]),
  };
}

/** With no other pairs written, all are left. Where those are unknown nobody knows what is. */
function podsText(asked: Asked, { pods, left, key }: LabelCount): string {
  const pairs = otherPairs(asked, key) ?? [];
  const count = pods.length;
  return said(asked, pairs.length === 0 ? PODS({ pods: count }) : LEFT({ left, pods: count }));
}

function workloadsText(asked: Asked, pods: readonly Pod[]): string {
  const names = new Set(pods.slice(0, DOCUMENTED).map(nameOf));
  const [name] = names;
  return names.size === 1 && pods.length <= DOCUMENTED && name ? name : said(asked, WORKLOADS({ count: pods.length }));
}

function nameOf(pod: Pod): string {
  const { kind, name } = workloadOf(pod);
  return `${kind} ${name}`;
}

function filesText(asked: Asked, pods: readonly Pod[]): string {
  const files = new Set(pods.map(({ origin }) => (origin.kind === "workspace" ? origin.uri : "")));
  const [uri = ""] = files;
  const file = fileName(uri);
  return said(asked, files.size === 1 ? FROM_FILE({ file }) : FROM_FILES({ count: files.size }));
}

function fileName(uri: string): string {
  const last = uri.slice(uri.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function ownersOf(asked: Asked, pods: readonly Pod[]): readonly Block[] {
  const names = [...new Set(pods.slice(0, 100).map(nameOf))];
  const more = names.length > DOCUMENTED ? ", …" : "";
  const workloads = names.slice(0, DOCUMENTED).join(", ") + more;
  return [{ kind: "line", text: said(asked, BELONG({ workloads })) }];
}

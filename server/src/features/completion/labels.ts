import { indexLabels, isOfController, type LabelCount, type LabelIndex } from "../../core/pods/labelCounts.ts";
import { labelTableOf } from "../../core/pods/liveMatches.ts";
import { type Labels, type Pod, workloadOf } from "../../core/pods/pod.ts";
import { words } from "../../core/words.ts";
import { fileName } from "../fileName.ts";
import type { Block } from "../page.ts";
import { type Asked, type Choice, choiceOf, keysAt, liveSource, otherPairs, said } from "./asked.ts";
import { type Candidate, canBecome, MOST_ITEMS } from "./candidate.ts";

const PODS = words({ en: "{pods} {pods|Pod|Pods}", ja: "Pod {pods} 個" });
const LEFT = words({ en: "{left} of {pods} {pods|Pod|Pods} left", ja: "Pod {pods} 個のうち {left} 個が残る" });
const WORKLOADS = words({ en: "{count} workloads", ja: "ワークロード {count} 個" });
const FROM_FILE = words({ en: "{file} in the workspace", ja: "ワークスペースの {file}" });
const FROM_FILES = words({ en: "files in the workspace", ja: "ワークスペースの複数のファイル" });
const RECOMMENDED = words({ en: "recommended label", ja: "推奨ラベル" });
const BELONG = words({ en: "Workloads: {workloads}", ja: "ワークロード: {workloads}" });

/** Pairs for a selector, best first, then the keys alone. */
export function selectorKeyCandidates(asked: Asked): readonly Candidate[] {
  const choice = choiceOf(asked);
  const all = choice.labels();
  const left = leftBy(choice, otherPairs(asked, undefined));
  const taken = keysAt(asked.node, asked.target.path);
  const keys = [...all.keys()].filter((key) => !taken.has(key));
  const hidden = new Set(keys.filter(isOfController));
  const shown = keys.filter((key) => !hidden.has(key));
  const useful = shown.flatMap((key) => [...((left ?? all).get(key)?.values() ?? [])]);
  const asPairs = asked.target.place.hasColon
    ? []
    : ranked(asked, useful, left).map((label) => pairCandidate(asked, choice, totalOf(all, label), left));
  return [...asPairs, ...[...shown, ...hidden].map((key): Candidate => ({ label: key, writes: { kind: "key", key } }))];
}

/** The values of a selector's key, those that leave most Pods first. */
export function selectorValueCandidates(asked: Asked): readonly Candidate[] {
  const key = String(asked.target.path.at(-1));
  const choice = choiceOf(asked);
  const left = leftBy(choice, otherPairs(asked, key));
  return ranked(asked, [...(choice.labels().get(key)?.values() ?? [])], left).map((label) => ({
    ...pairCandidate(asked, choice, label, left),
    label: label.value === "" ? '""' : label.value,
    writes: { kind: "value", value: label.value },
  }));
}

/** Keys for a Service's own labels: those in use, then those that Kubernetes recommends. */
export function labelKeyCandidates(asked: Asked): readonly Candidate[] {
  const taken = keysAt(asked.node, asked.target.path);
  const used = choiceOf(asked).labels().keys();
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
  return ranked(asked, [...(choice.labels().get(key)?.values() ?? [])], undefined).map((label) => ({
    ...pairCandidate(asked, choice, label, undefined),
    label: label.value,
    writes: { kind: "value", value: label.value },
  }));
}

/** kubernetes.io, "Recommended Labels". */
const RECOMMENDED_KEYS = ["name", "instance", "version", "component", "part-of", "managed-by"].map(
  (name) => `app.kubernetes.io/${name}`,
);

/** The labels of the Pods that other pairs leave; undefined where no pairs are written, or nobody knows them. */
function leftBy({ live, written }: Choice, pairs: ReturnType<typeof otherPairs>): LabelIndex | undefined {
  if (pairs === undefined || pairs.length === 0) return undefined;
  const sets = live ? labelTableOf(live).sets : [];
  const isLeft = ({ labels }: { readonly labels: Labels }) =>
    pairs.every(({ key, value }) => labels.get(key) === value);
  return indexLabels(sets.filter(isLeft), written().filter(isLeft));
}

/** A label of the Pods that are left, as all Pods have it. */
function totalOf(all: LabelIndex, label: LabelCount): LabelCount {
  return all.get(label.key)?.get(label.value) ?? label;
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
function ranked(
  { service, typed, context: { uri } }: Asked,
  labels: readonly LabelCount[],
  left: LabelIndex | undefined,
): readonly LabelCount[] {
  const name = service.name?.value;
  const rank = (label: LabelCount): number => {
    const identity = IDENTITY.indexOf(label.key);
    const here = left === undefined ? label : left.get(label.key)?.get(label.value);
    const isLess = [here === undefined, label.value !== name, uriOf(label.firstWritten) !== uri];
    const group = isLess.reduce((sum, less) => sum * 2 + Number(less), 0);
    return (group * (IDENTITY.length + 1) + (identity === -1 ? IDENTITY.length : identity)) * MANY - (here?.live ?? 0);
  };
  const possible = typed === "" ? labels : labels.filter(({ key, value }) => canBecome(typed, `${key}: ${value}`));
  return best(possible, rank)
    .sort((a, b) => a.rank - b.rank || b.label.written - a.label.written || compare(a.label.value, b.label.value))
    .slice(0, MOST_ITEMS + 1)
    .map(({ label }) => label);
}

const MOST_SORTED = 1_000;

/** Few labels among which the best are: there can be one for each Pod, and a list shows two hundred. */
function best(labels: readonly LabelCount[], rankOf: (label: LabelCount) => number) {
  const ranks = Float64Array.from(labels, rankOf);
  const worst = ranks.toSorted()[MOST_ITEMS] ?? Number.POSITIVE_INFINITY;
  const found: { readonly label: LabelCount; readonly rank: number }[] = [];
  for (const [index, label] of labels.entries()) {
    const rank = ranks[index] ?? 0;
    if (rank < worst || (rank === worst && found.length < MOST_SORTED)) found.push({ label, rank });
  }
  return found;
}

/** More Pods than any namespace has. */
const MANY = 1_000_000_000;

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function pairCandidate(
  asked: Asked,
  { live: choice }: Choice,
  label: LabelCount,
  left: LabelIndex | undefined,
): Candidate {
  const { key, value, live, written } = label;
  const workloads = written === 0 ? undefined : workloadsText(asked, label);
  const note = live === 0 ? workloads : podsText(asked, label, left);
  const sources = [
    live > 0 && choice && liveSource(asked, choice),
    live > 0 && workloads,
    written > 0 && filesText(asked, label),
  ];
  return {
    label: `${key}: ${value}`,
    writes: { kind: "pair", key, value },
    ...(note !== undefined && { note }),
    source: sources.filter(Boolean).join(", "),
    documentation: ownersOf(asked, label),
  };
}

/** With no other pairs written, all are left. Where those are unknown nobody knows what is. */
function podsText(asked: Asked, { key, value, live }: LabelCount, left: LabelIndex | undefined): string {
  if (left === undefined) return said(asked, PODS({ pods: live }));
  return said(asked, LEFT({ left: left.get(key)?.get(value)?.live ?? 0, pods: live }));
}

function uriOf(pod: Pod | undefined): string | undefined {
  return pod?.origin.kind === "workspace" ? pod.origin.uri : undefined;
}

function workloadsText(asked: Asked, { firstWritten, written }: LabelCount): string {
  return written === 1 && firstWritten !== undefined
    ? nameOf(firstWritten)
    : said(asked, WORKLOADS({ count: written }));
}

function nameOf(pod: Pod): string {
  const { kind, name } = workloadOf(pod);
  return `${kind} ${name}`;
}

function filesText(asked: Asked, { firstWritten, isOneFile }: LabelCount): string {
  return said(asked, isOneFile ? FROM_FILE({ file: fileName(uriOf(firstWritten) ?? "") }) : FROM_FILES());
}

function ownersOf(asked: Asked, { firstLive, firstWritten, live, written }: LabelCount): readonly Block[] {
  const names = new Set([firstLive, firstWritten].filter((pod) => pod !== undefined).map(nameOf));
  const more = live + written > names.size && names.size > 0 && (live > 1 || written > 1) ? ", …" : "";
  return [{ kind: "line", text: said(asked, BELONG({ workloads: [...names].join(", ") + more })) }];
}

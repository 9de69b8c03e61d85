import type { SelectorPair } from "../manifest/service.ts";
import { isTypo } from "../typo.ts";
import type { Labels, Pod } from "./pod.ts";
import type { NearMiss } from "./resolution.ts";
import { labelSets } from "./selector.ts";

/** Label sets named at most; there can be one for each Pod. */
const LIMIT = 10;

const RANK: readonly NearMiss["kind"][] = ["typo", "otherKey", "workloadLabels", "otherNamespace", "apart"];

export interface NearMisses {
  readonly nearMisses: readonly NearMiss[];
  readonly moreNearMisses: number;
}

/** What almost matches the pairs: among `pods` of the same namespace, and whole matches among those of other namespaces. */
export function findNearMisses(
  pairs: readonly SelectorPair[],
  pods: readonly Pod[],
  elsewhere: readonly Pod[],
): NearMisses {
  const found = new Map<string, NearMiss & { readonly pods: Pod[] }>();
  const add = (miss: NearMiss): void => {
    const key = likeness(miss);
    const alike = found.get(key);
    if (alike) alike.pods.push(...miss.pods);
    else found.set(key, { ...miss, pods: [...miss.pods] });
  };
  for (const { labels, pods: members } of labelSets(pods)) {
    const missing = pairs.filter(({ key, value }) => labels.get(key) !== value);
    const kind = nearMissKind(pairs, missing, labels);
    const actual = actualValues(missing, labels);
    if (kind === "typo" || kind === "otherKey") {
      add({ pods: members, missing, actual, kind });
      continue;
    }
    const labelled = missing.length === 0 ? [] : members.filter((pod) => hasLabelsItself(pod, pairs));
    for (const pod of labelled) add({ pods: [pod], missing, actual, kind: "workloadLabels" });
    const others = labelled.length === 0 ? members : members.filter((pod) => !labelled.includes(pod));
    if (kind !== undefined && others.length > 0) add({ pods: others, missing, actual, kind });
  }
  for (const { labels, pods: members } of labelSets(elsewhere)) {
    const matches = pairs.length > 0 && pairs.every(({ key, value }) => labels.get(key) === value);
    if (matches) add({ pods: members, missing: [], actual: new Map(), kind: "otherNamespace" });
  }
  const ranked = [...found.values()].sort(
    (a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind) || b.pods.length - a.pods.length,
  );
  return { nearMisses: ranked.slice(0, LIMIT), moreNearMisses: Math.max(0, ranked.length - LIMIT) };
}

/** Pods of the cluster that miss in the same way are told of together; workloads of the workspace one by one. */
function likeness({ kind, missing, actual, pods: [pod] }: NearMiss): string {
  const who = pod?.origin.kind === "workspace" ? [pod.origin.uri, pod.origin.span[0]] : [];
  const where = kind === "otherNamespace" ? pod?.namespace : undefined;
  return JSON.stringify([kind, missing.map(({ key }) => key), [...actual], where, ...who]);
}

/** How near a label set is: it may lack one pair only, and where that pair is the whole selector, only by a slip. */
function nearMissKind(
  pairs: readonly SelectorPair[],
  missing: readonly SelectorPair[],
  labels: Labels,
): NearMiss["kind"] | undefined {
  const [pair, another] = missing;
  if (pair === undefined || another !== undefined) return undefined;
  const actual = labels.get(pair.key);
  if (actual !== undefined && isTypo(actual, pair.value)) return "typo";
  if (isUnderAnotherKey(pair, labels)) return "otherKey";
  return pairs.length > 1 ? "apart" : undefined;
}

/** Labels stand on the workload that were meant for its Pods. */
function hasLabelsItself({ workloadLabels }: Pod, pairs: readonly SelectorPair[]): boolean {
  return workloadLabels !== undefined && pairs.every(({ key, value }) => workloadLabels.get(key) === value);
}

/** The value stands under a key that is another spelling of it: a slip, or the same name with another prefix. */
function isUnderAnotherKey({ key, value }: SelectorPair, labels: Labels): boolean {
  if (labels.has(key)) return false;
  for (const [other, otherValue] of labels) {
    if (otherValue !== value) continue;
    if (isTypo(other, key) || nameOf(other) === nameOf(key)) return true;
    if (NAMES_AN_APPLICATION.has(other) && NAMES_AN_APPLICATION.has(key)) return true;
  }
  return false;
}

/** Keys that people use for the name of an application. */
const NAMES_AN_APPLICATION: ReadonlySet<string> = new Set([
  "app",
  "name",
  "k8s-app",
  "run",
  "app.kubernetes.io/name",
  "component",
]);

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

function actualValues(missing: readonly SelectorPair[], labels: Labels): ReadonlyMap<string, string> {
  const actual = new Map<string, string>();
  for (const { key } of missing) {
    const value = labels.get(key);
    if (value !== undefined) actual.set(key, value);
  }
  return actual;
}

import type { Labels, Pod } from "./pod.ts";
import type { NearMiss } from "./resolution.ts";
import { labelSets } from "./selector.ts";
import type { SelectorPair } from "./service.ts";
import { isTypo } from "./typo.ts";

/** Label sets named at most; there can be one for each Pod. */
const LIMIT = 10;

const RANK: readonly NearMiss["kind"][] = ["typo", "otherKey", "otherNamespace", "apart"];

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
  const found: NearMiss[] = [];
  for (const { labels, pods: members } of labelSets(pods)) {
    const missing = pairs.filter(({ key, value }) => labels.get(key) !== value);
    const kind = nearMissKind(pairs, missing, labels);
    if (kind !== undefined) found.push({ pods: members, missing, actual: actualValues(missing, labels), kind });
  }
  for (const { labels, pods: members } of labelSets(elsewhere)) {
    if (pairs.every(({ key, value }) => labels.get(key) === value)) {
      found.push({ pods: members, missing: [], actual: new Map(), kind: "otherNamespace" });
    }
  }
  found.sort((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind) || b.pods.length - a.pods.length);
  return { nearMisses: found.slice(0, LIMIT), moreNearMisses: Math.max(0, found.length - LIMIT) };
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

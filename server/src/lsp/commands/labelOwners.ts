import type { Cluster } from "../../cluster/cluster.ts";
import { objectOf } from "../../core/json.ts";
import { mapLimited } from "../../core/mapLimited.ts";
import type { LabelledPod } from "../../core/pods/liveWorkload.ts";
import type { Owner } from "../../core/pods/pod.ts";
import type { Adopter } from "../../core/refactor/adoptions.ts";
import { type Message, words } from "../../core/words.ts";

const UNKNOWN_OWNER = words({
  en: "Whether {kind} {name} would still find its Pods is not known: {why}",
  ja: "{kind} {name} のセレクターが Pod に一致し続けるかは不明です: {why}",
});

/** They find their Pods by labels of their own making, or not by labels at all. */
const FIND_BY_THEMSELVES: readonly string[] = ["Job", "Node"];

/** More are not asked by which labels they find their Pods. */
const MAX_OWNERS = 100;

const MORE_OWNERS = words({
  en: "Whether {count} more {count|workload|workloads} would still find their Pods was not asked.",
  ja: "ほか {count} 個のワークロードのセレクターが Pod に一致し続けるかは調べていません。",
});

/** By which labels the controllers of Pods find them. */
export interface Owners {
  /** `LabelSelector`s by `kind/name`. */
  readonly selectors: ReadonlyMap<string, unknown>;
  readonly unknown: readonly Message[];
}

/** Asks who made the Pods by which labels they find them; what that is of some is not known, in a sentence each. */
export async function readOwners(cluster: Cluster, namespace: string, pods: readonly LabelledPod[]): Promise<Owners> {
  const owners = new Map(pods.flatMap(({ owner }) => (owner ? [[`${owner.kind}/${owner.name}`, owner]] : [])));
  const asked = [...owners].filter(([, { kind }]) => !FIND_BY_THEMSELVES.includes(kind));
  const read = await mapLimited(asked.slice(0, MAX_OWNERS), async ([key, owner]) => {
    return { key, owner, answer: await cluster.read({ ...owner, namespace }) };
  });
  return {
    selectors: new Map(
      read.flatMap(({ key, answer }) =>
        answer.kind === "read" ? [[key, objectOf(answer.object.spec).selector] as const] : [],
      ),
    ),
    unknown: [
      ...read.flatMap(({ owner, answer }) => (answer.kind === "read" ? [] : [unknownOwner(owner, answer.why)])),
      ...(asked.length > MAX_OWNERS ? [MORE_OWNERS({ count: asked.length - MAX_OWNERS })] : []),
    ],
  };
}

function unknownOwner({ kind, name }: Owner, why: string): Message {
  return UNKNOWN_OWNER({ kind, name, why });
}

const UNKNOWN_ADOPTERS = words({
  en: "Whether a {kind} would take the Pods over is not known: {why}",
  ja: "{kind} が Pod を引き取るかは不明です: {why}",
});

/** Who may take Pods over that nobody controls. */
export interface KnownAdopters {
  readonly adopters: readonly Adopter[];
  readonly unknown: readonly Message[];
}

/** Asks who may take the Pods over. Only a Pod that nobody controls is taken: without one nobody is asked for. */
export async function readAdopters(
  cluster: Cluster,
  namespace: string,
  pods: readonly LabelledPod[],
): Promise<KnownAdopters> {
  const hasOrphan = pods.some(({ owner }) => owner === undefined);
  const found = hasOrphan ? await cluster.adopters(namespace) : undefined;
  return { adopters: found?.adopters ?? [], unknown: (found?.unknown ?? []).map(UNKNOWN_ADOPTERS) };
}

import type { Cluster } from "../cluster/cluster.ts";
import type { LiveLabels } from "../core/diagnostic.ts";
import { type LiveWorkload, liveWorkloadOf } from "../core/pods/liveWorkload.ts";
import { templateAllows } from "../core/refactor/labelEffects.ts";

/** Knows which labels live workloads do not allow in their own templates. */
export interface ForbiddenLabels {
  /**
   * Asks about these labels. What comes back says of each whether the workload's own selector forbids it in its template,
   * so that the API server would refuse it; false also for what the cluster does not tell soon.
   */
  of(asked: readonly LiveLabels[]): Promise<(labels: LiveLabels) => boolean>;
}

const LIMITS = {
  /** A menu does not wait any longer for a cluster. */
  waitMs: 1_000,
  /** A selector cannot be changed (`apps/v1`), but another workload may take the name. */
  keptMs: 60_000,
  workloads: 100,
} as const;

interface Read {
  readonly at: number;
  readonly workload: Promise<LiveWorkload | undefined>;
}

/** Nothing is asked before there are labels; what was read is kept for a minute. */
export function createForbiddenLabels(
  clusterOf: () => Promise<Cluster | undefined>,
  now: () => number,
): ForbiddenLabels {
  const kept = new Map<string, Read>();
  const workloadOf = (cluster: Cluster, { namespace, kind, name }: LiveLabels): Read["workload"] => {
    const key = JSON.stringify([cluster.snapshot.context, namespace, kind, name]);
    const known = kept.get(key);
    if (known !== undefined && now() - known.at < LIMITS.keptMs) return known.workload;
    const workload = read(cluster, { namespace, kind, name });
    kept.delete(key);
    kept.set(key, { at: now(), workload });
    for (const oldest of kept.keys()) if (kept.size > LIMITS.workloads) kept.delete(oldest);
    return workload;
  };
  const isForbidden = async (cluster: Cluster, wanted: LiveLabels): Promise<boolean> => {
    const workload = await within(LIMITS.waitMs, workloadOf(cluster, wanted));
    return workload !== undefined && !templateAllows(workload, wanted.labels);
  };
  return {
    async of(asked) {
      const cluster = asked.length === 0 ? undefined : await clusterOf();
      if (cluster === undefined) return () => false;
      const answers = await Promise.all(asked.map((wanted) => isForbidden(cluster, wanted)));
      const forbidden = new Set(asked.filter((_, index) => answers[index]).map(keyOf));
      return (labels) => forbidden.has(keyOf(labels));
    },
  };
}

function keyOf({ namespace, kind, name, labels }: LiveLabels): string {
  return JSON.stringify([namespace, kind, name, ...labels]);
}

async function read(
  cluster: Cluster,
  place: { readonly namespace: string; readonly kind: string; readonly name: string },
): Promise<LiveWorkload | undefined> {
  const answer = await cluster.read(place);
  return answer.kind === "read" ? liveWorkloadOf(answer.object) : undefined;
}

/** Undefined where it takes longer. */
function within<T>(ms: number, answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

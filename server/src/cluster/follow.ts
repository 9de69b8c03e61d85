import { setTimeout as delay } from "node:timers/promises";
import type { Message } from "../core/words.ts";
import { resolveContext, type Target } from "./kubeconfig/context.ts";
import type { Kubeconfig, KubeconfigSource } from "./kubeconfig/kubeconfig.ts";
import { watchKubeconfig } from "./kubeconfig/kubeconfigWatch.ts";
import { kubeconfigFiles, readKubeconfig } from "./kubeconfig/readKubeconfig.ts";
import { CREDENTIAL_WORDS } from "./words.ts";

/** The context and namespace that somebody wants; the kubeconfig's own where they are left out. */
export interface ConnectTarget {
  readonly context?: string;
  readonly namespace?: string;
}

/** Follows the kubeconfig from the first wish on: it may appear, change or go at any time. */
export interface Following {
  /** Resolves when the kubeconfig has been read once for this wish. */
  want(target: ConnectTarget): Promise<void>;
  stop(): void;
}

/** What the kubeconfig says now of what is wanted. May be said again without a change. */
export interface Outcomes {
  found(target: Target, namespace: string): void;
  /** It cannot be read, or lacks something; `context` is undefined where none is known. */
  broken(why: Message, context: string | undefined): void;
  none(): void;
}

/** Tools replace a kubeconfig by deleting it first: gone is what is still gone after this time. */
const GONE_MS = 500;

/** A {@link Following} that follows nothing yet; what it finds goes to `outcomes`. */
export function createFollowing(source: KubeconfigSource, outcomes: Outcomes): Following {
  let wanted: ConnectTarget | undefined;
  let watcher: { dispose(): void } | undefined;
  let turn = 0;
  let latest: Promise<void> = Promise.resolve();
  const look = (isGone: boolean): Promise<void> => {
    turn += 1;
    latest = lookNow(turn, isGone);
    return latest;
  };
  const lookNow = async (mine: number, isGone: boolean): Promise<void> => {
    const read = await readKubeconfig(source);
    if (!wanted) return;
    // Somebody has looked since: what they see is newer, and whoever waits for this look waits for theirs.
    if (mine !== turn) return latest;
    switch (read.kind) {
      case "none":
        if (isGone) return outcomes.none();
        await delay(GONE_MS);
        if (!wanted) return;
        return mine === turn ? look(true) : latest;
      case "unreadable":
        return outcomes.broken(read.why, wanted.context);
      case "read":
        return tell(read.kubeconfig, wanted, outcomes);
    }
  };
  return {
    want: (target) => {
      wanted = target;
      watcher ??= watchKubeconfig(kubeconfigFiles(source), () => void look(false));
      return look(true);
    },
    stop: () => {
      turn += 1;
      wanted = undefined;
      watcher?.dispose();
      watcher = undefined;
    },
  };
}

function tell(kubeconfig: Kubeconfig, wanted: ConnectTarget, outcomes: Outcomes): void {
  const context = wanted.context ?? kubeconfig.currentContext;
  if (context === undefined) {
    outcomes.broken(CREDENTIAL_WORDS.noCurrentContext(), undefined);
    return;
  }
  const target = resolveContext(kubeconfig, context);
  if ("sentence" in target) outcomes.broken(target, context);
  else outcomes.found(target, wanted.namespace ?? target.namespace ?? "default");
}

import { setTimeout as delay } from "node:timers/promises";
import type { Message } from "../core/words.ts";
import { resolveContext, type Target } from "./context.ts";
import { type KubeconfigSource, kubeconfigFiles, readKubeconfig } from "./kubeconfig.ts";
import { watchKubeconfig } from "./kubeconfigWatch.ts";
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

/** Follows nothing yet. */
export function createFollowing(source: KubeconfigSource, outcomes: Outcomes): Following {
  let wanted: ConnectTarget | undefined;
  let watcher: { dispose(): void } | undefined;
  let turn = 0;
  const look = async (isGone: boolean): Promise<void> => {
    turn += 1;
    const mine = turn;
    const read = await readKubeconfig(source);
    if (mine !== turn || !wanted) return;
    switch (read.kind) {
      case "none":
        if (isGone) return outcomes.none();
        await delay(GONE_MS);
        return mine === turn ? look(true) : undefined;
      case "unreadable":
        return outcomes.broken(read.why, wanted.context);
      case "read": {
        const { kubeconfig } = read;
        const context = wanted.context ?? kubeconfig.currentContext;
        if (context === undefined) return outcomes.broken(CREDENTIAL_WORDS.noCurrentContext(), undefined);
        const target = resolveContext(kubeconfig, context);
        if ("sentence" in target) return outcomes.broken(target, context);
        return outcomes.found(target, wanted.namespace ?? target.namespace ?? "default");
      }
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

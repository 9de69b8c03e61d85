import { type CancellationToken, ResponseError } from "vscode-languageserver-protocol";
import type { Cluster } from "../../cluster/cluster.ts";
import type { Navigation } from "../../core/navigation/navigation.ts";
import type { ClusterSnapshot, Snapshot } from "../../core/snapshot.ts";
import { type Locale, words } from "../../core/words.ts";
import type { FeatureContext } from "../../features/context.ts";
import type { TextLines } from "../../features/positions.ts";
import type { Log } from "../guard.ts";
import type { ObjectVerdict } from "../serverVerdicts.ts";
import { refusal } from "./refusal.ts";

/** What the commands stand on. */
export interface CommandHost {
  readonly locale: Locale;
  readonly log: Log;
  /** Patterns of contexts that are only written to by somebody who types their name. */
  protectedContexts(): readonly string[];
  snapshot(): Snapshot;
  /** How the manifests of the workspace hang together, as far as they are read. */
  navigation(): Navigation;
  /** Shows what a cluster said of objects of open documents as diagnostics. */
  learnVerdicts(verdicts: readonly ObjectVerdict[]): void;
  /** An open document as it is now; undefined when it is not open. */
  contextOf(uri: string): FeatureContext | undefined;
  /** The same for a text that is not open, with what is known of a cluster. */
  contextOfText(text: string, cluster: ClusterSnapshot): FeatureContext;
  /** The cluster, connected or not; undefined in a workspace that is not trusted. */
  cluster(): Promise<Cluster | undefined>;
  /** The same, connected first where that is done without a question. */
  clusterToAsk(): Promise<Cluster | undefined>;
  /** Reads the manifests of the workspace if that has not been done. Resolves when it is. */
  readWorkspace(): Promise<void>;
  /** The lines of an open document or of a workload's file; undefined for any other. */
  linesOf(uri: string): TextLines | undefined;
  /** The text of the same, as it is being typed or as it lies on disk. */
  textOf(uri: string): Promise<string | undefined>;
}

const UNTRUSTED = words({
  en: "The workspace is not trusted, so no cluster is contacted.",
  ja: "ワークスペースが信頼されていないため、クラスターには接続しません。",
});
const NOT_OPEN = words({ en: "{uri} is not open.", ja: "{uri} は開かれていません。" });

/** The cluster, as one of the host's two ways gives it. @throws a `ResponseError` in a workspace that is not trusted. */
export async function trustedCluster(host: CommandHost, ask = host.cluster): Promise<Cluster> {
  const cluster = await ask();
  if (cluster === undefined) throw refusal(UNTRUSTED(), host.locale);
  return cluster;
}

/** The open document. @throws a `ResponseError` when it is not open. */
export function openContext(host: CommandHost, uri: string): FeatureContext {
  const context = host.contextOf(uri);
  if (context === undefined) throw refusal(NOT_OPEN({ uri }), host.locale);
  return context;
}

const FAILED = words({
  en: "That did not work. The log has the details.",
  ja: "実行できませんでした。詳しくはログを確認してください。",
});

/** The edge of a command: a mistake of ours is logged with the method, and the user is told that it did not work. */
export function answering<R>(
  host: CommandHost,
  method: string,
  answer: (params: unknown, cancelled: AbortSignal) => R | Promise<R>,
): (params: unknown, token: CancellationToken) => Promise<R | ResponseError> {
  return async (params, token) => {
    const cancelled = new AbortController();
    const subscription = token.onCancellationRequested(() => cancelled.abort());
    try {
      return await answer(params, cancelled.signal);
    } catch (error) {
      if (error instanceof ResponseError) return error;
      host.log.error(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return refusal(FAILED(), host.locale);
    } finally {
      subscription.dispose();
    }
  };
}

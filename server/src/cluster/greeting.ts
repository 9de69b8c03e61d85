import { textOf } from "../core/json.ts";
import type { Knowledge } from "../core/snapshot.ts";
import type { Answer } from "./http/answer.ts";
import { createBackoff, pause } from "./http/backoff.ts";
import { type Endpoint, send } from "./http/http.ts";
import { REFLECTOR_LIMITS } from "./reflect/reflection.ts";
import type { SessionOptions } from "./sessionOptions.ts";
import { CONNECTION_WORDS, type Say } from "./words.ts";

/**
 * Asks the server for its version until it answers, and writes what is learned into `state`; `learned` is called after
 * each attempt. The version is open to everybody by default, so it tells whether there is a server and whom it trusts.
 */
export async function greet(
  options: SessionOptions,
  state: { knowledge: Knowledge; serverVersion: string | undefined },
  signal: AbortSignal,
  learned: () => void,
): Promise<void> {
  const { backoff: waits, quickAnswerMs: answerMs } = { ...REFLECTOR_LIMITS, ...options.limits };
  const backoff = createBackoff(waits);
  while (!signal.aborted) {
    const answer = await send(options.endpoint, { path: "/version", answerMs, signal });
    if (signal.aborted) return;
    const knowledge = knowledgeOf(answer, options.say);
    if (answer.kind === "ok") state.serverVersion = versionOf(answer.body.gitVersion);
    if (state.knowledge.kind !== knowledge.kind) options.log(describe(knowledge, options.endpoint));
    state.knowledge = knowledge;
    learned();
    if (knowledge.kind === "synced") return;
    const waitMs = Math.max(backoff.next(knowledge.kind === "denied" ? "patient" : "quick"), retryAfter(answer));
    await (retryAfter(answer) > 0 ? pause(waitMs, signal) : options.endpoint.pulse.pause(waitMs, signal));
  }
}

function retryAfter(answer: Answer): number {
  return answer.kind === "ok" ? 0 : (answer.retryAfterMs ?? 0);
}

function knowledgeOf(answer: Answer, say: Say): Knowledge {
  switch (answer.kind) {
    case "ok":
      return { kind: "synced" };
    case "broken":
      return { kind: "failed", why: say(answer.why) };
    case "status":
      // Forbidden: the server knows who asks and only keeps its version to itself.
      if (answer.status === 403) return { kind: "synced" };
      if (answer.status === 401) return { kind: "denied", what: answer.message };
      return {
        kind: "failed",
        why: say(CONNECTION_WORDS.status({ server: "API server", status: answer.status, message: answer.message })),
      };
  }
}

function describe(knowledge: Knowledge, { base }: Endpoint): string {
  const detail = knowledge.kind === "failed" ? knowledge.why : "";
  return `${base.host}: ${knowledge.kind === "denied" ? knowledge.what : detail || knowledge.kind}`;
}

function versionOf(gitVersion: unknown): string | undefined {
  return /^v?(\d+\.\d+\.\d+)/.exec(textOf(gitVersion) ?? "")?.[1];
}

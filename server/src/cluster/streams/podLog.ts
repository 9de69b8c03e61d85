import { StringDecoder } from "node:string_decoder";
import { type Endpoint, open, readAnswer } from "../http.ts";
import type { Say } from "../words.ts";
import { reasonOf } from "../writes/refusal.ts";
import { STREAM_WORDS } from "./words.ts";

/** A container of a Pod; the Pod's only one where it is not named. */
export interface LogSource {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string;
}

/** Where a log comes from, and where it goes until the signal ends it. */
export interface FollowOptions {
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
  readonly say: Say;
  /** Called with each piece of the log. */
  text(text: string): void;
}

const MEGABYTE = 1024 * 1024;
const LIMITS = { bytes: 20 * MEGABYTE, tailLines: 1_000, idleMs: 24 * 60 * 60 * 1000 } as const;

/**
 * Follows a container's log from its last thousand lines on, until it ends or the signal stops it. The text comes
 * without control characters but tabs and line ends. Resolves with a sentence where it ended for a reason that the log does not tell.
 */
export async function followLog(
  { namespace, pod, container }: LogSource,
  { endpoint, signal, say, text }: FollowOptions,
): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
  const query = {
    follow: "true",
    tailLines: String(LIMITS.tailLines),
    ...(container !== undefined && { container }),
  };
  // A log may be silent for as long as its program has nothing to say.
  const call = { path, query, signal, accept: "*/*", idleMs: LIMITS.idleMs };
  const opened = await open(endpoint, call);
  if (opened.kind === "broken") return signal.aborted ? undefined : say(opened.why);
  if (opened.status !== 200) {
    const answer = await readAnswer(endpoint, opened, call);
    return answer.kind === "ok" ? undefined : say(STREAM_WORDS.refused({ pod, reason: reasonOf(answer, say) }));
  }
  const decoder = new StringDecoder("utf8");
  let bytes = 0;
  try {
    for await (const chunk of opened.body) {
      bytes += (chunk as Buffer).length;
      text(plain(decoder.write(chunk as Buffer)));
      if (bytes > LIMITS.bytes) return say(STREAM_WORDS.logLimit({ megabytes: LIMITS.bytes / MEGABYTE }));
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!signal.aborted) return say(STREAM_WORDS.refused({ pod, reason }));
  }
  return undefined;
}

/** Escape sequences of a terminal are taken out whole, so that no rest of them is left in the text. */
function plain(text: string): string {
  // biome-ignore-start lint/suspicious/noControlCharactersInRegex: taking them out is the point (CVE-2021-25743).
  return text
    .replaceAll(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g, "")
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
  // biome-ignore-end lint/suspicious/noControlCharactersInRegex: taking them out is the point (CVE-2021-25743).
}

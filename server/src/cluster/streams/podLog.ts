import { StringDecoder } from "node:string_decoder";
import { createBackoff, pause } from "../http/backoff.ts";
import { type Endpoint, open, readAnswer } from "../http/http.ts";
import type { Say } from "../words.ts";
import { reasonOf } from "../writes/refusal.ts";
import { type ContainerLife, lifeOfContainer } from "./containers.ts";
import { createLogLines, type LogLines } from "./logLines.ts";
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

/** Between two looks at a container that does not run. */
const WAITS = { firstMs: 500, capMs: 10_000, slowMs: 10_000, patience: 60 } as const;

/**
 * Follows a container's log from its last thousand lines on, over restarts of the container and breaks of the connection,
 * until the container does not run again, the Pod is gone, or the signal stops it. No line is shown twice. The text comes
 * without control characters but tabs and line ends. Resolves with a sentence where it ended for a reason that the log does not tell.
 */
export async function followLog(source: LogSource, options: FollowOptions): Promise<string | undefined> {
  const { signal, say, text } = options;
  const read: Read = { bytes: 0, hasBegun: false, lines: createLogLines((line) => text(plain(line))) };
  let restarts = await restartsOf(source, options);
  while (true) {
    const failed = await followOnce(source, options, read);
    if (signal.aborted) return undefined;
    // Before anything was read a refusal is the answer; later it may be a break, which passes.
    if (failed !== undefined && (failed.isFinal || !read.hasBegun)) return failed.why;
    const life = await untilItRuns(source, options);
    if (life.kind !== "running") return undefined;
    if (life.restarts > restarts) text(`${say(STREAM_WORDS.restarted({ count: life.restarts }))}\n`);
    restarts = life.restarts;
    read.lines.resume();
  }
}

interface Read {
  bytes: number;
  /** The server has answered with a log. */
  hasBegun: boolean;
  readonly lines: LogLines;
}

interface Failed {
  readonly why: string;
  /** It is no use to ask again. */
  readonly isFinal: boolean;
}

/** Reads until the server ends the answer, from the last line that was shown on. */
async function followOnce(
  { namespace, pod, container }: LogSource,
  { endpoint, signal, say }: FollowOptions,
  read: Read,
): Promise<Failed | undefined> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
  const { last } = read.lines;
  const query = {
    follow: "true",
    timestamps: "true",
    ...(last === undefined ? { tailLines: String(LIMITS.tailLines) } : { sinceTime: last }),
    ...(container !== undefined && { container }),
  };
  // A log may be silent for as long as its program has nothing to say.
  const call = { path, query, signal, accept: "*/*", idleMs: LIMITS.idleMs };
  const refused = (reason: string): Failed => ({ why: say(STREAM_WORDS.refused({ pod, reason })), isFinal: false });
  const opened = await open(endpoint, call);
  if (opened.kind === "broken") return { why: say(opened.why), isFinal: false };
  if (opened.status !== 200) {
    const answer = await readAnswer(endpoint, opened, call);
    return answer.kind === "ok" ? undefined : refused(reasonOf(answer, say));
  }
  read.hasBegun = true;
  const decoder = new StringDecoder("utf8");
  try {
    for await (const chunk of opened.body) {
      read.bytes += (chunk as Buffer).length;
      read.lines.take(decoder.write(chunk as Buffer));
      if (read.bytes > LIMITS.bytes) {
        return { why: say(STREAM_WORDS.logLimit({ megabytes: LIMITS.bytes / MEGABYTE })), isFinal: true };
      }
    }
    return undefined;
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  } finally {
    read.lines.end();
  }
}

async function restartsOf(source: LogSource, options: FollowOptions): Promise<number> {
  const life = await lifeOfContainer(options, source);
  return life.kind === "running" ? life.restarts : 0;
}

/** How the container is once it runs, or does not run again; that it is waited for is said once. */
async function untilItRuns(source: LogSource, options: FollowOptions): Promise<ContainerLife> {
  const { signal, say, text } = options;
  const backoff = createBackoff(WAITS);
  let isSaid = false;
  while (true) {
    await pause(backoff.next(), signal);
    const life = await lifeOfContainer(options, source);
    if (signal.aborted || life.kind === "over") return { kind: "over" };
    if (life.kind === "running") return life;
    if (life.kind === "waiting" && !isSaid) text(`${say(STREAM_WORDS.waiting())}\n`);
    isSaid ||= life.kind === "waiting";
  }
}

/** Escape sequences of a terminal are taken out whole, so that no rest of them is left in the text. */
function plain(text: string): string {
  // biome-ignore-start lint/suspicious/noControlCharactersInRegex: taking them out is the point (CVE-2021-25743).
  return text
    .replaceAll(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g, "")
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
  // biome-ignore-end lint/suspicious/noControlCharactersInRegex: taking them out is the point (CVE-2021-25743).
}

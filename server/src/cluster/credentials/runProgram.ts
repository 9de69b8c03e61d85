import { type ChildProcess, spawn } from "node:child_process";
import os from "node:os";
import type { Message } from "../../core/words.ts";
import { CREDENTIAL_WORDS, oneLine } from "../words.ts";

/** A program to be run for credentials. */
export interface Run {
  /** An absolute path. */
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly limitMs: number;
}

const OUTPUT_LIMIT_BYTES = 1024 * 1024;

/**
 * What the program prints, or why it did not. It gets no terminal and no shell, starts in the home folder (never in a
 * workspace) and is stopped with everything it has started when it is slow, prints without end, or nobody waits.
 */
export function runProgram({ file, args, environment, limitMs }: Run, signal: AbortSignal): Promise<string | Message> {
  return new Promise((resolve) => {
    // A group of its own: a script's children hold the pipes, and would outlive the script.
    const options = { env: environment, cwd: os.homedir(), detached: process.platform !== "win32" } as const;
    const child = spawn(file, [...args], { ...options, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    const [output, complaint] = [gather(child, "stdout", stop), gather(child, "stderr", stop)];
    const timer = setTimeout(() => {
      stop(CREDENTIAL_WORDS.programSlow({ command: file, seconds: Math.ceil(limitMs / 1000) }));
    }, limitMs);
    const abort = () => stop(failed("ABORT_ERR"));
    signal.addEventListener("abort", abort, { once: true });
    function failed(reason: string): Message {
      return CREDENTIAL_WORDS.programFailed({ command: file, reason });
    }
    function end(result: string | Message): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      resolve(result);
    }
    function stop(why: Message = failed(`> ${OUTPUT_LIMIT_BYTES} B`)): void {
      killGroup(child);
      end(why);
    }
    child.once("error", (error: NodeJS.ErrnoException) => end(failed(error.code ?? error.name)));
    child.once("close", (code, killedBy) => {
      if (code === 0) end(output());
      else end(failed(oneLine(complaint(), 300) || String(code ?? killedBy)));
    });
    if (signal.aborted) abort();
  });
}

/** Keeps what comes out of one pipe; beyond the limit `tooMuch` is called. */
function gather(child: ChildProcess, pipe: "stdout" | "stderr", tooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  child[pipe]?.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > OUTPUT_LIMIT_BYTES) tooMuch();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString("utf8");
}

function killGroup(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  if (child.pid === undefined || process.platform === "win32") {
    child.kill("SIGKILL");
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

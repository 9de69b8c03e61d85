import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { hireUndertaker } from "../../scripts/lib/undertaker.mjs";

/** A program that runs beside the tests. */
export interface Part {
  /** Why it has ended, with the end of its log; undefined while it runs. */
  readonly failure: () => string | undefined;
  /** Settles when it has ended. */
  readonly ended: Promise<unknown>;
  /** Kills it and waits until it is gone. */
  readonly kill: () => Promise<void>;
  /** Stops it where it stands (SIGSTOP), or lets it go on (SIGCONT). */
  readonly signal: (signal: "SIGSTOP" | "SIGCONT") => void;
}

/** Starts a program in a process group of its own, its output going to a log file. */
export function startPart({
  program,
  args,
  log,
  env,
  undertaker,
}: {
  readonly program: string;
  readonly args: readonly string[];
  readonly log: string;
  readonly env: NodeJS.ProcessEnv;
  readonly undertaker: ReturnType<typeof hireUndertaker>;
}): Part {
  const output = openSync(log, "a");
  const child = spawn(program, args, { env, stdio: ["ignore", output, output], detached: true });
  closeSync(output);
  undertaker.process(child.pid);
  child.unref();
  const ended = once(child, "exit").catch(() => undefined);
  let end: string | undefined;
  child.once("error", (error) => {
    end = error.message;
  });
  child.once("exit", (code, signal) => {
    undertaker.gone(child.pid);
    end = `${program} ended with ${signal ?? code}.`;
  });
  return {
    signal: (signal) => void child.kill(signal),
    failure: () => (end === undefined ? undefined : `${end}\n${tail(log)}`),
    ended,
    kill: async () => {
      if (end !== undefined) return;
      child.ref();
      child.kill("SIGKILL");
      await ended;
    },
  };
}

const TAIL_CHARACTERS = 3_000;

function tail(log: string): string {
  return readFileSync(log, "utf8").slice(-TAIL_CHARACTERS);
}

#!/usr/bin/env node
import { readArguments, USAGE, UsageError } from "./cli/arguments.ts";
import { runCheck } from "./cli/check.ts";
import { runPods } from "./cli/pods.ts";
import { localeOf } from "./core/words.ts";

/** Runs one command line. Answers the exit code: 0, 1 for errors in what was checked, 2 for what could not be done. */
async function main(args: readonly string[]): Promise<number> {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const locale = localeOf(LC_ALL || LC_MESSAGES || LANG);
  const command = readArguments(args);
  switch (command.kind) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "version":
      process.stdout.write(`${PODSIGHT_VERSION}\n`);
      return 0;
    case "check": {
      const { output, exitCode } = await runCheck(command, locale);
      process.stdout.write(output);
      return exitCode;
    }
    case "pods":
      process.stdout.write(await runPods(command, locale));
      return 0;
  }
}

/** Set by the build from package.json. */
declare const PODSIGHT_VERSION: string;

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    const sentence = error instanceof UsageError ? error.message : `Podsight failed: ${String(error)}`;
    process.stderr.write(`podsight: ${sentence}\n`);
    process.exitCode = 2;
  },
);

// @ts-check
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const LAST_LINES = 30;

/**
 * Runs a program to its end, without a shell and without input.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options] `onLine` sees each line
 *   of both outputs while the program runs.
 * @returns {Promise<string>} what it wrote to standard output
 * @throws {Error} when it cannot be started or ends otherwise than with 0; the message ends with its last lines.
 */
export function run(command, args, { cwd, env, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    /** @type {string[]} */
    const lastLines = [];
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on("line", (line) => {
        lastLines.push(line);
        if (lastLines.length > LAST_LINES) lastLines.shift();
        onLine?.(line);
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${signal ?? code}.\n${lastLines.join("\n")}`));
    });
  });
}

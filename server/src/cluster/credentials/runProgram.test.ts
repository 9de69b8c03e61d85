import { expect, test } from "vitest";
import { render } from "../../core/words.ts";
import { runProgram } from "./runProgram.ts";

/** What a script prints, or the sentence why it did not. */
async function run(script: string, more: { readonly limitMs?: number; readonly signal?: AbortSignal } = {}) {
  const { limitMs = 10_000, signal = new AbortController().signal } = more;
  const ran = await runProgram({ file: "/bin/sh", args: ["-c", script], environment: { ONE: "1" }, limitMs }, signal);
  return typeof ran === "string" ? ran : render(ran, "en");
}

test("a program gives what it prints, and sees only the given variables and no terminal", async () => {
  expect(await run('echo "$ONE$HOME"; cat')).toBe("1\n");
});

test("a program that fails gives its own reason in one line", async () => {
  expect(await run("echo log in first >&2; exit 3")).toBe("The credentials program /bin/sh failed: log in first");
  expect(await run("exit 3")).toBe("The credentials program /bin/sh failed: 3");
});

test("a slow program is stopped, and so is what it has started", async () => {
  expect(await run("sleep 1000 & sleep 1000", { limitMs: 50 })).toBe(
    "The credentials program /bin/sh took longer than 1 seconds and was stopped.",
  );
});

test("a program that prints without end is stopped", async () => {
  expect(await run("yes")).toBe("The credentials program /bin/sh failed: > 1048576 B");
});

test("a program is stopped when nobody waits for it any more", async () => {
  const abort = new AbortController();
  const ran = run("sleep 1000", { signal: abort.signal });
  abort.abort();
  expect(await ran).toBe("The credentials program /bin/sh failed: ABORT_ERR");
});

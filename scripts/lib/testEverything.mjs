// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./bootstrap.mjs";
import { codeServerScript } from "./codeServer.mjs";
import { controlPlanePrograms } from "./programs.mjs";
import { reportLine } from "./report.mjs";
import { chromium } from "./systemPackages.mjs";

/** What has to be had before tests can run, each with the projects of vitest.config.ts that need it. */
const NEEDS = [
  { have: chromium, projects: ["editor"] },
  { have: codeServerScript, projects: ["editor"] },
  { have: controlPlanePrograms, projects: ["cluster", "editor"] },
];
const PROJECTS = ["unit", "pipe", "cluster", "editor"];

/**
 * `npm test`: has everything ready, runs all tests and ends with a line `N passed, N failed`. What cannot be had counts
 * as a failure, and its tests as not run: never as passed.
 * @param {readonly string[]} args handed to vitest, to run a part
 * @returns {Promise<number>} the exit code
 */
export async function testEverything(args) {
  /** @type {string[]} */
  const complaints = [];
  const runnable = new Set(PROJECTS);
  for (const { have, projects } of NEEDS) {
    try {
      await have(reportLine);
    } catch (error) {
      complaints.push(error instanceof Error ? error.message : String(error));
      for (const project of projects) runnable.delete(project);
    }
  }
  const { passed, failed } = await runVitest([...runnable], args);
  for (const complaint of complaints) reportLine(`Failed: ${complaint}`);
  const allFailed = failed + complaints.length;
  process.stdout.write(`${passed} passed, ${allFailed} failed\n`);
  return allFailed === 0 && passed > 0 ? 0 : 1;
}

/**
 * @param {readonly string[]} projects
 * @param {readonly string[]} args
 * @returns {Promise<{ passed: number, failed: number }>}
 */
async function runVitest(projects, args) {
  const folder = await mkdtemp(join(tmpdir(), "podsight-test-"));
  const results = join(folder, "results.json");
  try {
    const child = spawn(
      process.execPath,
      [
        join(ROOT, "node_modules/vitest/vitest.mjs"),
        "run",
        ...projects.map((project) => `--project=${project}`),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${results}`,
        ...args,
      ],
      { cwd: ROOT, stdio: "inherit" },
    );
    const [code] = await once(child, "close");
    return count(JSON.parse(await readFile(results, "utf8")), code);
  } catch (error) {
    reportLine(`The tests ended without a result: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * A test that was skipped counts as failed; so does whatever else made vitest fail, such as a file that does not load or
 * an error outside of tests.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} results
 * @param {number | null} code
 */
function count(results, code) {
  const failed = results.numFailedTests + results.numPendingTests + results.numTodoTests;
  return { passed: results.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

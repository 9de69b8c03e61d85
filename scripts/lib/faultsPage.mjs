// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./bootstrap.mjs";

const PAGE = join(ROOT, "docs/faults.md");
const TESTS = ["faultTable", "world", "asleep", "permissions"].map((name) => `test/cluster/${name}.test.ts`);
/** By then every wait is as long as it gets. */
const REQUESTS_OF_A_FAULT = "24";

/**
 * Runs the tests of faults and writes what they saw into docs/faults.md.
 * @returns {Promise<number>} the exit code; with a failed test the page stays as it was
 */
export async function writeFaultsPage() {
  const folder = await mkdtemp(join(tmpdir(), "podsight-fault-records-"));
  const records = join(folder, "records.jsonl");
  const env = { ...process.env, PODSIGHT_FAULT_RECORDS: records, PODSIGHT_FAULT_REQUESTS: REQUESTS_OF_A_FAULT };
  try {
    const vitest = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--project=cluster", ...TESTS];
    const child = spawn(process.execPath, vitest, { cwd: ROOT, stdio: "inherit", env });
    const [code] = await once(child, "close");
    if (code !== 0) return 1;
    const lines = (await readFile(records, "utf8")).trim().split("\n");
    await writeFile(PAGE, faultsPage(lines.map((line) => JSON.parse(line))));
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @typedef {{ section: "connection" | "metadata" | "selectors" | "world" | "permission", fault: string, said?: string, requests: number,
 *   lastedMs: number, backMs?: number }} FaultRecord
 */

/**
 * The page's text.
 * @param {readonly FaultRecord[]} records
 * @returns {string}
 */
export function faultsPage(records) {
  const of = (/** @type {FaultRecord["section"]} */ section) => records.filter((record) => record.section === section);
  const parts = [INTRODUCTION, CONNECTION, table(of("connection")), LARGE, METADATA, table(of("metadata")), SELECTORS];
  const others = [table(of("selectors")), WORLD, table(of("world")), PERMISSIONS, permissions(of("permission")), SOAK];
  return `${[...parts, ...others].join("\n\n")}\n`;
}

const INTRODUCTION = `# Faults

What Podsight does when something between here and the cluster goes wrong. This page is made by tests, with a real API
server behind a proxy that makes the faults: \`npm run faults\` runs them and writes it anew. The same tests are part of
\`npm test\`, with shorter faults.

Each row is asserted: nothing crashes, hangs or asks without a pause; the state says what is wrong in one line; what is
shown from before is kept and marked as old (a 403 takes it away); "no Pods match" is never said unless it is known; and the truth (what
\`kubectl\` sees, which changes during each fault) is back within five seconds of the fault's end, or of the time for
which the server asked.`;

const CONNECTION = `## Between here and the API server

Each fault lasts until it has been said and at least ${REQUESTS_OF_A_FAULT} requests (connections, where no request gets
through) have met it. Lists of Pods, Services and EndpointSlices are followed. Silence is noticed within nine seconds, by
two heartbeats that are not answered, and a connection that died in a shorter one within four, by a watch that does not
end when it should; everything else is noticed at once.`;

const LARGE = `## In large namespaces

The main faults again, while a namespace is followed in the ways for large ones: the bounds are set so low that three
Pods are beyond them. What is held to the truth is what the Service on screen is told.`;

const METADATA = "### The metadata of all Pods, and the Pods that the Service selects";

const SELECTORS = "### Only the Pods that the Service selects, as the API server finds them";

const WORLD = "## The world moves";

const PERMISSIONS = `## Permissions

Real rules of RBAC, and the sentence that names what is missing, for an administrator.`;

const SOAK = `## Soak

\`npx vitest run --project cluster test/cluster/soak.test.ts\` changes Pods four times a second for a minute, with these
faults by chance, compacts etcd, restarts the API server every ten minutes, and holds memory and the truth at the end to
what they have to be. \`PODSIGHT_SOAK_SECONDS=3600\` makes it an hour long; \`PODSIGHT_SEED\` repeats a run.`;

/** @param {readonly FaultRecord[]} records */
function table(records) {
  const rows = records.map(({ fault, said, requests, lastedMs, backMs }) =>
    row([fault, said === undefined ? "" : tidy(said), requests, seconds(lastedMs), seconds(backMs)]),
  );
  const head = row(["fault", "what is said", "requests", "in seconds", "true again after, s"]);
  return [head, "|---|---|---|---|---|", ...rows].join("\n");
}

/** @param {readonly FaultRecord[]} records */
function permissions(records) {
  const rows = records.map(({ fault, said }) => row([fault, tidy(said ?? "")]));
  return [row(["may do", "what is said"]), "|---|---|", ...rows].join("\n");
}

/** @param {readonly (string | number)[]} cells */
function row(cells) {
  return `| ${cells.join(" | ")} |`;
}

/** Ports and names of one run say nothing. @param {string} text */
function tidy(text) {
  return text
    .replace(/127\.0\.0\.1:\d+/g, "SERVER")
    .replace(/serviceaccount:default:user-\d+/g, "serviceaccount:default:NAME")
    .replaceAll("|", "\\|");
}

/** @param {number | undefined} milliseconds */
function seconds(milliseconds) {
  return milliseconds === undefined ? "" : (milliseconds / 1000).toFixed(1);
}

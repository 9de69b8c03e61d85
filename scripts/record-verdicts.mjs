// @ts-check
// Writes what the real API server of a minor says of a stored set of Services, as data that the tests hold the engine
// to: node scripts/record-verdicts.mjs 33 34 35 36 37 (each server is built from Go modules: 4 minutes or more).

import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { connectTo, recordOf } from "../test/differential/apiServer.ts";
import { services, updates } from "../test/differential/generate.ts";
import { startControlPlane } from "../test/support/controlPlane.ts";
import { controlPlanePrograms } from "./lib/programs.mjs";
import { reportLine } from "./lib/report.mjs";
import { run } from "./lib/run.mjs";

const FOLDER = fileURLToPath(new URL("../test/differential/fixtures/", import.meta.url));
const CONTROL_PLANE_MODULE = fileURLToPath(new URL("../test/cluster/go.mod", import.meta.url));
/** The newest patch of each minor that can be built from modules, with the version of the staging modules. */
const RELEASES = {
  33: ["1.33.13", "0.33.13"],
  34: ["1.34.4", "0.34.10"],
  35: ["1.35.4", "0.35.4"],
  36: ["1.36.3", "0.36.3"],
};
const SEED = 1;
const CASES = { create: 500, update: 250 };

for (const minor of process.argv.slice(2).map(Number)) await record(minor);

/** @param {number} minor */
async function record(minor) {
  const folder = await mkdtemp(join(tmpdir(), "podsight-verdicts-"));
  try {
    const programs = minor === 37 ? await controlPlanePrograms(reportLine) : await programsOf(minor, folder);
    const controlPlane = await startControlPlane({
      programs,
      apiServerOnly: true,
      apiServerArgs: ["--service-cluster-ip-range=10.96.0.0/12"],
    });
    try {
      const verdicts = await ask(controlPlane.kubeconfig, minor);
      await writeFile(join(FOLDER, `1.${minor}.json`), lines(verdicts));
      reportLine(`1.${minor}: ${verdicts.length} verdicts`);
    } finally {
      await controlPlane.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} kubeconfig
 * @param {number} minor
 */
async function ask(kubeconfig, minor) {
  const server = await connectTo(kubeconfig);
  const cases = await storedCases();
  const verdicts = [];
  for (const [index, { object, stored }] of cases.entries()) {
    if (stored === undefined) {
      if (minor === 34 && !isNamed(object)) continue;
      const { verdict } = await server.create(object);
      verdicts.push({ case: index, verdict: withoutWords(verdict) });
      continue;
    }
    const asked = await server.update(stored, () => object);
    if (asked?.object !== undefined)
      verdicts.push({ case: index, stored: needed(asked.object), verdict: withoutWords(asked.verdict) });
  }
  server.close();
  return verdicts;
}

/**
 * The cases, the same for every minor: generated once, then kept. Delete the file to have new ones.
 * @returns {Promise<import("../test/differential/generate.ts").StoredCase[]>}
 */
async function storedCases() {
  const file = join(FOLDER, "cases.json");
  await mkdir(FOLDER, { recursive: true });
  if (!existsSync(file)) {
    const created = fc.sample(services, { numRuns: CASES.create, seed: SEED });
    const updated = fc.sample(updates, { numRuns: CASES.update, seed: SEED });
    await writeFile(file, lines([...created, ...updated]));
  }
  return JSON.parse(await readFile(file, "utf8"));
}

/** @param {readonly unknown[]} values */
function lines(values) {
  return `[\n${values.map((value) => JSON.stringify(value)).join(",\n")}\n]\n`;
}

/**
 * 1.34 tries every address of the range, one after another, for a Service whose name cannot book one.
 * @param {import("../test/differential/apiServer.ts").Json} object
 */
function isNamed(object) {
  const { name, generateName } = recordOf(recordOf(object).metadata);
  const given = String(name || generateName || "");
  return given !== "" && given !== "." && given !== ".." && !/[/%]/.test(given);
}

/**
 * The server's own sentences stay out: of warnings only their number is kept.
 * @param {import("../test/differential/apiServer.ts").Verdict} verdict
 */
function withoutWords(verdict) {
  switch (verdict.kind) {
    case "accepted":
      return { kind: "accepted", warnings: verdict.warnings.length };
    case "other":
      return { kind: "other", status: verdict.status };
    default:
      return verdict;
  }
}

/**
 * What of the stored object a verdict hangs on.
 * @param {import("../test/differential/apiServer.ts").Json} stored
 */
function needed(stored) {
  const { metadata, spec } = recordOf(stored);
  const { name, annotations = {} } = recordOf(metadata);
  return { metadata: { name, annotations }, spec };
}

/**
 * A folder with that minor's kube-apiserver beside etcd and kubectl of the newest.
 * @param {number} minor
 * @param {string} folder
 */
async function programsOf(minor, folder) {
  const release = RELEASES[/** @type {keyof typeof RELEASES} */ (minor)];
  if (release === undefined) throw new Error(`Kubernetes 1.${minor} cannot be built from Go modules.`);
  const [version, staging] = release;
  const newest = await controlPlanePrograms(reportLine);
  for (const name of ["etcd", "kubectl"]) await symlink(join(newest, name), join(folder, name));
  const built = process.env.PODSIGHT_API_SERVERS;
  if (built !== undefined) {
    await copyFile(join(built, `m${minor}`, "kube-apiserver"), join(folder, "kube-apiserver"));
    return folder;
  }
  const replaced = /^replace \([\s\S]*?^\)/m.exec(await readFile(CONTROL_PLANE_MODULE, "utf8"))?.[0] ?? "";
  const module = `module podsight/minor\n\ngo 1.26.0\n\ntool k8s.io/kubernetes/cmd/kube-apiserver\n\nrequire k8s.io/kubernetes v${version}\n\n${replaced.replaceAll("v0.37.2", `v${staging}`)}\n`;
  await writeFile(join(folder, "go.mod"), module);
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-trimpath" };
  const stamp = "k8s.io/component-base/version";
  const flags = `-s -w -X ${stamp}.gitVersion=v${version} -X ${stamp}.gitMajor=1 -X ${stamp}.gitMinor=${minor}`;
  reportLine(`Building kube-apiserver ${version} from source.`);
  await run("go", ["mod", "tidy"], { cwd: folder, env });
  await run("go", ["build", "-o", `${folder}/`, `-ldflags=${flags}`, "tool"], { cwd: folder, env });
  return folder;
}

// @ts-check
// Writes down what the real API servers say of a stored set of Services; the tests hold the engine to it.
//   npx node scripts/record-verdicts.mjs cases          makes the set anew
//   npx node scripts/record-verdicts.mjs 32 33 34 35 36 37 asks the servers of these minors, one after another

import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { connectTo, recordOf } from "../test/differential/apiServer.ts";
import { services, updates } from "../test/differential/generate.ts";
import { ownCases } from "../test/differential/ownCases.ts";
import { askedObject, factsOf, lineOf, RECORDED, recordedCases } from "../test/differential/recorded.ts";
import { startControlPlane } from "../test/support/controlPlane.ts";
import { olderApiServer } from "./lib/apiServers.mjs";
import { controlPlanePrograms } from "./lib/programs.mjs";
import { reportLine } from "./lib/report.mjs";

/**
 * @typedef {import("../test/differential/apiServer.ts").Json} Json
 * @typedef {import("../test/differential/apiServer.ts").ApiServer} ApiServer
 * @typedef {import("../test/differential/recorded.ts").RecordedCase} RecordedCase
 */

const NEWEST = 37;
/** The last minor that stores addresses in forms which are refused since. */
const LAST_LENIENT = 35;
const SEED = 1;
/** How many cases the generator adds to those of our own. */
const GENERATED = { create: 300, update: 200, dualCreate: 80, dualUpdate: 80 };
/** What of a stored Service's metadata each server makes anew; a case gives it names of its own. */
const IDENTITY = /** @type {const} */ (["uid", "resourceVersion", "finalizers", "deletionTimestamp"]);

for (const asked of process.argv.slice(2)) {
  if (asked === "cases") await writeCases();
  else await record(Number(asked));
}

async function writeCases() {
  /** @type {readonly RecordedCase[]} */
  const written = [...ownCases(), ...generated()].filter(onceEach());
  const newest = await asStored(NEWEST, written);
  const stored = await asStored(LAST_LENIENT, newest);
  // What no server stores has no update.
  const cases = stored.filter(
    ({ stored: before }) => before === undefined || recordOf(before).apiVersion === undefined,
  );
  await writeFile(new URL("cases.json", RECORDED), lines(cases));
  reportLine(`${cases.length} cases`);
}

/** @returns {readonly RecordedCase[]} */
function generated() {
  const { create, update, dualCreate, dualUpdate } = GENERATED;
  const created = fc.sample(services, { numRuns: create + dualCreate, seed: SEED });
  const updated = fc.sample(updates, { numRuns: update + dualUpdate, seed: SEED });
  return [
    ...created.map(({ object }, index) =>
      index < create ? { object } : { object, dual: /** @type {const} */ (true) },
    ),
    ...updated.map(({ object, stored }, index) =>
      index < update ? { object, stored } : { object, stored, dual: /** @type {const} */ (true) },
    ),
  ];
}

/** @returns {(value: RecordedCase) => boolean} */
function onceEach() {
  const seen = new Set();
  return (value) => {
    const text = JSON.stringify(value);
    return !seen.has(text) && seen.add(text) !== undefined;
  };
}

/**
 * The cases with their stored Services as the server of a minor makes them, where it takes them. Written out like that
 * they are the same at every other minor.
 * @param {number} minor
 * @param {readonly RecordedCase[]} cases
 */
async function asStored(minor, cases) {
  return withEach(minor, cases, async (server, asked) => {
    if (asked.stored === undefined || recordOf(asked.stored).apiVersion === undefined) return asked;
    const { object } = await server.create(withoutIdentity(asked.stored));
    return object === undefined ? asked : { ...asked, stored: withIdentityOf(essential(object), asked.stored) };
  });
}

/** @param {number} minor */
async function record(minor) {
  const verdicts = await withEach(minor, recordedCases(), async (server, { stored, ...asked }) => {
    const object = askedObject(asked);
    if (stored === undefined) {
      if (minor === 34 && !canBeAsked(object)) return null;
      return lineOf((await server.create(object)).verdict);
    }
    const before = { apiVersion: "v1", kind: "Service", ...recordOf(stored) };
    const updated = await server.update(before, (created) => withSameIdentity(object, stored, created));
    if (updated?.object === undefined) return null;
    if (!isDeepStrictEqual(essential(updated.object), essential(stored)))
      throw new Error(`1.${minor} stores ${JSON.stringify(stored)} as ${JSON.stringify(essential(updated.object))}`);
    return lineOf(updated.verdict);
  });
  await writeFile(new URL(`verdicts-1.${minor}.json`, RECORDED), lines(verdicts));
  reportLine(`1.${minor}: ${verdicts.filter((verdict) => verdict !== null).length} verdicts`);
}

/**
 * Does it with each case, at the server of a minor with the families that the case is about.
 * @template T
 * @param {number} minor
 * @param {readonly RecordedCase[]} cases
 * @param {(server: ApiServer, asked: RecordedCase) => Promise<T>} ask
 * @returns {Promise<readonly T[]>} in the order of the cases
 */
async function withEach(minor, cases, ask) {
  /** @type {T[]} */
  const answers = [];
  for (const dual of [false, true]) {
    await withServer(minor, factsOf(dual ? { object: null, dual } : { object: null }), async (server) => {
      for (const [index, asked] of cases.entries()) {
        if ((asked.dual === true) === dual) answers[index] = await ask(server, asked);
      }
    });
  }
  return answers;
}

/**
 * @param {number} minor
 * @param {import("../server/src/core/snapshot.ts").ClusterFacts} facts
 * @param {(server: ApiServer) => Promise<void>} use
 */
async function withServer(minor, { serviceCIDRs = [] }, use) {
  const folder = await mkdtemp(join(tmpdir(), "podsight-api-server-"));
  try {
    const newest = await controlPlanePrograms(reportLine);
    const apiServer = minor === NEWEST ? join(newest, "kube-apiserver") : await olderApiServer(minor, reportLine);
    await symlink(apiServer, join(folder, "kube-apiserver"));
    for (const name of ["etcd", "kubectl"]) await symlink(join(newest, name), join(folder, name));
    const apiServerArgs = [`--service-cluster-ip-range=${serviceCIDRs.join(",")}`];
    const controlPlane = await startControlPlane({ programs: folder, apiServerOnly: true, apiServerArgs });
    try {
      const server = await connectTo(controlPlane.kubeconfig);
      await use(server);
      server.close();
    } finally {
      await controlPlane.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * 1.34 tries every address of the range, one after another, for a Service whose name cannot book one.
 * @param {Json} object
 */
function canBeAsked(object) {
  const { name, generateName } = recordOf(recordOf(object).metadata);
  const given = String(name || generateName || "");
  const { type, clusterIP } = recordOf(recordOf(object).spec);
  return (
    (given !== "" && given !== "." && given !== ".." && !/[/%]/.test(given)) ||
    type === "ExternalName" ||
    clusterIP === "None"
  );
}

/**
 * What of a stored object a verdict hangs on.
 * @param {Json} stored
 * @returns {Json}
 */
function essential(stored) {
  const { metadata, spec = null } = recordOf(stored);
  const { name = null, annotations } = recordOf(metadata);
  return { metadata: annotations === undefined ? { name } : { name, annotations }, spec };
}

/**
 * @param {Json} stored
 * @returns {Json}
 */
function withoutIdentity(stored) {
  const { metadata, ...rest } = recordOf(stored);
  const others = Object.entries(recordOf(metadata)).filter(([key]) => !IDENTITY.some((name) => name === key));
  return { ...rest, metadata: Object.fromEntries(others) };
}

/**
 * @param {Json} stored
 * @param {Json} written
 * @returns {Json}
 */
function withIdentityOf(stored, written) {
  const { metadata, ...rest } = recordOf(stored);
  const identity = Object.entries(recordOf(recordOf(written).metadata)).filter(([key]) =>
    IDENTITY.some((name) => name === key),
  );
  return { metadata: { ...recordOf(metadata), ...Object.fromEntries(identity) }, ...rest };
}

/**
 * The update, with the real uid, version and times where it has those that the case gave the stored Service.
 * @param {Json} object
 * @param {Json} stored
 * @param {Json} created
 * @returns {Json}
 */
function withSameIdentity(object, stored, created) {
  const [before, now] = [recordOf(recordOf(stored).metadata), recordOf(recordOf(created).metadata)];
  const { metadata, ...rest } = recordOf(object);
  const same = Object.entries(recordOf(metadata)).map(([key, value]) => {
    const isSame = IDENTITY.some((name) => name === key) && isDeepStrictEqual(before[key], value);
    return [key, isSame ? (now[key] ?? value) : value];
  });
  return metadata === undefined ? object : { ...rest, metadata: Object.fromEntries(same) };
}

/** @param {readonly unknown[]} values */
function lines(values) {
  return `[\n${values.map((value) => JSON.stringify(value)).join(",\n")}\n]\n`;
}

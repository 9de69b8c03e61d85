// @ts-check
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../scripts/lib/bundle.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { hireUndertaker } from "../../scripts/lib/undertaker.mjs";
import { activation } from "./activation.mjs";
import { clusterFigures, pictureFigures, WHOLE } from "./cluster/cluster.mjs";
import { completion } from "./completion.mjs";
import { contestants } from "./contestants.mjs";
import { folderCheck } from "./folder.mjs";
import { keystrokes } from "./keystrokes.mjs";
import { matching } from "./matching.mjs";
import { kubeconform, rivalServers } from "./rivals.mjs";
import { workspaceScan } from "./workspace.mjs";

const SCHEMA = fileURLToPath(new URL("../../schemas/service.schema.json", import.meta.url));
const ROUNDS = 101;

/**
 * Measures Podsight beside its rivals and prints the tables on standard output.
 * @param {readonly string[]} args `typing`, `check`, `matching`, `completion`, `workspace`, `cluster` or `activation` for that part
 *   alone, and the number of characters to type, or after `cluster` the number of Pods of which the pictures alone are measured
 * @returns {Promise<number>} the exit code
 */
export async function bench(args) {
  const isNumber = (/** @type {string} */ argument) => /^\d+$/.test(argument);
  const rounds = Number(args.find(isNumber) ?? ROUNDS);
  if (args.includes("matching")) {
    process.stdout.write(`${matching(reportLine)}\n`);
    return 0;
  }
  const folder = await mkdtemp(join(tmpdir(), "podsight-bench-"));
  const undertaker = hireUndertaker();
  undertaker.folder(folder);
  try {
    await bundle({ folder });
    if (args.includes("activation")) {
      process.stdout.write(`${await activation({ server: join(folder, "server.cjs"), folder }, reportLine)}\n`);
      return 0;
    }
    if (args.includes("workspace")) {
      process.stdout.write(`${await workspaceScan({ server: join(folder, "server.cjs"), folder }, reportLine)}\n`);
      return 0;
    }
    if (args.includes("cluster")) {
      const parts = { server: join(folder, "server.cjs"), rivals: await rivalServers(reportLine), folder };
      const pods = Number(args.find(isNumber) ?? 0);
      const figures = pods > 0 ? pictureFigures(parts, pods, reportLine) : clusterFigures(parts, WHOLE, reportLine);
      process.stdout.write(`${await figures}\n`);
      return 0;
    }
    const schema = schemaForFiles(JSON.parse(await readFile(SCHEMA, "utf8")));
    const schemaFile = join(folder, "schema.json");
    await writeFile(schemaFile, JSON.stringify(schema));
    if (args.includes("completion")) {
      const server = join(folder, "server.cjs");
      const { yaml } = contestants({ server, rivals: await rivalServers(reportLine), schema, schemaFile });
      process.stdout.write(`${await completion({ server, yaml, folder }, rounds, reportLine)}\n`);
      return 0;
    }
    if (!args.includes("check")) {
      const rivals = await rivalServers(reportLine);
      const servers = contestants({ server: join(folder, "server.cjs"), rivals, schema, schemaFile });
      process.stdout.write(`${await keystrokes(servers, rounds, reportLine)}\n\n`);
    }
    if (!args.includes("typing")) {
      const parts = { cli: join(folder, "cli.cjs"), kubeconform: await kubeconform(reportLine), schemaFile, folder };
      process.stdout.write(`${await folderCheck(parts)}\n`);
    }
    if (!args.includes("typing") && !args.includes("check")) process.stdout.write(`\n${matching(reportLine)}\n`);
    return 0;
  } finally {
    await undertaker.bury();
  }
}

/**
 * Podsight's schema of a Service for the Services among a file's documents, and among the items of a List.
 * @param {object} service
 * @returns {object}
 */
function schemaForFiles({ ...service }) {
  const { $id: _, $schema, ...definition } = /** @type {Record<string, unknown>} */ (service);
  const ofKind = (/** @type {string} */ kind, /** @type {object} */ then) => ({
    if: { properties: { kind: { const: kind } } },
    then,
  });
  const toService = ofKind("Service", { $ref: "#/definitions/service" });
  const toItems = ofKind("List", { properties: { items: { items: toService } } });
  return { $schema, definitions: { service: definition }, allOf: [toService, toItems] };
}

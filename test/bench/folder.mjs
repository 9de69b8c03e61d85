// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { serviceFiles } from "./files.mjs";
import { figure, median, table } from "./numbers.mjs";

const FILES = 1_000;
const RUNS = 7;

/**
 * Checks a folder of generated files with the command line and with kubeconform, in turn.
 * @param {{ cli: string, kubeconform: string, schemaFile: string, folder: string }} parts `folder` is where the files are
 *   written.
 * @returns {Promise<string>} a table in Markdown
 * @throws {Error} when one of them does not find the mistakes
 */
export async function folderCheck({ cli, kubeconform, schemaFile, folder }) {
  const manifests = join(folder, "manifests");
  await mkdir(manifests);
  for (const [index, text] of serviceFiles(FILES).entries()) {
    await writeFile(join(manifests, `service-${index}.yaml`), text);
  }
  const programs = [
    { name: "`podsight check`", command: process.execPath, args: [cli, "check", manifests] },
    { name: "kubeconform", command: kubeconform, args: ["-schema-location", schemaFile, manifests] },
  ];
  const times = programs.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < RUNS; round++) {
    for (const [index, program] of programs.entries()) times[index]?.push(await timeOf(program));
  }
  const [ours = Number.NaN, theirs = Number.NaN] = times.map(median);
  return [
    `Milliseconds to check ${FILES.toLocaleString("en")} files, one Service each, from start to end, median:`,
    table(
      ["", "ms"],
      [
        ...programs.map(({ name }, index) => [name, figure(median(times[index] ?? []))]),
        ["**ratio**", `**${figure(ours / theirs)}**`],
      ],
    ),
  ].join("\n\n");
}

/**
 * @param {{ name: string, command: string, args: readonly string[] }} program
 * @returns {Promise<number>}
 */
async function timeOf({ name, command, args }) {
  const startedAt = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  let lines = 0;
  child.stdout.setEncoding("utf8").on("data", (text) => {
    lines += text.split("\n").length - 1;
  });
  const [code] = await once(child, "close");
  if (code !== 1 || lines < FILES / 10) throw new Error(`${name} ended with ${code} and ${lines} lines.`);
  return performance.now() - startedAt;
}

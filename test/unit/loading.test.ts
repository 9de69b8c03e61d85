import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

const PROGRAMS = ["client/src/extension.ts", "server/src/main.ts", "server/src/cli.ts"];
const CLUSTER = "server/src/cluster/cluster.ts";

const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: [...PROGRAMS, CLUSTER],
  outdir: ROOT,
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  format: "cjs",
  mainFields: ["module", "main"],
  external: ["vscode"],
  logLevel: "silent",
});

/** The files that are evaluated when a program starts: reached by `import`, not by `import()`; types are nothing by then. */
function evaluatedAtStart(entry: string): readonly string[] {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind !== "dynamic-import" && external !== true) reached.add(path);
    }
  }
  return [...reached];
}

const isOfTheCluster = (file: string) => file.startsWith("server/src/cluster/");

test.each(PROGRAMS)("%s starts without anything of the cluster", (entry) => {
  const files = evaluatedAtStart(entry);
  expect(files.length).toBeGreaterThan(1);
  expect(files.filter(isOfTheCluster)).toEqual([]);
});

test("what is imported for the cluster is found, so that its absence means something", () => {
  expect(evaluatedAtStart(CLUSTER).filter(isOfTheCluster)).toContain("server/src/cluster/reflect/reflector.ts");
});

test("the extension is active before the protocol's library is evaluated", () => {
  const files = evaluatedAtStart("client/src/extension.ts");
  expect(files.filter((file) => file.includes("node_modules/vscode-"))).toEqual([]);
});

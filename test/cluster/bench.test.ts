import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../scripts/lib/bundle.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { hireUndertaker } from "../../scripts/lib/undertaker.mjs";
import { clusterFigures } from "../bench/cluster/cluster.mjs";
import { rivalServers } from "../bench/rivals.mjs";

const undertaker = hireUndertaker();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "podsight-bench-"));
  undertaker.folder(folder);
  await bundle({ folder });
});

afterAll(async () => {
  await undertaker.bury();
});

test("the benchmark of the cluster runs to its end, with few Pods", async () => {
  const lines: string[] = [];
  const parts = { server: join(folder, "server.cjs"), rivals: await rivalServers(reportLine), folder };
  const extent = { pods: 250, rounds: 1, churnSeconds: 1 };
  const figures = await clusterFigures(parts, extent, (line: string) => lines.push(line));
  const pictures = lines.flatMap((line) => /: (\d+ Pods(?:, \w+)?) in /.exec(line)?.[1] ?? []);
  expect(pictures).toEqual(["250 Pods", "250 Pods, full", "250 Pods, full", "250 Pods, full"]);
  expect(figures).toContain("100 changes in ");
  expect(figures).not.toContain("NaN");
});

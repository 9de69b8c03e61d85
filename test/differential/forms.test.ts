import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { ACCEPTED } from "./forms/accepted.ts";

let controlPlane: ControlPlane;
let folder: string;

beforeAll(async () => {
  controlPlane = await startControlPlane({ apiServerOnly: true });
  folder = await mkdtemp(join(tmpdir(), "podsight-forms-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await controlPlane?.stop();
});

test("kubectl and the API server accept every form in which Services are published", async () => {
  for (const [index, [, text]] of ACCEPTED.entries()) {
    await writeFile(join(folder, `${index}.${text.trimStart().startsWith('{"') ? "json" : "yaml"}`), text);
  }
  const said = await controlPlane.kubectl("create", "--dry-run=server", `--filename=${folder}`);
  expect(said.match(/^service\/.* created \(server dry run\)$/gm)?.length).toBeGreaterThanOrEqual(ACCEPTED.length - 2);
});

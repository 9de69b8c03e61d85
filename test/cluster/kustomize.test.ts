import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { isService, type KubernetesObject } from "../../server/src/core/manifest/manifest.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { serviceOf } from "../../server/src/core/manifest/readService.ts";
import type { Service } from "../../server/src/core/manifest/service.ts";
import { podsOfManifest } from "../../server/src/core/pods/workload.ts";
import { servicesInForms } from "../../server/src/core/workspace/formed.ts";
import { stringOf, valueAt } from "../../server/src/core/yaml/node.ts";
import { workspaceSnapshot } from "../support/snapshot.ts";
import { generateKustomization, type KustomizedFiles } from "./generateKustomization.ts";
import { drawsFrom } from "./generateWorkspace.ts";

const SEED = Number(process.env.PODSIGHT_SEED ?? Date.now() % 1_000_000);
const CASES = Number(process.env.PODSIGHT_KUSTOMIZATIONS ?? 40);
const AT_ONCE = 2;
const ROOT = "file:///work/";

/** What becomes of each object of the base, by its kind and the name that it has there: namespace, and labels or selector. */
type Formed = Readonly<Record<string, string>>;

/** What is made of kustomizations without running anything is held to what `kubectl kustomize` writes. */
describe("forms of kustomizations agree with kubectl", () => {
  let kubectl = "";
  let folder = "";

  beforeAll(async () => {
    kubectl = join(await controlPlanePrograms(reportLine), "kubectl");
    folder = await mkdtemp(join(tmpdir(), "podsight-kustomize-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Undefined where kustomize refuses the files: a patch that fits nothing, an operation on what is not there. */
  async function built(files: KustomizedFiles, name: string): Promise<string | undefined> {
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, name, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const options = { env: { HOME: folder, PATH: process.env.PATH ?? "" } };
    const run = promisify(execFile)(kubectl, ["kustomize", join(folder, name, "top")], options);
    return run.then(
      ({ stdout }) => stdout,
      () => undefined,
    );
  }

  test("of namespaces, labels of Pods and selectors", { timeout: CASES * 3_000 }, async () => {
    const draws = drawsFrom(SEED);
    const cases = Array.from({ length: CASES }, () => generateKustomization(draws));
    let compared = 0;
    for (let at = 0; at < cases.length; at += AT_ONCE) {
      const some = cases.slice(at, at + AT_ONCE);
      const texts = await Promise.all(some.map((files, index) => built(files, `case-${at + index}`)));
      for (const [index, text] of texts.entries()) {
        const files = some[index];
        if (text === undefined || files === undefined) continue;
        compared += 1;
        expect(formedHere(files), `seed ${SEED}, ${JSON.stringify(files, undefined, 1)}`).toEqual(formedThere(text));
      }
    }
    console.log(`Seed ${SEED}: ${compared} of ${CASES} kustomizations compared; kustomize refuses the others.`);
    expect(compared).toBeGreaterThan(CASES / 3);
  });
});

function formedThere(text: string): Formed {
  const objects = readManifest(text).documents.flatMap(({ content }) => content.objects);
  const pods = podsOfManifest(readManifest(text), "");
  const origins = new Map(pods.pods.map((pod) => [`${pod.owner?.kind} ${pod.name}`, pod]));
  return Object.fromEntries(
    objects.map((object) => {
      const key = `${object.kind} ${wasCalled(object)}`;
      const pod = origins.get(`${object.kind} ${object.name}`);
      return [key, isService(object) ? serviceText(serviceOf(object)) : formedText(pod?.namespace, pod?.labels)];
    }),
  );
}

function formedHere(files: KustomizedFiles): Formed {
  const { workspace } = workspaceSnapshot(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${ROOT}${path}`, text])),
  );
  const uri = `${ROOT}base/objects.yaml`;
  expect(workspace.forms?.get(uri)).toMatchObject([{ isOpen: false }]);
  const objects = readManifest(files["base/objects.yaml"] ?? "").documents.flatMap(({ content }) => content.objects);
  const services = objects.filter(isService).flatMap((object) =>
    servicesInForms(serviceOf(object), workspace.forms?.get(uri))
      .filter(({ kustomization }) => kustomization !== undefined)
      .map(({ service }) => [`Service ${object.name}`, serviceText(service)] as const),
  );
  const pods = workspace.pods.map(
    (pod) => [`${pod.owner?.kind} ${pod.name}`, formedText(pod.namespace, pod.labels)] as const,
  );
  return Object.fromEntries([...services, ...pods]);
}

function serviceText({ namespace, selector }: Service): string {
  return formedText(
    namespace?.value,
    new Map(selector.kind === "pairs" ? selector.pairs.map(({ key, value }) => [key, value]) : []),
  );
}

/** kustomize writes the text `null` where a patch takes a label away that is not there. */
function formedText(namespace: string | undefined, labels: ReadonlyMap<string, string> = new Map()): string {
  return `${namespace ?? "-"} ${[...labels]
    .filter(([, value]) => value !== "null")
    .map((pair) => pair.join("="))
    .sort()
    .join(",")}`;
}

function wasCalled({ node }: KubernetesObject): string {
  return stringOf(valueAt(node, "metadata", "annotations", "was")) ?? "";
}

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { isService } from "../../server/src/core/manifest/manifest.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { serviceOf } from "../../server/src/core/manifest/readService.ts";
import { resolve } from "../../server/src/core/pods/resolve.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { workspaceSnapshot } from "../support/snapshot.ts";
import { until } from "../support/until.ts";
import { type GeneratedWorkspace, generateWorkspace } from "./generateWorkspace.ts";

const SEED = Number(process.env.PODSIGHT_SEED ?? Date.now() % 1_000_000);
const WORKLOADS = Number(process.env.PODSIGHT_WORKLOADS ?? 240);
const WITHIN_MILLISECONDS = 120_000;
const AT_ONCE = 4;

/** What a Service sends to: the workloads whose Pods are in its EndpointSlices, by `namespace/name`. */
type Selected = ReadonlyMap<string, readonly string[]>;

/**
 * Workloads and Services are generated as manifests; what the product says of them without a cluster is held to what the
 * EndpointSlice controller does with the same manifests.
 */
describe("matching in the workspace agrees with the EndpointSlice controller", () => {
  let controlPlane: ControlPlane;
  let workspace: GeneratedWorkspace;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    workspace = generateWorkspace(SEED, WORKLOADS);
    console.log(`Seed ${SEED}: ${workspace.workloads} workloads, ${workspace.services} Services.`);
    for (const namespace of workspace.namespaces) await controlPlane.kubectl("create", "namespace", namespace);
    await controlPlane.apply(workspace.files.map(({ text }) => text).join("---\n"));
    const { cronJobs } = workspace;
    for (let at = 0; at < cronJobs.length; at += AT_ONCE) {
      const some = cronJobs.slice(at, at + AT_ONCE);
      await Promise.all(
        some.map(({ namespace, name }) =>
          controlPlane.kubectl("create", "job", `${name}-now`, `--from=cronjob/${name}`, `--namespace=${namespace}`),
        ),
      );
    }
  });
  afterAll(() => controlPlane?.stop());

  test(
    "of every Service the same workloads, and none of the others",
    async () => {
      const expected = selectedOffline(workspace);
      const observed = await until(
        async () => {
          const now = await selectedInCluster(controlPlane);
          return now.pods >= workspace.workloads && sameSelection(now.selected, expected) ? now.selected : undefined;
        },
        { within: WITHIN_MILLISECONDS, what: "the EndpointSlices" },
      ).catch(async () => (await selectedInCluster(controlPlane)).selected);
      const total = [...expected.values()].filter((names) => names.length > 0).length;
      console.log(`${expected.size} Services compared, ${total} of them select something.`);
      expect(Object.fromEntries(observed)).toEqual(Object.fromEntries(expected));
      expect(total).toBeGreaterThan(expected.size / 4);
      expect(total).toBeLessThan(expected.size);
    },
    2 * WITHIN_MILLISECONDS,
  );
});

function selectedOffline({ files }: GeneratedWorkspace): Selected {
  const snapshot = workspaceSnapshot(Object.fromEntries(files.map(({ uri, text }) => [uri, text])));
  const selected = new Map<string, readonly string[]>();
  for (const { uri, text } of files) {
    for (const object of readManifest(text).documents.flatMap(({ content }) => content.objects)) {
      if (!isService(object)) continue;
      // All files are applied together, so that nearness, which guesses what belongs together, plays no part.
      const { pods } = resolve(serviceOf(object), snapshot, `${uri}/elsewhere/`);
      const names = pods.map(({ owner, name }) => `${owner?.kind} ${name}`);
      selected.set(`${object.namespace}/${object.name}`, [...new Set(names)].sort());
    }
  }
  return sorted(selected);
}

interface Listed {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly namespace: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly endpoints?: readonly { readonly targetRef?: { readonly kind: string; readonly name: string } }[] | null;
  }[];
}

/** Every generated Pod says in an annotation which workload it is of. */
async function selectedInCluster(
  controlPlane: ControlPlane,
): Promise<{ readonly selected: Selected; readonly pods: number }> {
  const list = async (resource: string) =>
    JSON.parse(await controlPlane.kubectl("get", resource, "--all-namespaces", "-ojson")) as Listed;
  const [pods, services, slices] = [await list("pods"), await list("services"), await list("endpointslices")];
  const workloadOf = new Map(
    pods.items.map(({ metadata: { namespace, name, annotations } }) => [
      `${namespace}/${name}`,
      annotations?.["example.com/workload"] ?? name,
    ]),
  );
  const selected = new Map<string, Set<string>>();
  for (const { metadata } of services.items) {
    if (metadata.namespace.startsWith("match-")) selected.set(`${metadata.namespace}/${metadata.name}`, new Set());
  }
  for (const { metadata, endpoints } of slices.items) {
    const names = selected.get(`${metadata.namespace}/${metadata.labels?.["kubernetes.io/service-name"]}`);
    for (const { targetRef } of endpoints ?? []) {
      const workload = workloadOf.get(`${metadata.namespace}/${targetRef?.name}`);
      if (workload !== undefined) names?.add(workload);
    }
  }
  return {
    selected: sorted(new Map(Array.from(selected, ([name, found]) => [name, [...found].sort()]))),
    pods: pods.items.filter(({ metadata }) => metadata.namespace.startsWith("match-")).length,
  };
}

function sorted(selected: Selected): Selected {
  return new Map([...selected].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sameSelection(one: Selected, other: Selected): boolean {
  return JSON.stringify([...one]) === JSON.stringify([...other]);
}

import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { driftOf } from "../../server/src/core/live/drift.ts";
import { isService } from "../../server/src/core/manifest/manifest.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";

const SEED = Number(process.env.PODSIGHT_SEED ?? Date.now() % 1_000_000);
const COUNT = Number(process.env.PODSIGHT_DIFFERENTIAL_CASES ?? 80);

type Json = Readonly<Record<string, unknown>>;

/** What is said to differ from the cluster, held to what `kubectl apply` would change there. */
describe("drift", () => {
  let controlPlane: ControlPlane;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
  });
  afterAll(() => controlPlane?.stop());

  async function kubectl(services: readonly Json[], ...args: readonly string[]): Promise<readonly Json[]> {
    const file = join(tmpdir(), `podsight-drift-${process.pid}.json`);
    await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: services }));
    const output = await controlPlane.kubectl(...args, `--filename=${file}`, "--output=json");
    return JSON.parse(output).items;
  }

  test(`is what apply would change, for ${COUNT} generated edits (PODSIGHT_SEED=${SEED})`, async () => {
    const cases = fc.sample(CASE, { numRuns: COUNT, seed: SEED });
    const named = (pick: (one: Case) => Json) => cases.map((one, index) => service(`service-${index}`, pick(one)));
    await kubectl(
      named(({ applied }) => applied),
      "apply",
    );
    await kubectl(
      named(({ byOthers }) => byOthers),
      "apply",
      "--server-side",
      "--field-manager=other",
      "--force-conflicts",
    );
    const edited = named(({ edited }) => edited);
    const stored = await kubectl(edited, "get");
    const after = await kubectl(edited, "apply", "--dry-run=server");
    const both = edited.map((written, index) => ({
      written,
      stored: JSON.stringify(stored[index]),
      ours: driftOf(serviceIn(stringify(written)), stored[index]).map(({ path }) => path),
      theirs: changes("", meant(stored[index]), meant(after[index])),
    }));
    expect(both.filter(({ ours, theirs }) => ours.length > 0 !== theirs.length > 0)).toEqual([]);
    const drifting = both.filter(({ ours }) => ours.length > 0).length;
    expect(drifting).toBeGreaterThan(COUNT / 10);
    expect(drifting).toBeLessThan(COUNT);
    reportLine(`drift: ${COUNT} edits, ${drifting} of them with a difference, PODSIGHT_SEED=${SEED}`);
  });
});

function serviceIn(text: string) {
  const object = readManifest(text)
    .documents.flatMap(({ content }) => content.objects)
    .find(isService);
  if (object === undefined) throw new Error(text);
  return object;
}

function service(name: string, { labels, annotations, ...spec }: Json): Json {
  const metadata = {
    name,
    namespace: "default",
    ...(labels !== undefined && { labels }),
    ...(annotations !== undefined && { annotations }),
  };
  return { apiVersion: "v1", kind: "Service", metadata, spec };
}

/** What a manifest speaks of: without what kubectl notes for itself. */
function meant(object: Json | undefined): Json {
  const { metadata, spec } = (object ?? {}) as { readonly metadata: Json; readonly spec: Json };
  const annotations = { ...(metadata.annotations as Json) };
  delete annotations["kubectl.kubernetes.io/last-applied-configuration"];
  return { labels: metadata.labels ?? {}, annotations, spec };
}

/** The paths at which two values differ. */
function changes(path: string, one: unknown, other: unknown): readonly string[] {
  const isMap = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMap(one) || !isMap(other)) return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)) ? [] : [path];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) => changes(`${path}.${key}`, one[key], other[key]));
}

/** The order of ports means nothing. */
function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).toSorted() : value;
}

interface Case {
  /** What kubectl apply has brought, what somebody else has changed since, and what is typed now. */
  readonly applied: Json;
  readonly byOthers: Json;
  readonly edited: Json;
}

const TEXTS = fc.dictionary(fc.constantFrom("app", "tier", "track"), fc.constantFrom("till", "cart", "a"), {
  maxKeys: 2,
});
const PORTS = fc.uniqueArray(
  fc.record(
    {
      name: fc.constantFrom("http", "metrics", "dns"),
      port: fc.constantFrom(80, 81, 82, 83),
      targetPort: fc.constantFrom<string | number>(8080, 80, "http", 0),
      protocol: fc.constantFrom("TCP", "UDP"),
      appProtocol: fc.constantFrom("http", "grpc"),
    },
    { requiredKeys: ["name", "port"] },
  ),
  { minLength: 1, maxLength: 3, comparator: (one, other) => one.port === other.port || one.name === other.name },
);

const COMMON = {
  labels: TEXTS,
  annotations: TEXTS,
  sessionAffinity: fc.constantFrom("None", "ClientIP", "", null),
  internalTrafficPolicy: fc.constantFrom("Cluster", "Local"),
  externalIPs: fc.constantFrom<readonly string[]>([], ["192.0.2.1"], ["192.0.2.1", "192.0.2.2"]),
  publishNotReadyAddresses: fc.boolean(),
};
const WRITTEN = fc
  .record(
    {
      ...COMMON,
      selector: TEXTS.filter((selector) => Object.keys(selector).length > 0),
      ports: PORTS,
      clusterIP: fc.constantFrom("", null),
      type: fc.constantFrom("ClusterIP", "NodePort", "LoadBalancer"),
      policy: fc.constantFrom("Cluster", "Local"),
      allocates: fc.boolean(),
    },
    { requiredKeys: ["ports"] },
  )
  .map(({ policy, allocates, ...spec }) => {
    const isOutside = spec.type === "NodePort" || spec.type === "LoadBalancer";
    return {
      ...spec,
      ...(isOutside && policy !== undefined && { externalTrafficPolicy: policy }),
      ...(spec.type === "LoadBalancer" && allocates !== undefined && { allocateLoadBalancerNodePorts: allocates }),
    };
  });

function ofTwoFields(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).slice(-2));
}

const CASE: fc.Arbitrary<Case> = fc
  .record({
    applied: WRITTEN,
    byOthers: fc.oneof(fc.constant({}), fc.constant({}), fc.record(COMMON, { requiredKeys: [] }).map(ofTwoFields)),
    other: WRITTEN,
    /** Of most fields the edit says what was applied. */
    changed: fc.uniqueArray(fc.constantFrom(...Object.keys(COMMON), "selector", "ports", "clusterIP", "type"), {
      maxLength: 1,
    }),
  })
  .map(({ applied, byOthers, other, changed }) => {
    const edited: Record<string, unknown> = { ...applied };
    for (const field of changed) {
      delete edited[field];
      const value = (other as Json)[field];
      if (value !== undefined) edited[field] = value;
    }
    if (edited.type !== "NodePort" && edited.type !== "LoadBalancer") delete edited.externalTrafficPolicy;
    if (edited.type !== "LoadBalancer") delete edited.allocateLoadBalancerNodePorts;
    return { applied, byOthers, edited };
  });

import fc from "fast-check";
import type { ExposeOverride } from "../../server/src/lsp/messages/edits.ts";

/** What kubectl expose takes, and the same for us; everything else is left to both. */
export interface Flags {
  readonly ports: readonly number[] | undefined;
  readonly targetPort: string | number | undefined;
  readonly protocol: "TCP" | "UDP" | "SCTP" | undefined;
  readonly type: "ClusterIP" | "NodePort" | "LoadBalancer" | undefined;
  readonly headless: boolean;
  readonly sessionAffinity: "ClientIP" | "None" | undefined;
  readonly loadBalancerIP: string | undefined;
  readonly externalIP: string | undefined;
  readonly clusterIP: string | undefined;
  readonly name: string | undefined;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly override: ExposeOverride | undefined;
}

/** Something that kubectl exposes, and the wishes for its Services. */
export interface Workload {
  readonly name: string;
  readonly kind: "Deployment" | "ReplicaSet" | "ReplicationController" | "Pod" | "Service";
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly containerPort: number; readonly protocol: "TCP" | "UDP" | "SCTP" }[];
  /** Of a Pod: it has no labels at all. */
  readonly unlabelled: boolean;
  readonly flags: readonly Flags[];
}

const pair = fc.record({
  key: fc.constantFrom("app", "tier", "app.kubernetes.io/name", "version", "on"),
  value: fc.constantFrom("till", "1.10", "yes", "v1", "front", ""),
});
const labels = (minLength: number) =>
  fc
    .uniqueArray(pair, { minLength, maxLength: 3, selector: ({ key }) => key })
    .map((pairs) => Object.fromEntries(pairs.map(({ key, value }) => [key, value])));
const protocol = fc.constantFrom("TCP", "UDP", "SCTP");
const port = fc.constantFrom(80, 443, 53, 8080, 9090);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const portPatch = fc.record(
  { port, targetPort: fc.constantFrom(1, "http"), name: fc.constantFrom("a", "b"), protocol },
  { requiredKeys: ["port", "targetPort"] },
);
const metadataPatch = fc.record(
  {
    name: fc.constantFrom("another"),
    labels: fc.constantFrom(null, { app: null, "example.com/team": "shop" }),
    annotations: fc.constantFrom({ "example.com/a": "1.10" }, { b: null }),
    finalizers: fc.constantFrom(["example.com/b", "example.com/a"]),
  },
  { requiredKeys: [] },
);
/** Of a kind that is in a Service; what kubectl drops without a word, we leave in and the server refuses. */
const specPatch = <T>(item: fc.Arbitrary<T>) =>
  fc.record(
    {
      type: fc.constantFrom("NodePort", "ClusterIP", null),
      selector: fc.constantFrom({ app: null, more: "x" }, { app: "other" }, null),
      ports: fc.uniqueArray(item, { maxLength: 3, selector: (one) => JSON.stringify(one) }),
      publishNotReadyAddresses: fc.constant(true),
      sessionAffinityConfig: fc.constant({ clientIP: { timeoutSeconds: 60 } }),
      externalIPs: fc.constantFrom(["192.0.2.1"], null),
    },
    { requiredKeys: [] },
  );
const mergePatch = fc.record({ metadata: metadataPatch, spec: specPatch(portPatch) }, { requiredKeys: [] });
const strategicPatch = fc.record(
  {
    metadata: metadataPatch,
    spec: fc.oneof(
      specPatch(portPatch),
      specPatch(fc.oneof(portPatch, fc.record({ port, $patch: fc.constant("delete") }))),
      specPatch(fc.oneof(portPatch, fc.constant({ $patch: "replace" }), fc.constant({ name: "without" }))),
      fc.constant({ selector: { $patch: "replace", app: "only" } }),
      fc.constant({ $patch: "sideways" }),
    ),
  },
  { requiredKeys: [] },
);
const jsonPatch = fc.array(
  fc.constantFrom(
    { op: "add", path: "/spec/type", value: "NodePort" },
    { op: "add", path: "/spec/ports/-", value: { name: "more", port: 1, targetPort: 1 } },
    { op: "add", path: "/spec/ports/0", value: { name: "first", port: 2, targetPort: 2 } },
    { op: "add", path: "/metadata/annotations", value: { "example.com/a": "b" } },
    { op: "add", path: "/metadata/annotations/example.com~1b", value: "c" },
    { op: "replace", path: "/metadata/name", value: "another" },
    { op: "replace", path: "/spec/ports/1/port", value: 3 },
    { op: "replace", path: "/spec/externalIPs/0", value: "192.0.2.1" },
    { op: "remove", path: "/spec/ports/1" },
    { op: "remove", path: "/metadata/labels" },
    { op: "copy", from: "/spec/selector", path: "/metadata/labels" },
    { op: "move", from: "/spec/ports/0", path: "/spec/ports/1" },
    { op: "test", path: "/spec/ports/0/protocol", value: "TCP" },
    { op: "test", path: "/metadata/labels/app", value: "till" },
    { op: "swap", path: "/spec" },
    { path: "/spec" },
  ),
  { minLength: 1, maxLength: 3 },
);
const override: fc.Arbitrary<ExposeOverride> = fc.oneof(
  mergePatch.map((patch) => ({ type: "merge" as const, patch: JSON.stringify(patch) })),
  strategicPatch.map((patch) => ({ type: "strategic" as const, patch: JSON.stringify(patch) })),
  jsonPatch.map((patch) => ({ type: "json" as const, patch: JSON.stringify(patch) })),
  fc.constantFrom({ type: "merge", patch: "[]" }, { type: "merge", patch: "{" }, { type: "json", patch: "{}" }),
);
const flags: fc.Arbitrary<Flags> = fc.record({
  ports: fc.option(fc.uniqueArray(port, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  targetPort: fc.constantFrom(undefined, undefined, 8080, "http"),
  protocol: fc.constantFrom(undefined, undefined, "TCP", "UDP", "SCTP"),
  type: fc.constantFrom(undefined, "ClusterIP", "NodePort", "LoadBalancer"),
  headless: fc.boolean(),
  sessionAffinity: fc.constantFrom(undefined, undefined, "ClientIP", "None"),
  loadBalancerIP: fc.constantFrom(undefined, "203.0.113.9"),
  externalIP: fc.constantFrom(undefined, "198.51.100.7"),
  clusterIP: fc.constantFrom(undefined, undefined, "10.0.0.77"),
  name: fc.constantFrom(undefined, undefined, "of-its-own"),
  labels: optional(labels(1)),
  selector: optional(labels(1)),
  override: optional(override),
});
const workload = fc.record({
  kind: fc.constantFrom("Deployment", "ReplicaSet", "ReplicationController", "Pod", "Service"),
  labels: labels(0),
  selector: labels(1),
  unlabelled: fc.boolean(),
  ports: fc.uniqueArray(fc.record({ containerPort: port, protocol }), {
    maxLength: 3,
    selector: (one) => one.containerPort,
  }),
  nameLength: fc.constantFrom(4, 4, 20, 63),
  flags: fc.array(flags, { minLength: 3, maxLength: 5 }),
});

/** Workloads of all kinds that kubectl exposes, with names of their own, the longest as long as a Service may have. */
export function generateExposures(seed: number, count: number): readonly Workload[] {
  return fc
    .sample(workload, { seed, numRuns: count })
    .map(({ nameLength, ...one }, index) => ({ ...one, name: `w${index}-`.padEnd(Math.max(nameLength, 5), "x") }));
}

/** The object to be applied, in the namespace default; nothing runs of it. */
export function manifestOf({ kind, name, labels: own, selector, unlabelled, ports }: Workload): object {
  const containers = [{ name: "main", image: "main", ports }];
  const template = { metadata: { labels: selector }, spec: { containers } };
  const metadata = { name, namespace: "default", labels: own };
  switch (kind) {
    case "Pod":
      return {
        apiVersion: "v1",
        kind,
        metadata: { ...metadata, labels: unlabelled ? {} : selector },
        spec: template.spec,
      };
    case "Service":
      return {
        apiVersion: "v1",
        kind,
        metadata,
        spec: {
          selector,
          ports: (ports.length > 0 ? ports : [HTTP]).map(servicePort),
        },
      };
    case "ReplicationController":
      return { apiVersion: "v1", kind, metadata, spec: { replicas: 0, selector, template } };
    case "Deployment":
    case "ReplicaSet":
      return {
        apiVersion: "apps/v1",
        kind,
        metadata,
        spec: { replicas: 0, selector: { matchLabels: selector }, template },
      };
  }
}

const HTTP = { containerPort: 80, protocol: "TCP" } as const;

function servicePort({ containerPort, protocol: wanted }: Workload["ports"][number], index: number): object {
  return { name: `p${index}`, port: containerPort, protocol: wanted };
}

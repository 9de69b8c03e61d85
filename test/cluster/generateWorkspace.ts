/** Manifests of workloads and Services, made from a seed. */
export interface GeneratedWorkspace {
  readonly namespaces: readonly string[];
  readonly files: readonly { readonly uri: string; readonly text: string }[];
  readonly workloads: number;
  readonly services: number;
  /** Those of the workloads that make no Pods by themselves: somebody has to start a Job from each. */
  readonly cronJobs: readonly { readonly namespace: string; readonly name: string }[];
}

const NAMESPACES = ["match-a", "match-b", "match-c"];
const KEYS = ["app", "tier", "app.kubernetes.io/name", "track"];
const VALUES = ["till", "till-2", "front", "back", "1.10", "Yes", ""];
const KINDS = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Job",
  "CronJob",
  "Pod",
] as const;
type Kind = (typeof KINDS)[number];
type Labels = Readonly<Record<string, string>>;

/** Draws from a seed, the same every time (mulberry32, public domain). */
export function drawsFrom(seed: number): { below(limit: number): number; of<T>(choices: readonly T[]): T } {
  let state = seed | 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return { below, of: (choices) => choices[below(choices.length)] as (typeof choices)[number] };
}
export type Draws = ReturnType<typeof drawsFrom>;

/** A number of workloads of all kinds, and half as many Services, in files that mix YAML, JSON and Lists. */
export function generateWorkspace(seed: number, workloads: number): GeneratedWorkspace {
  const draws = drawsFrom(seed);
  const made = Array.from({ length: workloads }, (_, index) => workload(draws, index));
  const services = Array.from({ length: Math.ceil(workloads / 2) }, (_, index) => service(draws, index, made));
  const objects = [...made.map(({ object }) => object), ...services];
  const files: { uri: string; text: string }[] = [];
  for (let at = 0; at < objects.length; ) {
    const size = 1 + draws.below(6);
    files.push(file(draws, files.length, objects.slice(at, at + size)));
    at += size;
  }
  const cronJobs = made.filter(({ kind }) => kind === "CronJob");
  return { namespaces: NAMESPACES, files, workloads, services: services.length, cronJobs };
}

interface Made {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly object: object;
}

function workload(draws: Draws, index: number): Made {
  const kind = draws.of(KINDS);
  const namespace = draws.of(NAMESPACES);
  const name = `w-${index}`;
  const labels: Labels = { id: name, ...someLabels(draws) };
  // Labels on the workload itself must not count.
  const metadata = { name, namespace, labels: someLabels(draws) };
  return { kind, name, namespace, labels, object: objectOf(kind, metadata, labels, draws) };
}

function objectOf(kind: Kind, metadata: { readonly name: string }, labels: Labels, draws: Draws): object {
  const annotations = { "example.com/workload": `${kind} ${metadata.name}`, "example.com/keeps-running": "yes" };
  const containers = [{ name: "main", image: "example.com/a:1", ports: [{ name: "http", containerPort: 8080 }] }];
  const restart = kind === "Job" || kind === "CronJob" ? { restartPolicy: "Never" } : {};
  const template = { metadata: { labels, annotations }, spec: { containers, ...restart } };
  const id = labels.id ?? "";
  const selector = draws.below(2)
    ? { matchLabels: { id } }
    : { matchExpressions: [{ key: "id", operator: "In", values: [id, "other"] }] };
  switch (kind) {
    case "Pod":
      return { apiVersion: "v1", kind, metadata: { ...metadata, labels, annotations }, spec: template.spec };
    case "ReplicationController":
      return { apiVersion: "v1", kind, metadata, spec: { replicas: 1, selector: { id }, template } };
    case "Job":
      return { apiVersion: "batch/v1", kind, metadata, spec: { template } };
    case "CronJob":
      return {
        apiVersion: "batch/v1",
        kind,
        metadata,
        spec: { schedule: "0 0 1 1 *", suspend: true, jobTemplate: { spec: { template } } },
      };
    case "StatefulSet":
      return { apiVersion: "apps/v1", kind, metadata, spec: { replicas: 1, serviceName: "none", selector, template } };
    case "DaemonSet": {
      const nodeSelector = { "kubernetes.io/hostname": "node-1" };
      return {
        apiVersion: "apps/v1",
        kind,
        metadata,
        spec: { selector, template: { ...template, spec: { ...template.spec, nodeSelector } } },
      };
    }
    case "Deployment":
    case "ReplicaSet":
      return { apiVersion: "apps/v1", kind, metadata, spec: { replicas: 1, selector, template } };
  }
}

function someLabels(draws: Draws): Labels {
  const keys = KEYS.filter(() => draws.below(2) === 1);
  return Object.fromEntries(keys.map((key) => [key, draws.of(VALUES)]));
}

/** A selector of labels that some workload has, of any labels, or now and then none at all. */
function service(draws: Draws, index: number, made: readonly Made[]): object {
  const like = draws.of(made);
  const chance = draws.below(10);
  const namespace = chance < 8 ? like.namespace : draws.of(NAMESPACES);
  const spec = { clusterIP: "None", ports: [{ name: "http", port: 80, targetPort: 8080 }] };
  const selector = chance === 9 ? {} : selectorLike(draws, like.labels, chance);
  const metadata = { name: `s-${index}`, namespace };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: chance === 9 && index % 2 === 0 ? spec : { ...spec, selector },
  };
}

function selectorLike(draws: Draws, labels: Labels, chance: number): Labels {
  if (chance === 8) return { app: draws.of(VALUES), tier: draws.of(VALUES) };
  const entries = Object.entries(labels).filter(([key]) => key !== "id" || chance === 0);
  const some = entries.filter(() => draws.below(3) > 0);
  return some.length === 0 ? { app: draws.of(VALUES) } : Object.fromEntries(some);
}

/** JSON is YAML, so that what differs between files is how they are cut and written. */
function file(draws: Draws, index: number, objects: readonly object[]): { uri: string; text: string } {
  const uri = (ending: string) => `file:///work/f-${index}.${ending}`;
  switch (draws.below(4)) {
    case 0:
      return { uri: uri("json"), text: `${JSON.stringify({ apiVersion: "v1", kind: "List", items: objects })}\n` };
    case 1:
      return { uri: uri("yaml"), text: objects.map((object) => `${blockText(object, "")}\n`).join("---\r\n") };
    case 2:
      return {
        uri: uri("yaml"),
        text: objects.map((object) => `# An object --- of many.\n${blockText(object, "")}\n`).join("--- \n"),
      };
    default:
      return {
        uri: uri("yml"),
        text: objects.map((object) => `${JSON.stringify(object, undefined, 2)}\n`).join("---\n"),
      };
  }
}

/** A value in block style, texts in quotes. */
function blockText(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}- ${blockText(item, `${indent}  `).trimStart()}`).join("\n");
  }
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return JSON.stringify(value);
  return Object.entries(value)
    .map(([key, inner]) => {
      const isNested = typeof inner === "object" && inner !== null && Object.keys(inner).length > 0;
      return `${indent}${key}:${isNested ? "\n" : " "}${blockText(inner, isNested ? `${indent}  ` : "")}`;
    })
    .join("\n");
}

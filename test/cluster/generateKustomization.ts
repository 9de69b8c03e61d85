import type { Draws } from "./generateWorkspace.ts";

/** Files by their path: a base, one that lies over it, and the kustomization that is applied, in the folder `top`. */
export type KustomizedFiles = Readonly<Record<string, string>>;

const KINDS = ["Deployment", "StatefulSet", "CronJob", "Pod", "Service"] as const;
const NAMES = ["till", "report", "front-door"];
const KEYS = ["app", "tier", "example.com/track"];
const VALUES = ["till", "front", "v1", "v2"];

interface Present {
  readonly kind: string;
  readonly name: string;
}

interface Making {
  readonly draws: Draws;
  readonly files: Map<string, string>;
  /** What the base holds. */
  readonly present: readonly Present[];
}

/**
 * Kustomizations with all that is followed, drawn at random. Keys of `labels` occur in one kustomization only: kustomize
 * keeps one value for all places where it has put a label, so that to change it in one place changes it in others.
 * The objects say in an annotation what they are called in the base.
 */
export function generateKustomization(draws: Draws): KustomizedFiles {
  const files = new Map<string, string>();
  const present = NAMES.flatMap((name) => [
    { kind: "Service", name },
    { kind: draws.of(KINDS.slice(0, 4)), name },
  ]);
  const objects = present.map(({ kind, name }) => object(draws, kind, name));
  files.set("base/objects.yaml", objects.map((one) => JSON.stringify(one)).join("\n---\n"));
  files.set(
    "base/kustomization.yaml",
    kustomization({ draws, files, present }, "base", { resources: ["objects.yaml"] }),
  );
  files.set(
    "middle/kustomization.yaml",
    kustomization({ draws, files, present }, "middle", { resources: ["../base"] }),
  );
  files.set(
    "part/kustomization.yaml",
    kustomization({ draws, files, present }, "part", {
      apiVersion: "kustomize.config.k8s.io/v1alpha1",
      kind: "Component",
    }),
  );
  const components = draws.below(2) === 0 ? { components: ["../part"] } : {};
  files.set(
    "top/kustomization.yaml",
    kustomization({ draws, files, present }, "top", { resources: ["../middle"], ...components }),
  );
  return Object.fromEntries(files);
}

function object(draws: Draws, kind: string, name: string): object {
  const metadata = { name, annotations: { was: name }, ...(draws.below(4) === 0 && { namespace: "written" }) };
  const spec = { containers: [{ name: "main", image: "example" }] };
  const template = { metadata: { labels: labels(draws) }, spec };
  switch (kind) {
    case "Service":
      return { apiVersion: "v1", kind, metadata, spec: { selector: labels(draws), ports: [{ port: 80 }] } };
    case "Pod":
      return { apiVersion: "v1", kind, metadata: { ...metadata, labels: labels(draws) }, spec };
    case "CronJob":
      return {
        apiVersion: "batch/v1",
        kind,
        metadata,
        spec: { schedule: "@daily", jobTemplate: { spec: { template } } },
      };
    default:
      return { apiVersion: "apps/v1", kind, metadata, spec: { selector: { matchLabels: {} }, template } };
  }
}

function labels(draws: Draws): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ["app", draws.of(VALUES)],
    ...KEYS.filter(() => draws.below(2) === 0).map((key) => [key, draws.of(VALUES)]),
  ]);
}

function kustomization(making: Making, folder: string, lists: object): string {
  const { draws, present } = making;
  const sometimes = <T extends object>(part: () => T): T | object => (draws.below(3) === 0 ? part() : {});
  const patch = (): object => writtenPatch(making, folder);
  const patches = Array.from({ length: draws.below(4) }, patch);
  return JSON.stringify({
    ...lists,
    ...sometimes(() => ({ namespace: draws.of(["shop", "prod"]) })),
    ...sometimes(() => ({ namePrefix: "a-" })),
    ...sometimes(() => ({ nameSuffix: "-z" })),
    ...sometimes(() => ({ commonLabels: { [draws.of(KEYS)]: draws.of(VALUES) } })),
    ...sometimes(() => ({
      labels: [
        {
          pairs: { [`own-${folder}`]: draws.of(VALUES) },
          [draws.of(["includeSelectors", "includeTemplates", "x"])]: true,
        },
      ].map(({ x: _, ...one }: Record<string, unknown>) => one),
    })),
    ...(patches.length > 0 && { patches }),
    ...(draws.below(3) === 0 && { patchesJson6902: present.flatMap((one) => latePatch(draws, one)) }),
    ...sometimes(() => ({ patchesStrategicMerge: [merged(draws, draws.of(present))] })),
  });
}

function latePatch(draws: Draws, { kind, name }: Present): readonly object[] {
  if (kind !== "Deployment" || draws.below(2) === 0) return [];
  return [{ target: { group: "apps", version: "v1", kind, name }, patch: operations(draws, kind) }];
}

function writtenPatch({ draws, files, present }: Making, folder: string): object {
  const object = draws.of(present);
  const { kind, name } = object;
  const isJson = draws.below(3) === 0;
  const pattern = draws.below(2) === 0 && { name: draws.of([name, "t.*", "report|till", ".*"]) };
  const target = isJson || draws.below(2) === 0 ? { target: { kind, ...pattern } } : {};
  const text = isJson ? operations(draws, kind) : merged(draws, object);
  if (draws.below(2) === 0) return { patch: text, ...target };
  const file = `patch-${files.size}.yaml`;
  files.set(`${folder}/${file}`, text);
  return { path: file, ...target };
}

function templatePath(kind: string): readonly string[] {
  if (kind === "Pod") return [];
  return kind === "CronJob" ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"];
}

function labelsPath(kind: string): readonly string[] {
  return kind === "Service" ? ["spec", "selector"] : [...templatePath(kind), "metadata", "labels"];
}

function operations(draws: Draws, kind: string): string {
  const pointer = [...labelsPath(kind), draws.of(KEYS)].map((step) => `/${step.replaceAll("/", "~1")}`).join("");
  const all = { op: "replace", path: `/${labelsPath(kind).join("/")}`, value: { app: draws.of(VALUES) } };
  const one = { op: "add", path: pointer, value: draws.of(VALUES) };
  const place = { op: "add", path: "/metadata/namespace", value: "moved" };
  return JSON.stringify([draws.of([one, one, one, all, place]), ...(draws.below(3) === 0 ? [one] : [])]);
}

function merged(draws: Draws, { kind, name }: Present): string {
  const change = draws.of([
    { [draws.of(KEYS)]: draws.of(VALUES) },
    { [draws.of(KEYS)]: null },
    { $patch: "replace", app: draws.of(VALUES) },
    { [draws.of(KEYS)]: draws.of(VALUES), tier: null },
  ]);
  const inside = labelsPath(kind).reduceRight<object>((value, key) => ({ [key]: value }), change);
  const apiVersions: Readonly<Record<string, string>> = { Service: "v1", Pod: "v1", CronJob: "batch/v1" };
  const isDeleted = draws.below(20) === 0;
  const { metadata = {}, ...rest } = inside as { metadata?: object };
  const body = isDeleted ? { $patch: "delete" } : rest;
  return JSON.stringify({
    apiVersion: apiVersions[kind] ?? "apps/v1",
    kind,
    metadata: { name, ...(isDeleted ? {} : metadata) },
    ...body,
  });
}

import { describe, expect, test } from "vitest";
import { itemsAt, labelsAt, NOTHING_KNOWN, notesAt, SERVICE_TO_SPEC } from "../../../test/support/completing.ts";
import { SETTINGS } from "../../../test/support/snapshot.ts";
import { fieldAt, fieldsBelow } from "../core/fields/field.ts";
import type { Minor } from "../core/snapshot.ts";

/** The paths of all objects in a Service, items of lists among them. */
function mapsBelow(path: readonly (string | number)[]): readonly (readonly (string | number)[])[] {
  const below = fieldsBelow(path).flatMap(({ path: child, shape }) =>
    mapsBelow(shape === "list" ? [...child, 0] : child),
  );
  return fieldAt(path)?.shape === "map" ? [path, ...below] : below;
}

/** A Service of a type with the cursor in the map at a path. */
function nested(path: readonly (string | number)[], type: string): string {
  const [section, ...rest] = path;
  const inner = rest.reduceRight<string>(
    (text, step) => (typeof step === "number" ? `[${text}]` : `{${step}: ${text}}`),
    "{$0}",
  );
  const lines = { metadata: "{}", spec: `{type: ${type}}` };
  if (section === undefined) return `kind: Service\nmetadata: {}\nspec: {type: ${type}}\n$0`;
  const written = section === "spec" ? inner.replace("{", `{type: ${type}, `) : inner;
  return Object.entries({ kind: "Service", ...lines, [section]: written })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
}

describe("where a list opens", () => {
  test.each([
    ["in an empty file", "$0", ["Service ClusterIP", "Service NodePort"]],
    ["in a fresh document", `${SERVICE_TO_SPEC}---\n$0`, ["Service ClusterIP", "Service NodePort"]],
    ["behind a first separator and a comment", "---\n# the till\n$0", ["Service ClusterIP", "Service NodePort"]],
    ["for who begins a Service", "ap$0", ["apiVersion"]],
    ["behind the API version", "apiVersion: v1\n$0", ["kind", "metadata"]],
    ["at the kind", "apiVersion: v1\nkind: S$0", ["Service"]],
    ["at the API version", "apiVersion: $0", ["v1"]],
    ["in a List", "apiVersion: v1\nkind: List\nitems:\n- kind: Service\n  spec:\n    $0", ["type", "selector"]],
    ["in a ServiceList", "apiVersion: v1\nkind: ServiceList\nitems:\n- spec:\n    $0", ["type", "selector"]],
    ["beside broken text", `${SERVICE_TO_SPEC}  type: [\n  $0`, ["selector", "ports"]],
    ["in a document after a broken one", `a: [\n---\n${SERVICE_TO_SPEC}  $0`, ["type", "selector"]],
    [
      "in a template",
      `{{ if .Values.on }}\n${SERVICE_TO_SPEC}  type: {{ .Values.type }}\n  $0\n{{ end }}\n`,
      ["selector", "ports"],
    ],
  ])("%s", (_, marked, first) => expect(labelsAt(marked).slice(0, 2)).toEqual(first));

  test.each([
    ["in another kind", "apiVersion: apps/v1\nkind: Deployment\nspec:\n  $0"],
    ["in another group's Service", "apiVersion: serving.knative.dev/v1\nkind: Service\nspec:\n  $0"],
    ["in something else", "services:\n  web:\n    $0"],
    ["at the top of something else", "version: 3\n$0"],
    ["where something else is named", "kind: $0\nmodules: []"],
    ["in a file of other documents", "a: 1\n---\n$0"],
    ["in a comment", `${SERVICE_TO_SPEC}  # $0`],
    ["behind a value", `${SERVICE_TO_SPEC}  type: NodePort $0`],
    ["in free text", `${SERVICE_TO_SPEC}  externalName: $0`],
    ["in a field that is no map", `${SERVICE_TO_SPEC}  type:\n    x: $0`],
  ])("not %s", (_, marked) => expect(labelsAt(marked)).toEqual([]));

  test("a blank opens it behind a key, not where it indents", () => {
    expect(labelsAt(`${SERVICE_TO_SPEC}  type: $0`, NOTHING_KNOWN, " ")).toContain("NodePort");
    expect(labelsAt(`${SERVICE_TO_SPEC}  ports:\n    - $0`, NOTHING_KNOWN, " ")).toContain("port");
    expect(labelsAt(`${SERVICE_TO_SPEC}  $0`, NOTHING_KNOWN, " ")).toEqual([]);
  });
});

describe("fields", () => {
  test("by type, those for another type only as long as none is written", () => {
    const spec = (type: string) => labelsAt(`${SERVICE_TO_SPEC}  type: ${type}\n  $0`);
    expect(spec("ClusterIP")).not.toContain("loadBalancerClass");
    expect(spec("LoadBalancer")).toContain("loadBalancerClass");
    expect(spec("ExternalName")).toEqual(["externalName"]);
    expect(notesAt(`${SERVICE_TO_SPEC}  $0`)).toContain("loadBalancerClass | only for LoadBalancer");
    expect(labelsAt(`${SERVICE_TO_SPEC}  type: ClusterIP\n  externalIPs: []\n  $0`)).toContain("externalTrafficPolicy");
  });

  test("by version, old ones last and marked", () => {
    const at = (minor: Minor) =>
      itemsAt(`${SERVICE_TO_SPEC}  $0`, { ...NOTHING_KNOWN, settings: { ...SETTINGS, minor } });
    expect(at(31).find(({ label }) => label === "externalIPs")?.tags).toBeUndefined();
    expect(at(36).find(({ label }) => label === "externalIPs")?.tags).toEqual([1]);
    expect(at(36).at(-1)).toMatchObject({ label: "loadBalancerIP", detail: "deprecated since 1.24" });
  });

  test("none that is there already, but the one that is written over", () => {
    expect(labelsAt(`${SERVICE_TO_SPEC}  $0\n  type: NodePort\n`)).not.toContain("type");
    expect(labelsAt(`${SERVICE_TO_SPEC}  ty$0pe: NodePort\n`)).toContain("type");
  });

  test("every field of the schema appears for some type", () => {
    for (const path of mapsBelow([])) {
      const types = ["ClusterIP", "LoadBalancer", "ExternalName"];
      const offered = new Set(types.flatMap((type) => labelsAt(nested(path, type))));
      const missing = fieldsBelow(path).filter(({ name }) => !offered.has(name) && name !== "kind" && name !== "type");
      const written = path.length === 0 ? ["metadata", "spec"] : [];
      expect(missing.map(({ name }) => [...path, name].join("."))).toEqual(written);
    }
  });

  test("have their words beside them", () => {
    const [item] = itemsAt(`${SERVICE_TO_SPEC}  sessionAf$0`);
    expect(item?.documentation).toEqual({
      kind: "markdown",
      value: [
        "Whether a client is always sent to the same Pod.",
        "Default: `None`",
        "Allowed: `None`, `ClientIP`",
        "Used by: ClusterIP, NodePort, LoadBalancer",
        "[Kubernetes documentation](https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity)",
      ].join("\n\n"),
    });
  });
});

import { describe, expect, test } from "vitest";
import { render } from "../words.ts";
import { type Override, override } from "./override.ts";

const TILL = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "till", namespace: "shop", labels: { app: "till" } },
  spec: { selector: { app: "till" }, ports: [{ name: "http", port: 80 }, { port: 443 }] },
};

function overridden(type: Override["type"], patch: unknown): object | string {
  const done = override(TILL, { type, patch: typeof patch === "string" ? patch : JSON.stringify(patch) });
  return done.kind === "refused" ? render(done.why, "en") : done.value;
}

const withSpec = (spec: object) => ({ ...TILL, spec: { ...TILL.spec, ...spec } });
const ports = (...list: readonly unknown[]) => withSpec({ ports: list });

describe("a merge patch", () => {
  test.each([
    [{}, TILL],
    [{ spec: { type: "NodePort" } }, withSpec({ type: "NodePort" })],
    [{ spec: { ports: [{ port: 1 }] } }, ports({ port: 1 })],
    [{ spec: { selector: { app: null, a: "b", c: null } } }, withSpec({ selector: { a: "b" } })],
    [
      { metadata: { annotations: { a: { b: null } } } },
      { ...TILL, metadata: { ...TILL.metadata, annotations: { a: {} } } },
    ],
    ["{", "This is not JSON that can be read."],
    [[], 'A merge patch is a JSON object, such as {"spec": {"publishNotReadyAddresses": true}}.'],
    [{ kind: "Pod" }, expect.stringContaining("not be the same object")],
    [{ metadata: { namespace: null } }, expect.stringContaining("not be the same object")],
    [{ metadata: { name: null } }, expect.stringContaining("not be the same object")],
  ])("%j", (patch, expected) => expect(overridden("merge", patch)).toEqual(expected));

  test("__proto__ is a key like any other", () => {
    const text = '{"spec": {"__proto__": {"type": "NodePort"}}}';
    expect(Object.keys((overridden("merge", text) as typeof TILL).spec)).toEqual(["selector", "ports", "__proto__"]);
    expect((overridden("merge", text) as { spec: { type?: string } }).spec.type).toBeUndefined();
  });
});

describe("a strategic merge patch", () => {
  test.each([
    [
      { spec: { ports: [{ port: 443, name: "https" }] } },
      ports({ name: "http", port: 80 }, { name: "https", port: 443 }),
    ],
    [{ spec: { ports: [{ port: 9 }, { port: 443 }] } }, ports({ port: 9 }, { name: "http", port: 80 }, { port: 443 })],
    [{ spec: { ports: [{ port: 80, $patch: "delete" }] } }, ports({ port: 443 })],
    [{ spec: { ports: [{ $patch: "replace" }, { port: 9 }] } }, ports({ port: 9 })],
    [{ spec: { ports: [{ $patch: "delete" }] } }, "Each item of spec.ports needs its port."],
    [{ spec: { ports: [{ name: "a" }] } }, "Each item of spec.ports needs its port."],
    [{ spec: { selector: { $patch: "replace", a: "b" } } }, withSpec({ selector: { a: "b" } })],
    [{ spec: { selector: { app: null } } }, withSpec({ selector: {} })],
    [{ spec: { externalIPs: ["192.0.2.1"] } }, withSpec({ externalIPs: ["192.0.2.1"] })],
    [{ spec: { $retainKeys: ["ports"] } }, expect.stringMatching(/^\$retainKeys is not understood/)],
    [{ spec: { $patch: "merge" } }, expect.stringMatching(/^\$patch is not understood/)],
  ])("%j", (patch, expected) => expect(overridden("strategic", patch)).toEqual(expected));
});

describe("a JSON patch", () => {
  const port = (path: string, value: unknown) => ({ op: "add", path: `/spec/ports${path}`, value });
  test.each([
    [[{ op: "add", path: "/spec/type", value: "NodePort" }], withSpec({ type: "NodePort" })],
    [[port("/-", { port: 9 })], ports({ name: "http", port: 80 }, { port: 443 }, { port: 9 })],
    [[port("/0", { port: 9 })], ports({ port: 9 }, { name: "http", port: 80 }, { port: 443 })],
    [[port("/2", 9)], ports({ name: "http", port: 80 }, { port: 443 }, 9)],
    [[port("/3", 9)], 'There is nothing at "/spec/ports/3" for add.'],
    [[port("/01", 9)], 'There is nothing at "/spec/ports/01" for add.'],
    [[{ op: "replace", path: "/spec/ports/1/port", value: 9 }], ports({ name: "http", port: 80 }, { port: 9 })],
    [[{ op: "replace", path: "/spec/ports/-", value: 9 }], 'There is nothing at "/spec/ports/-" for replace.'],
    [[{ op: "remove", path: "/spec/ports/0" }], ports({ port: 443 })],
    [[{ op: "remove", path: "/spec/type" }], 'There is nothing at "/spec/type" for remove.'],
    [
      [{ op: "add", path: "/metadata/annotations/a", value: "b" }],
      'There is nothing at "/metadata/annotations/a" for add.',
    ],
    [
      [{ op: "add", path: "/metadata/labels/a~1b~0", value: "c" }],
      { ...TILL, metadata: { ...TILL.metadata, labels: { app: "till", "a/b~": "c" } } },
    ],
    [[{ op: "move", from: "/spec/ports/0", path: "/spec/ports/1" }], ports({ port: 443 }, { name: "http", port: 80 })],
    [
      [{ op: "copy", from: "/spec/ports/1/port", path: "/spec/ports/0/port" }],
      ports({ name: "http", port: 443 }, { port: 443 }),
    ],
    [[{ op: "test", path: "/spec/selector", value: { app: "till" } }], TILL],
    [[{ op: "test", path: "/spec/ports/0", value: { port: 80 } }], 'The test of "/spec/ports/0" finds another value.'],
    [[{ op: "swap", path: "/spec" }], expect.stringMatching(/^swap is no operation/)],
    [{ op: "add" }, expect.stringContaining("a list of operations")],
    [[{ op: "add", path: "spec", value: 1 }], expect.stringContaining("a list of operations")],
    [["add"], expect.stringContaining("a list of operations")],
    [[{ op: "remove", path: "" }], 'There is nothing at "" for remove.'],
  ])("%j", (patch, expected) => expect(overridden("json", patch)).toEqual(expected));
});

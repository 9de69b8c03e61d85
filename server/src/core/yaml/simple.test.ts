import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import type { Node } from "./node.ts";
import { readSimpleDocument } from "./simple.ts";
import { nodeTree } from "./tree.ts";

const SERVICE = `# the till
apiVersion: v1
kind: Service
metadata:
  name: till # its name
  labels: { app: till, "tier": front }
  annotations:
    example.com/a: "quoted: # text"

    'example.com/b': 'single "text"'
spec:
  # indented as its key
  ports:
  - name: http
    port: 80
    targetPort: 8080
  - {name: https, port: 443, protocol: TCP}
  clusterIPs: [10.0.0.1, "fd00::1"]
  externalIPs:
    - 192.0.2.1
    - 192.0.2.2
  selector: {}
  publishNotReadyAddresses: yes
`;

const JSON_LIST = `${JSON.stringify({ apiVersion: "v1", kind: "List", items: [{ a: 'x"\n', b: [], c: [1, -2, true, null] }] }, undefined, 2)}\n`;

const SIMPLE = [SERVICE, SERVICE.replaceAll("\n", "\r\n"), SERVICE.trimEnd(), JSON_LIST, JSON_LIST.replace(/\s/g, "")];

test.each(SIMPLE)("what is simple is read as the whole parser reads it (%#)", (text) => {
  expect(readSimpleDocument(text)).toEqual(wholeTree(text));
});

test.each([
  "a: &x 1\nb: *x\n",
  "a: !!str 1\n",
  "a: |\n  text\n",
  "a: one\n  two\n",
  "a:\nb: 1\n",
  "? a\n: b\n",
  "a: {b: 1,\n  c: 2}\n",
  "a:\n\t- b\n",
  "a: b: c\n",
  'a: "\\x41"\n',
  "a: 'it''s'\n",
  "- - a\n",
  "a: 1\n b: 2\n",
  "a: [1, 2,]\n",
  "null: 1\n",
  "a: .inf\n",
])("anything else is left to the whole parser: %j", (text) => {
  expect(readSimpleDocument(text)).toBeUndefined();
});

test("however a text is changed, it is read as the whole parser reads it, or left to it", () => {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.oneof(fc.constant(0), fc.nat(12)),
    inserted: fc.oneof(
      fc.constantFrom(
        ..." \n:#-{}[],'\"&*!|>?%@`~.+0x=<\\\t\r",
        "  ",
        "\n  ",
        "\n    ",
        ": ",
        " #",
        "- ",
        "---",
        "<<: ",
        "é",
      ),
      fc.constantFrom(...SERVICE.split("\n").map((line) => `${line}\n`)),
      fc.string({ maxLength: 4 }),
    ),
  });
  const changed = fc.tuple(fc.constantFrom(...SIMPLE), fc.array(change, { minLength: 1, maxLength: 4 }));
  fc.assert(
    fc.property(changed, ([text, changes]) => {
      const result = changes.reduce((before, { at, removed, inserted }) => {
        const offset = Math.floor(at * before.length);
        return before.slice(0, offset) + inserted + before.slice(offset + removed);
      }, text);
      const simple = readSimpleDocument(result);
      if (simple !== undefined) expect(simple).toEqual(wholeTree(result));
    }),
    { numRuns: Number(process.env.PODSIGHT_SIMPLE_RUNS ?? 500) },
  );
});

/** Undefined where the whole parser finds a mistake. */
function wholeTree(text: string): Node | undefined {
  const document = parseDocument(text, { schema: "failsafe", uniqueKeys: false, merge: false, logLevel: "silent" });
  const { root, problems } = nodeTree(document.contents, text);
  return document.errors.length + problems.length === 0 ? root : undefined;
}

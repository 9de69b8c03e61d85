import { describe, expect, test } from "vitest";
import { readManifest } from "../manifest/readManifest.ts";
import { render } from "../words.ts";
import { type ServerVerdict, verdictFindings } from "./serverVerdict.ts";

const TEXT = `apiVersion: v1
kind: Service
metadata:
  name: till
  annotations:
    example.com/a: b
spec:
  selector: {app: till}
  ports:
    - port: 80
      name: web
`;

function found(verdict: ServerVerdict) {
  const [object] = readManifest(TEXT).documents.flatMap(({ content }) => content.objects);
  if (object === undefined) throw new Error("no object");
  return verdictFindings(object.node, verdict, "prod").map(({ code, span, message, field }) => ({
    code,
    field,
    at: TEXT.slice(...span),
    says: render(message, "en"),
  }));
}

describe("a refusal stands where the server says", () => {
  test.each([
    ["spec.ports[0].port", "80"],
    ["spec.ports[0].nodePort", "port: 80\n      name: web"],
    ["spec.ports", "ports"],
    ["metadata.annotations[example.com/a]", "b"],
    ["metadata.labels", "metadata"],
    ["spec.type", "spec"],
    [undefined, "till"],
  ])("%s at %j", (field, at) => {
    expect(found({ kind: "refused", errors: [{ field, message: "no" }] })).toEqual([
      { code: "server-refuses", field, at, says: "prod refuses this: no" },
    ]);
  });

  test("also where its sentence has the path", () => {
    const message = 'strict decoding error: unknown field "spec.ports[0].nmae"';
    expect(found({ kind: "refused", errors: [{ field: undefined, message }] })).toMatchObject([
      { field: "spec.ports[0].nmae", at: "port: 80\n      name: web" },
    ]);
  });
});

test("a warning stands at the path that it begins with", () => {
  expect(found({ kind: "accepted", warnings: ["spec.selector: odd", "odd"] })).toMatchObject([
    { code: "server-warns", at: "selector", says: "prod accepts this with a warning: spec.selector: odd" },
    { code: "server-warns", at: "till" },
  ]);
});

test("what is accepted, and what could not be asked, is no finding", () => {
  expect(found({ kind: "accepted", warnings: [] })).toEqual([]);
  expect(found({ kind: "unknown", why: "forbidden" })).toEqual([]);
});

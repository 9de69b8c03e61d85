import { beforeAll, describe, expect, it } from "vitest";
import { createTokenize, type Token, type Tokenize } from "../grammar/tokenize.ts";

let tokenize: Tokenize;

/** The first time it installs code-server, whose grammars are those of the VS Code that the editor tests drive. */
const INSTALLED_WITHIN_MILLISECONDS = 600_000;

beforeAll(async () => {
  tokenize = await createTokenize();
}, INSTALLED_WITHIN_MILLISECONDS);

/** A line of carets under a text names the scope that the text above it must have. All our scopes of a text are marked. */
const MARK = /^(?:#|\/\/)? *(\^+) (\S+)$/;

async function check(scopeName: "source.yaml" | "source.json", marked: string): Promise<void> {
  const lines = marked.replace(/^\n/, "").split("\n");
  const text = unmarked(marked).split("\n");
  const tokens = await tokenize(text.join("\n"), scopeName);
  const expected: string[] = [];
  let line = -1;
  for (const content of lines) {
    const mark = MARK.exec(content);
    if (mark === null) line += 1;
    else
      expected.push(
        `${line}:${content.indexOf("^")} ${text[line]?.substr(content.indexOf("^"), mark[1]?.length)} ${mark[2]}`,
      );
  }
  const found = tokens
    .map((token) => ({ token, ours: oursOf(token) }))
    .filter(({ ours }) => ours.length > 0)
    .map(({ token, ours }) => `${token.line}:${token.start} ${token.text} ${ours.join(" ")}`);
  expect(found).toEqual(expected);
}

function unmarked(marked: string): string {
  const lines = marked.replace(/^\n/, "").split("\n");
  return lines.filter((line) => !MARK.test(line)).join("\n");
}

/** Our scopes that colour something, without the ending that tells whose they are. */
function oursOf({ scopes }: Token): readonly string[] {
  return scopes
    .filter((scope) => scope.endsWith(".podsight") && !scope.startsWith("meta."))
    .map((scope) => scope.replace(/\.podsight$/, ""));
}

/** The tokens as the host alone would have them: neighbours with the same scopes are one. */
function withoutOurs(tokens: readonly Token[]): readonly string[] {
  const plain: { key: string; text: string }[] = [];
  for (const token of tokens) {
    const scopes = token.scopes.filter(
      (scope) => !scope.endsWith(".podsight") && !scope.startsWith("constant.numeric"),
    );
    const key = `${token.line} ${scopes.join(" ")}`;
    const last = plain.at(-1);
    if (last?.key === key) last.text += token.text;
    else plain.push({ key, text: token.text });
  }
  return plain.map(({ key, text }) => `${key}: ${text}`);
}

async function checkUntouched(scopeName: "source.yaml" | "source.json", text: string): Promise<void> {
  expect((await tokenize(text, scopeName)).flatMap(oursOf)).toEqual([]);
  await checkKept(scopeName, text);
}

async function checkKept(scopeName: "source.yaml" | "source.json", text: string): Promise<void> {
  const [ours, host] = await Promise.all([tokenize(text, scopeName), tokenize(text, scopeName, false)]);
  expect(withoutOurs(ours)).toEqual(withoutOurs(host));
}

const YAML_SERVICE = `
# The till.
apiVersion: v1
kind: Service # of type NodePort
metadata:
  name: till
  labels:
    app: till
#   ^^^ variable.other.label-key
    app.kubernetes.io/name: till
#   ^^^^^^^^^^^^^^^^^^^^^^ variable.other.label-key
  annotations:
    type: NodePort
spec:
  type: NodePort
#       ^^^^^^^^ constant.language.service-type
  clusterIP: 10.96.0.7
#            ^^^^^^^^^ constant.numeric.ip-address
  clusterIPs: ["10.96.0.7", fd00::7]
#               ^^^^^^^^^ constant.numeric.ip-address
#                           ^^^^^^^ constant.numeric.ip-address

  # type: none of these
  selector:
# ^^^^^^^^ entity.name.type.selector
    app: till
#   ^^^ variable.other.label-key
    "tier": front # why
#    ^^^^ variable.other.label-key
    type: NodePort
#   ^^^^ variable.other.label-key
  ports:
  - name: http
    port: 80
#         ^^ constant.numeric.port
    targetPort: web
#               ^^^ variable.other.port-name
    protocol: TCP
#             ^^^ constant.language.protocol
  - {port: 53, targetPort: 5353, protocol: "UDP"}
#          ^^ constant.numeric.port
#                          ^^^^ constant.numeric.port
#                                           ^^^ constant.language.protocol
  loadBalancerSourceRanges:
    - 10.0.0.0/8
#     ^^^^^^^^^^ constant.numeric.ip-address
status: {}`;

const JSON_SERVICE = `
{
  "apiVersion": "v1",
  "kind": "Service",
  "metadata": { "name": "till", "labels": { "app": "till" }, "annotations": { "type": "NodePort" } },
                                             ^^^ variable.other.label-key
  "spec": {
    "type": "LoadBalancer",
             ^^^^^^^^^^^^ constant.language.service-type
    "clusterIP": "None",
                  ^^^^ constant.language.headless
    "externalIPs": ["192.0.2.1"],
                     ^^^^^^^^^ constant.numeric.ip-address
    "selector": { "app": "till", "type": "NodePort" },
     ^^^^^^^^ entity.name.type.selector
                   ^^^ variable.other.label-key
                                  ^^^^ variable.other.label-key
    "ports": [{ "name": "http", "port": 80, "targetPort": "web", "protocol": "TCP" }]
                                        ^^ constant.numeric.port
                                                           ^^^ variable.other.port-name
                                                                              ^^^ constant.language.protocol
  }
}`;

describe("in YAML", () => {
  it("marks what a Service says", () => check("source.yaml", YAML_SERVICE));

  it("knows a Service whose kind comes first, and the items of a List", () =>
    check(
      "source.yaml",
      `
apiVersion: v1
kind: List
items:
- kind: Service
  apiVersion: v1
  spec:
    selector: {app: till}
#   ^^^^^^^^ entity.name.type.selector
#              ^^^ variable.other.label-key
- apiVersion: v1
  kind: Pod
  spec:
    type: NodePort
    selector: {app: till}
---
kind: "Service"
apiVersion: 'v1'
spec:
  clusterIP: None
#            ^^^^ constant.language.headless`,
    ));

  it("keeps the host's own tokens in a Service", async () => {
    await checkKept("source.yaml", unmarked(YAML_SERVICE));
  });

  it.each([
    [
      "another kind",
      "apiVersion: v1\nkind: ReplicationController\nspec:\n  type: NodePort\n  selector:\n    app: x\n  ports:\n  - port: 80\n",
    ],
    [
      "a Service of another API group",
      "apiVersion: serving.knative.dev/v1\nkind: Service\nspec:\n  type: NodePort\n  selector: {app: x}\n",
    ],
    [
      "a reference to a Service",
      "kind: HTTPRoute\nspec:\n  rules:\n  - backendRefs:\n    - kind: Service\n      name: x\n      port: 80\n",
    ],
    ["the values of a chart", "service:\n  type: NodePort\n  port: 80\n  selector:\n    app: x\n"],
    ["what follows a Service", "apiVersion: v1\nkind: Service\n---\nspec:\n  type: NodePort\n  ports: [{port: 80}]\n"],
    [
      "a Service in a block of text",
      "data:\n  x: |\n    apiVersion: v1\n    kind: Service\n    spec:\n      type: NodePort\n",
    ],
  ])("leaves alone %s", (_, text) => checkUntouched("source.yaml", text));
});

describe("in JSON", () => {
  it("marks what a Service says", () => check("source.json", JSON_SERVICE));

  it("knows the items of a List, on one line", () =>
    check(
      "source.json",
      `
{"apiVersion":"v1","kind":"List","items":[{"kind":"Service","apiVersion":"v1","spec":{"type":"NodePort"}},{"kind":"Pod","spec":{"type":"NodePort"}}]}
                                                                                              ^^^^^^^^ constant.language.service-type`,
    ));

  it("keeps the host's own tokens in a Service", async () => {
    await checkKept("source.json", unmarked(JSON_SERVICE));
  });

  it.each([
    ["another kind", '{"apiVersion": "v1", "kind": "Pod", "spec": {"type": "NodePort", "selector": {"a": "b"}}}'],
    ["a Service of another API group", '{"apiVersion": "x/v1", "kind": "Service", "spec": {"type": "NodePort"}}'],
    ["anything else", '{"service": {"type": "NodePort", "ports": [{"port": 80, "protocol": "TCP"}]}}'],
  ])("leaves alone %s", (_, text) => checkUntouched("source.json", text));
});

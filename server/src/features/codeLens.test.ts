import { expect, test } from "vitest";
import { fixture } from "../../../test/support/fixture.ts";
import { clusterSnapshot, livePod, SETTINGS } from "../../../test/support/snapshot.ts";
import { EMPTY_WORKSPACE, NO_CLUSTER, type Snapshot } from "../core/snapshot.ts";
import { codeLenses, resolveCodeLens, uriOfLens } from "./codeLens.ts";
import type { FeatureContext } from "./context.ts";
import { hover } from "./hover.ts";
import { inlayHints } from "./inlayHint.ts";
import { semanticTokens } from "./semanticTokens.ts";

const TEXT = `# The till.
apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop}
spec: {clusterIP: None, selector: {app: till}}
`;
const OFFLINE: Snapshot = { settings: SETTINGS, cluster: NO_CLUSTER, workspace: EMPTY_WORKSPACE };

function commandsOf(context: FeatureContext) {
  return codeLenses(context).map((lens) => resolveCodeLens(context, lens).command);
}

test("matches and type, over the Service's first line", () => {
  const { context } = fixture(TEXT, clusterSnapshot([livePod("till-1", "app=till")]));
  expect(codeLenses(context).map(({ range }) => range.start.line)).toEqual([1, 1]);
  const offset = TEXT.indexOf("apiVersion");
  expect(commandsOf(context)).toEqual([
    { title: "1 Pod, 1 ready", command: "podsight.showMatchedPods", arguments: [context.uri, offset] },
    { title: "Headless", command: "podsight.switchServiceType", arguments: [context.uri, offset] },
  ]);
});

const WITH_TYPE = (type: string) => `apiVersion: v1
kind: Service
metadata:
  name: till
spec:
${type}
  ports: [{port: 80}]
`;

test.each([
  [
    "a template fills in the type",
    WITH_TYPE("  selector: {app: till}\n  type: {{ .Values.type }}"),
    ["1 Pod, 1 ready"],
  ],
  ["a template may bring in both", WITH_TYPE("  {{- toYaml .Values.spec | nindent 2 }}"), ["Pods: unknown"]],
  ["lines cannot be read", WITH_TYPE("\ttype: NodePort\n\tselector: {app: till}"), ["Pods: unknown"]],
  [
    "a pair is half written",
    WITH_TYPE("  type: NodePort\n  selector:\n    app: till\n    tier"),
    ["Pods: unknown", "NodePort"],
  ],
  [
    "a pair has no value yet",
    WITH_TYPE("  selector:\n    app: till\n    tier: # front or back\n  type: NodePort"),
    ["Pods: unknown", "NodePort"],
  ],
  ["a pair's value is said to be none", WITH_TYPE("  selector: {app: null}"), ["0 Pods, 0 ready", "ClusterIP"]],
  ["neither is written", WITH_TYPE("  sessionAffinity: None"), ["No selector", "ClusterIP"]],
])("unknown is no default: %s", (_, text, titles) => {
  const { context } = fixture(text, clusterSnapshot([livePod("till-1", "app=till")]));
  expect(commandsOf(context).map((command) => command?.title)).toEqual(titles);
});

test("connecting is offered where it can be", () => {
  expect(commandsOf(fixture(TEXT, OFFLINE).context).at(-1)?.command).toBe("podsight.connect");
  expect(commandsOf(fixture(TEXT, OFFLINE, { mayConnect: false }).context)).toHaveLength(2);
});

test.each([
  [
    "en",
    "Certificate not checked",
    "The certificate of test is not checked (insecure-skip-tls-verify), so somebody else may answer.",
  ],
  [
    "ja",
    "証明書は未検証",
    "test の証明書を検証していません (insecure-skip-tls-verify)。別の相手が応答している可能性があります。",
  ],
] as const)("a certificate that is not checked is said once a document: %s", (locale, title, tooltip) => {
  const known = clusterSnapshot([livePod("till-1", "app=till")]);
  const settings = { ...known.settings, locale };
  const { context } = fixture(`${TEXT}---\n${TEXT.replace("name: till", "name: bank")}`, { ...known, settings });
  const { cluster } = known;
  const unverified = { ...context, snapshot: { ...context.snapshot, cluster: { ...cluster, unverified: true } } };
  const warnings = commandsOf(unverified).filter((command) => command?.command === "podsight.selectContext");
  expect(warnings).toEqual([{ title, tooltip, command: "podsight.selectContext", arguments: [] }]);
  expect(commandsOf(context).map((command) => command?.title)).not.toContain(title);
});

test("a lens that is not ours, or whose Service is gone, stays without a command", () => {
  const { context } = fixture(TEXT, OFFLINE);
  const [lens] = codeLenses(context);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  expect(uriOfLens({ range, data: { uri: 1 } })).toBeUndefined();
  expect(resolveCodeLens(context, { range, data: "other" })).not.toHaveProperty("command");
  const { context: later } = fixture("kind: Nothing\n", OFFLINE);
  expect(resolveCodeLens(later, lens ?? { range })).not.toHaveProperty("command");
});

test("a file that a kustomization uses as a patch is a part of an object: nothing is said of its Pods", () => {
  const known = clusterSnapshot([livePod("till-1", "app=till")]);
  const { context } = fixture(TEXT, known);
  const patched = {
    ...context,
    snapshot: { ...known, workspace: { ...EMPTY_WORKSPACE, patches: new Set([context.uri]) } },
  };
  const whole = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
  expect(codeLenses(patched)).toEqual([]);
  expect(inlayHints(patched, whole)).toEqual([]);
  expect(semanticTokens(patched).data).toEqual([]);
  const position = context.lines.positionAt(TEXT.indexOf("selector"));
  expect(JSON.stringify(hover(context, position))).toContain("1 Pod matches");
  expect(JSON.stringify(hover(patched, position))).not.toContain("1 Pod matches");
});

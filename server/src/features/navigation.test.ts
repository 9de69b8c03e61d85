import { describe, expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import type * as lsp from "vscode-languageserver-types";
import { fixture } from "../../../test/support/fixture.ts";
import { FOLDER, navigable } from "../../../test/support/navigable.ts";
import { clusterSnapshot, livePod, SETTINGS } from "../../../test/support/snapshot.ts";
import { type Knowledge, NO_CLUSTER } from "../core/snapshot.ts";
import type { FeatureContext } from "./context.ts";
import { definition } from "./definition.ts";
import { documentLinks } from "./documentLink.ts";
import { documentSymbols } from "./documentSymbol.ts";
import { references } from "./references.ts";
import { prepareRename, renameAt } from "./rename.ts";
import { SEMANTIC_TOKENS_LEGEND, semanticTokens } from "./semanticTokens.ts";
import { usedByLenses } from "./usedBy.ts";
import { workspaceSymbols } from "./workspaceSymbol.ts";

const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop}
spec:
  selector:
    app: till
    tier: front
  ports: [{name: web, port: 80, targetPort: http}]
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till, tier: front}}
    spec: {containers: [{name: till, ports: [{name: http, containerPort: 80}]}]}
`;

interface Asked {
  readonly context: FeatureContext;
  readonly cursor: lsp.Position;
}

/** The context of `service.yaml`, where the fixture stands, beside other files. */
function asked(
  marked: string,
  others: Readonly<Record<string, string>> = {},
  overrides: Partial<FeatureContext> = {},
): Asked {
  const { navigation, workspace, textOf } = navigable({ "service.yaml": marked, ...others });
  const { context, cursor } = fixture(marked, { settings: SETTINGS, cluster: NO_CLUSTER, workspace });
  const linesOf = (uri: string) => {
    const text = textOf(uri);
    return text === undefined ? undefined : TextDocument.create(uri, "yaml", 1, text);
  };
  return { context: { ...context, navigation: () => navigation, linesOf, textOf, ...overrides }, cursor };
}

const shown = (places: readonly lsp.Location[]) =>
  places.map(({ uri, range }) => `${uri.replace(FOLDER, "")}:${range.start.line + 1}:${range.start.character + 1}`);

describe("definition and references", () => {
  const marked = SERVICE.replace("app: till", "$0app: till");

  test("are places in files", () => {
    const { context, cursor } = asked(marked, { "deployment.yaml": DEPLOYMENT });
    expect(shown(definition(context, cursor))).toEqual(["deployment.yaml:7:25"]);
    expect(shown(references(context, cursor, { includeDeclaration: true }))).toEqual([
      "service.yaml:6:5",
      "deployment.yaml:5:28",
      "deployment.yaml:7:25",
    ]);
    expect(shown(references(context, cursor, { includeDeclaration: false }))).toHaveLength(2);
  });

  test("lead to live Pods, at most ten, where the editor can show them", () => {
    const pods = Array.from({ length: 12 }, (_, index) => livePod(`till-${index}`, "app=till,tier=front"));
    const { context, cursor } = asked(marked, { "deployment.yaml": DEPLOYMENT });
    const live = fixture(marked, clusterSnapshot(pods)).context;
    const connected = { ...context, snapshot: live.snapshot, resolutionOf: live.resolutionOf, services: live.services };
    const found = definition(connected, cursor);
    expect(found.slice(0, 2).map(({ uri }) => uri)).toEqual([
      `${FOLDER}deployment.yaml`,
      "podsight-pod:/test/shop/till-0.yaml",
    ]);
    expect(found).toHaveLength(11);
    expect(definition({ ...connected, client: { commands: false, markdown: true } }, cursor)).toHaveLength(1);
  });

  test("without an index there is nothing, and nothing fails", () => {
    const { context, cursor } = fixture(marked, clusterSnapshot([]));
    expect([...definition(context, cursor), ...references(context, cursor, { includeDeclaration: true })]).toEqual([]);
    expect(usedByLenses(context)).toEqual([]);
  });
});

describe("rename", () => {
  const marked = SERVICE.replace("app: till", "app: $0till");
  const client = { commands: true, markdown: true, documentChanges: true, changeAnnotations: true };

  test("says what will be replaced, and refuses what has no other places", () => {
    const { context, cursor } = asked(marked);
    expect(prepareRename(context, cursor)).toMatchObject({ kind: "answer", value: { placeholder: "till" } });
    const other = asked(SERVICE.replace("kind: Service", "kind: $0Service"));
    expect(prepareRename(other.context, other.cursor)).toMatchObject({
      kind: "refused",
      why: expect.stringContaining("can be renamed"),
    });
  });

  test("asks to confirm selectors that the API server would refuse, and names the templates that are left", () => {
    const template = `{{ if .Values.on }}\n${DEPLOYMENT}{{ end }}\n`;
    const { context, cursor } = asked(
      marked,
      { "deployment.yaml": DEPLOYMENT, "chart/pod.yaml": template },
      { client },
    );
    const renamed = renameAt(context, cursor, "counter");
    if (renamed.kind !== "answer") throw new Error(renamed.why);
    const { documentChanges = [], changeAnnotations = {} } = renamed.value.edit;
    expect(renamed.value.warning).toMatch(/^Deployment till: The API server refuses/);
    const annotated = documentChanges.flatMap((change) =>
      "edits" in change ? change.edits.map((edit) => ("annotationId" in edit ? edit.annotationId : "none")) : [],
    );
    expect(annotated.filter((id) => id === "immutable").length).toBeGreaterThan(0);
    expect(changeAnnotations.immutable).toMatchObject({ needsConfirmation: true });
    expect(changeAnnotations.immutable?.description).toContain("refuses");
    expect(changeAnnotations.rename).toMatchObject({ needsConfirmation: false });
    expect(renamed.value.warning).toMatch(/Not touched.*: pod\.yaml\.$/);
  });

  test("names the kustomizations and patches that have the label, and are not renamed", () => {
    const patch =
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: till}\nspec: {template: {metadata: {labels: {app: till}}}}\n";
    const files = {
      "deployment.yaml": DEPLOYMENT,
      "kustomization.yaml": "resources: [service.yaml, deployment.yaml]\npatches: [{path: p.yaml}, {path: q.yaml}]\n",
      "p.yaml": patch,
      "q.yaml": patch.replace("app: till", "version: v1"),
    };
    const { context, cursor } = asked(marked, files, { client });
    const renamed = renameAt(context, cursor, "counter");
    expect(renamed).toMatchObject({
      kind: "answer",
      value: { warning: expect.stringMatching(/have the label, too: p\.yaml\.$/) },
    });
  });

  test("is plain edits by file for an editor that knows no more", () => {
    const { context, cursor } = asked(marked, { "deployment.yaml": DEPLOYMENT });
    const renamed = renameAt(context, cursor, "counter");
    if (renamed.kind !== "answer") throw new Error(renamed.why);
    const { changes = {}, documentChanges } = renamed.value.edit;
    expect(documentChanges).toBeUndefined();
    expect(Object.entries(changes).map(([uri, edits]) => `${uri.replace(FOLDER, "")}: ${edits.length}`)).toEqual([
      "service.yaml: 1",
      "deployment.yaml: 2",
    ]);
    expect(renameAt(context, cursor, "not a value")).toMatchObject({ kind: "refused" });
  });
});

describe("semantic tokens", () => {
  /** The words of the tokens with their modifier. */
  function tokens({ context }: Pick<Asked, "context">, text: string): readonly string[] {
    const { data } = semanticTokens(context);
    const lines = text.split("\n");
    const found: string[] = [];
    let [line, character] = [0, 0];
    for (let at = 0; at < data.length; at += 5) {
      const [down = 0, right = 0, length = 0, , bits = 0] = data.slice(at, at + 5);
      [line, character] = [line + down, down === 0 ? character + right : right];
      const modifier = SEMANTIC_TOKENS_LEGEND.tokenModifiers[Math.log2(bits)];
      found.push(`${lines[line]?.slice(character, character + length)} ${modifier}`);
    }
    return found;
  }

  test("tell pairs that match from those that do not", () => {
    const text = SERVICE.replace("tier: front", "tier: back");
    expect(tokens(asked(text, { "deployment.yaml": DEPLOYMENT }), text)).toEqual([
      "app matched",
      "till matched",
      "tier unmatched",
      "back unmatched",
    ]);
  });

  test("are unknown where not all could be read, and where nobody knows", () => {
    const text = SERVICE.replace("tier: front", "tier: back");
    const broken = { "deployment.yaml": DEPLOYMENT, "broken.yaml": `${DEPLOYMENT}  containers: [\n` };
    expect(tokens(asked(text, broken), text)).toEqual(["app matched", "till matched", "tier unknown", "back unknown"]);
    expect(tokens(asked(SERVICE), SERVICE).every((token) => token.endsWith("unknown"))).toBe(true);
  });

  test("what was known before the connection was lost is unknown", () => {
    const pods = [livePod("till-1", "app=till,tier=front")];
    const known = (knowledge: Knowledge) =>
      tokens(fixture(SERVICE, clusterSnapshot(pods, knowledge)), SERVICE).map((token) => token.split(" ")[1]);
    expect(new Set(known({ kind: "synced" }))).toEqual(new Set(["matched"]));
    expect(new Set(known({ kind: "stale", since: 0, why: "refused" }))).toEqual(new Set(["unknown"]));
  });

  test("an alias has none, and a range has its own", () => {
    const alias = SERVICE.replace("spec:\n", "spec:\n  type: ExternalName\n");
    expect(semanticTokens(asked(alias).context).data).toEqual([]);
    const { context } = asked(SERVICE);
    const range = { start: { line: 6, character: 0 }, end: { line: 6, character: 20 } };
    expect(semanticTokens(context, range).data).toHaveLength(10);
  });
});

test("the outline names objects, and a Service's ports", () => {
  const { context } = asked(`${SERVICE}---\n${DEPLOYMENT}---\nkind: [broken\n`);
  const outline = documentSymbols(context).map(({ name, detail, children = [] }) => [
    name,
    detail,
    ...children.map((child) => child.name),
  ]);
  expect(outline).toEqual([
    ["Service till", "shop", "80 web"],
    ["Deployment till", undefined],
  ]);
  for (const { range, selectionRange } of documentSymbols(context)) {
    expect(context.lines.offsetAt(selectionRange.start)).toBeGreaterThanOrEqual(context.lines.offsetAt(range.start));
    expect(context.lines.offsetAt(selectionRange.end)).toBeLessThanOrEqual(context.lines.offsetAt(range.end));
  }
});

test("Services are found by letters of their names, those with the whole word first", () => {
  const other = (name: string) => SERVICE.replace("name: till", `name: ${name}`);
  const { context } = asked(SERVICE, { "b.yaml": other("total-bill"), "c.yaml": other("web"), "d.yaml": DEPLOYMENT });
  const navigation = context.navigation?.();
  const names = (query: string) =>
    navigation && workspaceSymbols(navigation, context.linesOf, query).map(({ name }) => name);
  expect(names("till")).toEqual(["Service till", "Service total-bill"]);
  expect(names("")).toHaveLength(3);
  expect(names("xyz")).toEqual([]);
});

test("a kustomization's files are links, a folder leads to the kustomization in it", () => {
  const text =
    "resources: [a.yaml, ../base, 'https://example.com/x.yaml', missing]\npatches: [{path: p.yaml}]\nreplacements: [{path: r.yaml}]\ntransformers: [t.yaml]\n";
  const { context } = asked(text, { "base/kustomization.yaml": "resources: []\n" });
  const kustomization = { ...context, uri: `${FOLDER}overlay/kustomization.yaml` };
  expect(documentLinks(kustomization, text).map(({ target }) => target?.replace(FOLDER, ""))).toEqual([
    "overlay/a.yaml",
    "base/kustomization.yaml",
    "overlay/p.yaml",
    "overlay/t.yaml",
    "overlay/r.yaml",
  ]);
  expect(documentLinks(context, text)).toEqual([]);
});

test("a lens above a template says how many Services use it", () => {
  const both = `${DEPLOYMENT}---\n${DEPLOYMENT.replaceAll("till", "alone")}`;
  const { context } = asked(both, { "a.yaml": SERVICE, "b.yaml": SERVICE.replace("name: till", "name: other") });
  expect(
    usedByLenses(context).map(({ command, range }) => [command?.title, command?.command, range.start.line]),
  ).toEqual([["Used by 2 Services", "podsight.showServicesOfWorkload", 0]]);
});

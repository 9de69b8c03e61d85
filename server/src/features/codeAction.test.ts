import { describe, expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import type * as lsp from "vscode-languageserver-types";
import { check } from "../core/check.ts";
import { isService } from "../core/manifest/manifest.ts";
import { readManifest } from "../core/manifest/readManifest.ts";
import { serviceOf } from "../core/manifest/readService.ts";
import { resolve } from "../core/pods/resolve.ts";
import { podsOfManifest } from "../core/pods/workload.ts";
import { NEWEST_MINOR, NO_CLUSTER, type Snapshot } from "../core/snapshot.ts";
import { codeActions } from "./codeAction.ts";
import type { ClientTraits, FeatureContext } from "./context.ts";

const HERE = "file:///shop/service.yaml";
const THERE = "file:///shop/deployment.yaml";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: till
spec:
  selector:
    matchLabels:
      app: till
  template:
    metadata:
      labels:
        app: till
        tier: front
    spec:
      containers:
        - name: till
`;

/** What the features see of a text with a cursor `$0` in it, beside a workspace with other files. */
function at(marked: string, files: Readonly<Record<string, string>> = {}, traits: Partial<ClientTraits> = {}) {
  const offset = marked.indexOf("$0");
  const texts = new Map([...Object.entries(files), [HERE, marked.replace("$0", "")]]);
  const text = texts.get(HERE) ?? "";
  const lines = TextDocument.create(HERE, "yaml", 3, text);
  const manifest = readManifest(text);
  const pods = [...texts].flatMap(([uri, other]) => podsOfManifest(readManifest(other), uri).pods);
  const snapshot: Snapshot = {
    settings: {
      locale: "en",
      minor: NEWEST_MINOR,
      facts: { serviceCIDRs: undefined, nodePortRange: undefined, dualStack: undefined },
      rules: {},
    },
    cluster: NO_CLUSTER,
    workspace: { complete: true, pods, unreadable: [] },
  };
  const context: FeatureContext = {
    uri: HERE,
    version: 3,
    lines,
    manifest,
    snapshot,
    services: manifest.documents.flatMap(({ start, content }) =>
      content.objects.filter(isService).map((object) => ({ start, object, service: serviceOf(object) })),
    ),
    client: { commands: false, markdown: true, ...traits },
    clock: { now: 0, utcOffsetMinutes: 0 },
    mayConnect: false,
    diagnostics: () => check({ uri: HERE, manifest }, snapshot),
    resolutionOf: ({ service }) => resolve(service, snapshot, HERE),
    linesOf: () => undefined,
    textOf: (uri) => texts.get(uri),
  };
  const position = lines.positionAt(Math.max(offset, 0));
  return { context, texts, range: { start: position, end: position } };
}

function asked(place: ReturnType<typeof at>, ask: Partial<lsp.CodeActionContext> = {}): lsp.CodeAction[] {
  return codeActions(place.context, { range: place.range, context: { diagnostics: [], ...ask } });
}

/** The file after the action with this title. */
function textAfter(
  place: ReturnType<typeof at>,
  title: string,
  uri = HERE,
  ask: Partial<lsp.CodeActionContext> = {},
): string {
  const actions = asked(place, ask);
  const action = actions.find((one) => one.title === title);
  const edits = action?.edit?.changes?.[uri];
  if (edits === undefined)
    throw new Error(`no "${title}" for ${uri} among ${actions.map((one) => one.title).join("; ")}`);
  return TextDocument.applyEdits(TextDocument.create(uri, "yaml", 0, place.texts.get(uri) ?? ""), edits);
}

const SERVICE =
  "# the door\napiVersion: v1\nkind: Service\nmetadata:\n  name: till\nspec:\n  selector:\n    app: till\n  ports:\n    - port: 80\n";

describe("switching the type", () => {
  const kinds = (place: ReturnType<typeof at>, ask?: Partial<lsp.CodeActionContext>) =>
    asked(place, ask).flatMap(({ kind }) => (kind?.startsWith("refactor.rewrite.serviceType") ? [kind.slice(29)] : []));

  test("is offered anywhere in the document, not for the type that it is", () => {
    for (const offset of [0, 20, SERVICE.indexOf("app"), SERVICE.length]) {
      const place = at(`${SERVICE.slice(0, offset)}$0${SERVICE.slice(offset)}`);
      expect(kinds(place)).toEqual(["Headless", "NodePort", "LoadBalancer", "ExternalName"]);
    }
  });

  test("not in another document, not where the text is broken or a template", () => {
    expect(kinds(at(`${SERVICE}---\napiVersion: v1\nkind: ConfigMap$0\n`))).toEqual([]);
    expect(kinds(at(`$0${SERVICE}  x: [\n`))).toEqual([]);
    expect(kinds(at(`$0${SERVICE}  {{- if .Values.x }}\n  {{- end }}\n`))).toEqual([]);
  });

  test("only what is asked for, nothing while the cursor moves", () => {
    const place = at(`$0${SERVICE}`);
    expect(kinds(place, { only: ["refactor.rewrite.serviceType.NodePort"] })).toEqual(["NodePort"]);
    expect(kinds(place, { only: ["refactor"] })).toHaveLength(4);
    expect(kinds(place, { only: ["quickfix", "refactor.extract"] })).toEqual([]);
    expect(kinds(place, { triggerKind: 2 })).toEqual([]);
  });

  test("says what the Service in the cluster would lose", () => {
    const place = at(`$0${SERVICE}`);
    const spec = { type: "NodePort", clusterIP: "10.96.0.7", ports: [{ port: 80, nodePort: 30080 }] };
    const services = new Map([["till", { spec }]]);
    const here = { knowledge: { kind: "synced" }, services } as const;
    const cluster = { ...place.context.snapshot.cluster, services: new Map([["default", here]]) };
    const context = { ...place.context, snapshot: { ...place.context.snapshot, cluster } };
    const titles = asked({ ...place, context }, { only: ["refactor.rewrite.serviceType"] }).map(({ title }) => title);
    expect(titles).toEqual([
      "Switch to headless (no cluster IP): in the cluster it must be deleted and created anew",
      "Switch to NodePort",
      "Switch to LoadBalancer",
      "Switch to ExternalName: releases 10.96.0.7",
    ]);
  });

  test("in JSON, from its first brace to its last", () => {
    const json = JSON.stringify(
      { apiVersion: "v1", kind: "Service", metadata: { name: "till" }, spec: { ports: [{ port: 80 }] } },
      undefined,
      2,
    );
    for (const offset of [0, json.indexOf("metadata"), json.indexOf("port"), json.length]) {
      expect(kinds(at(`${json.slice(0, offset)}$0${json.slice(offset)}`))).toHaveLength(4);
    }
  });

  test("in the second of two documents", () => {
    const place = at(`${SERVICE}---\n${SERVICE}$0`);
    expect(textAfter(place, "Switch to NodePort")).toBe(`${SERVICE}---\n${SERVICE}  type: NodePort\n`);
  });

  test("names the version, and has the placeholder selected, where the client can", () => {
    const [action] = asked(at(`$0${SERVICE}`, {}, { documentChanges: true, commands: true }), {
      only: ["refactor.rewrite.serviceType.ExternalName"],
    });
    expect(action?.edit?.documentChanges).toMatchObject([{ textDocument: { uri: HERE, version: 3 } }]);
    expect(action?.command).toMatchObject({
      command: "podsight.select",
      arguments: [HERE, { start: { line: 11, character: 16 }, end: { line: 11, character: 35 } }],
    });
  });
});

describe("taking the selector of a workload", () => {
  test("the workload's own selector, not all labels of its template", () => {
    const place = at(SERVICE.replace("app: till", "app: $0shop"), { [THERE]: DEPLOYMENT });
    expect(textAfter(place, "Select the Pods of Deployment till")).toBe(SERVICE);
  });

  test("not offered where it is selected already, nor elsewhere in the Service", () => {
    const titles = (text: string) =>
      asked(at(text, { [THERE]: DEPLOYMENT }), { only: ["refactor.rewrite.selector"] }).map(({ title }) => title);
    expect(titles(SERVICE.replace("app: till", "app: $0till"))).toEqual([]);
    expect(titles(SERVICE.replace("app: till", "app: shop").replace("name", "$0name"))).toEqual([]);
  });
});

describe("fixes", () => {
  const PLAIN = SERVICE.replace("app: till", "app: tikl$0");

  test("of a near miss: select what there is", () => {
    expect(textAfter(at(PLAIN, { [THERE]: DEPLOYMENT }), "Select app=till")).toBe(SERVICE);
  });

  test("are attached to the client's diagnostics", () => {
    const place = at(PLAIN, { [THERE]: DEPLOYMENT });
    const [found] = place.context.diagnostics();
    const range = {
      start: place.context.lines.positionAt(found?.span[0] ?? 0),
      end: place.context.lines.positionAt(found?.span[1] ?? 0),
    };
    const mine: lsp.Diagnostic = { range, message: "", code: found?.code ?? "" };
    const [action] = asked(place, { diagnostics: [mine, { range, message: "", code: "another" }], only: ["quickfix"] });
    expect(action?.diagnostics).toEqual([mine]);
    expect(action?.isPreferred).toBeUndefined();
  });

  test("of a near miss: label the template in the other file", () => {
    const place = at(SERVICE.replace("app: till", "app: till\n    tier: frontend$0"), { [THERE]: DEPLOYMENT });
    expect(textAfter(place, "Label the template of Deployment till with tier=frontend", THERE)).toBe(
      DEPLOYMENT.replace("tier: front", "tier: frontend"),
    );
  });

  test("a label that the workload's own selector forbids is not offered", () => {
    const place = at(PLAIN, { [THERE]: DEPLOYMENT });
    expect(asked(place).filter(({ title }) => title.startsWith("Label"))).toEqual([]);
  });

  const WRONG = SERVICE.replace(
    "- port: 80",
    "- port: 80\n      targetport$0: http\n      Protocol: UDP\n      nodePort: 30080",
  );

  test("all of one kind in the file", () => {
    expect(textAfter(at(WRONG), "Fix all 2 of unknown-field in this file")).toBe(
      WRONG.replace("$0", "").replace("targetport", "targetPort").replace("Protocol", "protocol"),
    );
  });

  test("all that is certain, only when asked for by name", () => {
    const place = at(WRONG);
    const title = "Fix all that is certain (Podsight)";
    expect(asked(place).map((action) => action.title)).not.toContain(title);
    const fixed = textAfter(place, title, HERE, { only: ["source.fixAll"] });
    const again = at(fixed);
    const certain = again.context.diagnostics().filter(({ fixes }) => fixes?.some((fix) => fix.certain));
    expect(certain).toEqual([]);
    expect(fixed).toContain("targetPort: http\n      protocol: UDP");
    expect(asked(again, { only: ["source.fixAll.podsight"] })).toEqual([]);
  });

  test("nothing is offered where nothing is wrong", () => {
    expect(asked(at(`$0${SERVICE}`, { [THERE]: DEPLOYMENT }), { only: ["quickfix", "source"] })).toEqual([]);
  });
});

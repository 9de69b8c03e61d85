import { expect, test } from "vitest";
import { fixture } from "../../../../test/support/fixture.ts";
import { clusterSnapshot } from "../../../../test/support/snapshot.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import { codeActions } from "../codeAction.ts";

const TEXT = "apiVersion: v1\nkind: Service\nmetadata: {name: d$0b, namespace: shop}\nspec: {ports: [{port: 5432}]}\n";

function world(): Snapshot {
  const snapshot = clusterSnapshot([]);
  const knowledge = { kind: "synced" } as const;
  const stored = { metadata: { name: "db" }, spec: { ports: [{ port: 5432 }] } };
  return {
    ...snapshot,
    cluster: {
      ...snapshot.cluster,
      services: new Map([["shop", { knowledge, services: new Map([["db", stored]]) }]]),
      endpointSlices: new Map([["shop", { knowledge, slices: new Map() }]]),
    },
  };
}

const offered = (text: string, commands = true) => {
  const { context, cursor } = fixture(text, world(), { client: { commands, markdown: true } });
  const range = { start: cursor, end: cursor };
  return { context, actions: codeActions(context, { range, context: { diagnostics: [], only: ["quickfix"] } }) };
};

test("a Service without a selector that leads nowhere is offered its EndpointSlice", () => {
  const { context, actions } = offered(TEXT);
  expect(actions.map(({ title, command }) => [title, command?.command, command?.arguments])).toEqual([
    ["Create an EndpointSlice for it...", "podsight.createEndpointSlice", [context.uri, 0]],
  ]);
});

test("not where nothing is missing, and not in an editor without the command", () => {
  expect(offered(TEXT.replace("spec: {", "spec: {selector: {app: db}, ")).actions).toEqual([]);
  expect(offered(TEXT, false).actions).toEqual([]);
});

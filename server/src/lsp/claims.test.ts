import { afterEach, expect, test } from "vitest";
import { startInProcess, type TestClient } from "../../../test/support/languageServer.ts";

const TILL = "file:///work/till.yaml";
const REPORT = "file:///work/report.yaml";

let client: TestClient | undefined;

afterEach(() => client?.stop());

function service(name: string, nodePort: number): string {
  return `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  type: NodePort
  ports:
    - port: 80
      nodePort: ${nodePort}
`;
}

/** Where the node port is written. */
const NODE_PORT = { start: { line: 7, character: 16 }, end: { line: 7, character: 21 } };

/** What a document is told of node ports, each with the documents that it points at. */
async function clashes(server: TestClient, uri: string): Promise<readonly unknown[]> {
  const found = await server.diagnostics(uri);
  return found.map(({ code, relatedInformation = [] }) => [
    code,
    ...relatedInformation.map(({ location }) => location),
  ]);
}

test("a Service that takes a node port in one document is found in the other, and gone with the next character", async () => {
  const server = await startInProcess();
  client = server;
  server.open(TILL, service("till", 30_080));
  server.open(REPORT, service("report", 30_081));
  expect(await clashes(server, TILL)).toEqual([]);

  server.change(REPORT, "30080", NODE_PORT);
  expect(await clashes(server, TILL)).toEqual([["node-port-clash", { uri: REPORT, range: NODE_PORT }]]);

  const moved = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  server.change(REPORT, "# above\n", moved);
  const range = { start: { line: 8, character: 16 }, end: { line: 8, character: 21 } };
  expect(await clashes(server, TILL)).toEqual([["node-port-clash", { uri: REPORT, range }]]);

  server.change(REPORT, "30082", range);
  expect(await clashes(server, TILL)).toEqual([]);
});

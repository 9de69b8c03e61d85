import { afterEach, expect, test } from "vitest";
import { startInProcess, type TestClient } from "../../../test/support/languageServer.ts";

const TILL = "file:///work/till.yaml";
const SHOP = "file:///work/shop.yaml";

const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: till}
spec: {ports: [{port: 80}]}
`;
const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec: {defaultBackend: {service: {name: tlil, port: {number: 80}}}}
`;

let client: TestClient | undefined;

afterEach(() => client?.stop());

/** What a document is told, each with the places that it points at. */
async function told(server: TestClient, uri: string): Promise<readonly unknown[]> {
  const found = await server.diagnostics(uri);
  return found.map(({ code, relatedInformation = [] }) => [
    code,
    ...relatedInformation.map(({ location }) => location),
  ]);
}

/** Where the Service's name is written. */
function nameAt(line: number) {
  return { start: { line, character: 17 }, end: { line, character: 21 } };
}

test("an Ingress alone in its document is told of the Service that it probably means, wherever that moves, until it is there", async () => {
  const server = await startInProcess();
  client = server;
  server.open(SHOP, INGRESS);
  expect(await told(server, SHOP)).toEqual([]);

  server.open(TILL, SERVICE);
  expect(await told(server, SHOP)).toEqual([["backend-service-missing", { uri: TILL, range: nameAt(2) }]]);

  server.change(TILL, "# above\n", { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
  expect(await told(server, SHOP)).toEqual([["backend-service-missing", { uri: TILL, range: nameAt(3) }]]);

  server.change(TILL, "tlil", nameAt(3));
  expect(await told(server, SHOP)).toEqual([]);
});

test("two Services of one name are told while one of them is renamed, and no longer when it is", async () => {
  const server = await startInProcess();
  client = server;
  server.open(TILL, `${SERVICE}---\n${SERVICE.replace("till", "tell")}`);
  expect(await told(server, TILL)).toEqual([]);
  server.change(TILL, "till", nameAt(7));
  expect(await told(server, TILL)).toEqual([["service-repeated"], ["service-repeated"]]);
  server.change(TILL, "toll", nameAt(2));
  expect(await told(server, TILL)).toEqual([]);
});

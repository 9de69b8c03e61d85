import { expect, test } from "vitest";
import { readManifest } from "../manifest/readManifest.ts";
import { type ClaimingFile, createCollectClaims, sameClaims } from "./claims.ts";
import { writtenIn } from "./written.ts";

function file(uri: string, text: string): ClaimingFile {
  return { uri, documents: writtenIn(readManifest(text)) };
}

const TILL = `apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop}
spec: {type: NodePort, clusterIP: 10.96.0.9, ports: [{port: 80, nodePort: 30080}, {port: 81}]}
`;
const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec: {defaultBackend: {service: {name: till, port: {number: 80}}}}
`;

test("what Services hold and who means them, with places in their files", () => {
  const claims = createCollectClaims()([file("a", `${INGRESS}---\n${TILL}`)]);
  const of = { uri: "a", kind: "Service", name: "till", namespace: "shop" };
  expect(claims.nodePorts.get(30080)).toEqual([expect.objectContaining(of)]);
  expect(claims.clusterIPs.get("10.96.0.9")).toEqual([expect.objectContaining(of)]);
  const [reference] = claims.serviceNames.get("till") ?? [];
  expect(reference).toMatchObject({ kind: "Ingress", name: "shop", serviceNamespace: "shop", port: 80 });
  const [port] = claims.nodePorts.get(30080) ?? [];
  expect(`${INGRESS}---\n${TILL}`.slice(...(port?.span ?? [0, 0]))).toBe("30080");
});

test.each([
  ["ClusterIP", 0, 1],
  ["NodePort", 1, 1],
  ["LoadBalancer", 1, 1],
  ["ExternalName", 0, 0],
])("a Service of type %s holds %i node ports and %i cluster IPs", (type, nodePorts, clusterIPs) => {
  const claims = createCollectClaims()([file("a", TILL.replace("NodePort", type))]);
  expect([claims.nodePorts.size, claims.clusterIPs.size]).toEqual([nodePorts, clusterIPs]);
});

test("claims stay the same object while nothing is claimed otherwise, and mean the same when they only move", () => {
  const collect = createCollectClaims();
  const first = collect([file("a", TILL), file("b", "kind: Deployment\n")]);
  expect(collect([file("a", `${TILL}# a comment\n`), file("c", "a: b\n")])).toBe(first);
  const moved = collect([file("a", `# a comment\n${TILL}`)]);
  expect(moved).not.toBe(first);
  expect(moved.meanings).toEqual(first.meanings);
  expect(collect([file("a", TILL.replace("30080", "30081"))]).meanings).not.toEqual(first.meanings);
});

test("a file claims the same again unless a claim changes or moves", () => {
  expect(sameClaims(file("a", TILL), file("a", TILL))).toBe(true);
  expect(sameClaims(undefined, file("a", "a: b\n"))).toBe(true);
  expect(sameClaims(file("a", TILL), file("a", `#\n${TILL}`))).toBe(false);
  expect(sameClaims(undefined, file("a", TILL))).toBe(false);
});

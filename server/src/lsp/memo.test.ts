import { expect, test } from "vitest";
import { workspaceSnapshot } from "../../../test/support/snapshot.ts";
import type { Manifest } from "../core/manifest/manifest.ts";
import { readManifest } from "../core/manifest/readManifest.ts";
import { sameMeaning } from "./meaning.ts";
import { createMemo, type MeantSnapshot } from "./memo.ts";

const URI = "file:///work/all.yaml";

const deployment = (name: string, tier: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata:
      labels: {app: ${name}, tier: ${tier}}
    spec: {containers: [{name: a, ports: [{name: http, containerPort: 80}]}]}
`;
const service = (name: string, tier: string, port = "80") => `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  selector: {app: ${name}, tier: ${tier}}
  ports: [{port: ${port}, targetPort: http}]
`;

/** Versions of one file, as somebody types: places move, labels change, a workload comes and goes. */
const VERSIONS = [
  [service("till", "front"), deployment("till", "front"), service("shelf", "bakc"), deployment("shelf", "back")],
  [
    "# moved\n",
    service("till", "front"),
    deployment("till", "front"),
    service("shelf", "bakc"),
    deployment("shelf", "back"),
  ],
  [
    "# moved again\n",
    service("till", "front", "0"),
    deployment("till", "front"),
    service("shelf", "bakc"),
    deployment("shelf", "back"),
  ],
  [service("till", "front"), deployment("till", "frontend"), service("shelf", "bakc"), deployment("shelf", "back")],
  [service("till", "front"), service("shelf", "bakc"), deployment("shelf", "back")],
  [service("till", "front"), service("shelf", "bakc"), deployment("shelf", "bakc")],
].map((documents) => documents.join("---\n"));

test("what is remembered while a file is typed is what a fresh look would find", () => {
  const memo = createMemo();
  let manifest: Manifest | undefined;
  let meant: MeantSnapshot | undefined;
  let findings = 0;
  for (const text of VERSIONS) {
    manifest = readManifest(text, manifest);
    const snapshot = { ...workspaceSnapshot({ [URI]: text }), ...(meant && { cluster: meant.snapshot.cluster }) };
    const keeps = meant !== undefined && sameMeaning(meant.snapshot.workspace, snapshot.workspace);
    meant = { snapshot, meaning: keeps && meant ? meant.meaning : {} };
    const remembered = memo.diagnosticsOf(URI, manifest, meant);
    expect(remembered).toEqual(createMemo().diagnosticsOf(URI, readManifest(text), meant));
    findings += remembered.length;
  }
  expect(findings).toBeGreaterThan(VERSIONS.length);
});

test("a document that has not changed is not looked at again", () => {
  const memo = createMemo();
  const [first = "", second = ""] = VERSIONS;
  const before = readManifest(first);
  const meaning = {};
  memo.servicesOf(before);
  const after = readManifest(second, before);
  const [old] = memo.servicesOf(before);
  expect(memo.servicesOf(after)[0]?.service).toBe(old?.service);
  const snapshot = workspaceSnapshot({ [URI]: first });
  const found = memo.diagnosticsOf(URI, before, { snapshot, meaning });
  expect(memo.diagnosticsOf(URI, before, { snapshot, meaning })).toBe(found);
});

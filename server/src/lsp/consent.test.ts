import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startInProcess, type TestClient } from "../../../test/support/languageServer.ts";
import type { ConsentParams, StatusParams } from "./messages/connection.ts";

const SERVICE =
  "apiVersion: v1\nkind: Service\nmetadata: {name: till}\nspec: {selector: {app: till}, ports: [{port: 80}]}\n";
const KUBECONFIG = {
  "current-context": "prod",
  contexts: [{ name: "prod", context: { cluster: "prod", user: "ada" } }],
  clusters: [{ name: "prod", cluster: { server: "https://127.0.0.1:1" } }],
  users: [
    { name: "ada", user: { exec: { command: "/bin/false", args: ["now"], env: [{ name: "KEY", value: "x" }] } } },
  ],
};

/** A kubeconfig whose credentials come from a program, and a client that answers every question with no. */
describe("a context whose credentials need a program", () => {
  let folder: string;
  let client: TestClient;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "podsight-lsp-consent-"));
    writeFileSync(join(folder, "config"), JSON.stringify(KUBECONFIG));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function open(trusted: boolean): Promise<void> {
    const settings = { cluster: { kubeconfig: join(folder, "config") } };
    client = await startInProcess({ initializationOptions: { trusted }, settings });
    client.open("file:///work/till.yaml", SERVICE);
    await client.diagnostics("file:///work/till.yaml");
  }

  test("is only asked about where the user wants to connect; by itself only an earlier yes counts", async () => {
    await open(true);
    const byItself = await client.next<ConsentParams>("podsight/consent");
    expect(byItself).toMatchObject({ context: "prod", command: "/bin/false", args: ["now"], mayAsk: false });
    expect([byItself.variables, byItself.fingerprint.length]).toEqual([["KEY"], 64]);
    const { detail } = await client.next<StatusParams>("podsight/status", ({ kind }) => kind === "consent");
    expect(detail).toContain("prod");
    await client.request("podsight/connect", {});
    const wanted = await client.next<ConsentParams>("podsight/consent");
    expect(wanted).toEqual({ ...byItself, mayAsk: true });
    await client.request("podsight/revokeConsent", { fingerprint: wanted.fingerprint });
    await client.stop();
  });

  test("is not even looked at without trust", async () => {
    await open(false);
    await client.request("podsight/connect", {});
    await client.stop();
    expect(client.received).not.toContain("podsight/consent");
  });
});

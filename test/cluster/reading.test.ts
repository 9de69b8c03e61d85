import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { check } from "../../server/src/core/check.ts";
import type { Diagnostic } from "../../server/src/core/diagnostic.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { applyEdits } from "../support/applyEdits.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { workspaceSnapshot } from "../support/snapshot.ts";

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: till
spec:
  selector:
    app: till
  ports:
    - port: 80
`;
const OTHER = SERVICE.replace("name: till", "name: stall");

/** What kubectl and the API server make of texts as people paste and type them. */
describe("texts with odd characters, and objects without a line between them", () => {
  let controlPlane: ControlPlane;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-reading-"));
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
  });
  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The names of what would be applied; undefined where kubectl or the server refuses the text. */
  async function applied(text: string): Promise<readonly string[] | undefined> {
    const file = join(folder, "till.yaml");
    await writeFile(file, text);
    const dryRun = controlPlane.kubectl("apply", "--dry-run=server", "--output=name", "--filename", file);
    const names = await dryRun.catch(() => undefined);
    return names?.trim().split("\n");
  }

  function found(text: string): readonly Diagnostic[] {
    const uri = "file:///shop/till.yaml";
    return check({ uri, manifest: readManifest(text) }, workspaceSnapshot({ [uri]: text }));
  }

  test.each([
    ["selector:", "selector：", "yaml-syntax"],
    ["app: till", "app：till", "wrong-type"],
    ["app: till", "app:　till", "wrong-type"],
    ["    app", "　　app", "yaml-syntax"],
    ["    app", "\u00a0\u00a0\u00a0\u00a0app", "yaml-syntax"],
    ["    app", "\tapp", "yaml-syntax"],
    ["app: till", "app: “till”", "selector-value-invalid"],
    ["port: 80", "port: ８０", "wrong-type"],
    ["- port", "－ port", "list-expected"],
    ["80\n", "80\n-", "yaml-syntax"],
  ])("%j written as %j is refused by both, and accepted by both once it is fixed", async (right, wrong, code) => {
    const text = SERVICE.replace(right, wrong);
    const diagnostics = found(text);
    expect(diagnostics.map((one) => `${one.severity} ${one.code}`)).toEqual([`error ${code}`]);
    expect(await applied(text)).toBeUndefined();
    const [fix] = diagnostics[0]?.fixes ?? [];
    if (fix !== undefined) expect(await applied(applyEdits(text, fix.edits))).toEqual(["service/till"]);
  });

  test.each([SERVICE.replaceAll(":", "："), SERVICE.replaceAll(": ", ":")])(
    "a text that is no object for want of colons is refused by both: %j",
    async (text) => {
      expect(new Set(found(text).map(({ severity, code }) => `${severity} ${code}`))).toEqual(
        new Set(["error yaml-syntax"]),
      );
      expect(await applied(text)).toBeUndefined();
    },
  );

  test.each([
    ["the mark at the beginning", `\ufeff${SERVICE}`],
    ["line ends of Windows", SERVICE.replaceAll("\n", "\r\n")],
    ["line ends of old Macs", SERVICE.replaceAll("\n", "\r")],
    ["the line separator of Unicode", SERVICE.replace("till\n  ports", "till\u2028  ports")],
    ["tabs behind values", SERVICE.replace("app: till", "app:\ttill\t# the till")],
  ])("%s is accepted by both", async (_, text) => {
    expect(found(text)).toEqual([]);
    expect(await applied(text)).toEqual(["service/till"]);
  });

  test("of objects without --- one is applied, and the fix applies all", async () => {
    const text = SERVICE + OTHER + OTHER.replace("stall", "kiosk");
    expect(await applied(text)).toEqual(["service/kiosk"]);
    const diagnostics = found(text);
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      "warning separator-missing",
      "warning separator-missing",
    ]);
    const edits = diagnostics.flatMap(({ fixes = [] }) => fixes.flatMap((fix) => fix.edits));
    expect(await applied(applyEdits(text, edits))).toEqual(["service/till", "service/stall", "service/kiosk"]);
  });

  test("of a key that stands twice the last one is applied, and of two Services of one name the last", async () => {
    const twice = SERVICE.replace("app: till", "app: till\n    app: front");
    expect(found(twice).map(({ severity, code }) => `${severity} ${code}`)).toEqual(["warning key-repeated"]);
    await controlPlane.apply(twice);
    const selector = () => controlPlane.kubectl("get", "service", "till", "--output=jsonpath={.spec.selector}");
    expect(await selector()).toBe('{"app":"front"}');
    const both = `${twice}---\n${SERVICE}`;
    expect(found(both).map(({ code }) => code)).toEqual(["key-repeated", "service-repeated", "service-repeated"]);
    await controlPlane.apply(both);
    expect(await selector()).toBe('{"app":"till"}');
  });
});

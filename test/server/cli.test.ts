import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const CLI = join(import.meta.dirname, "../../dist/cli.cjs");

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  selector: {matchLabels: {app: till, tier: front}}
  template:
    metadata: {labels: {app: till, tier: front}}
    spec: {containers: [{name: main, ports: [{name: http, containerPort: 8080}]}]}
`;

const service = (spec: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: till}\nspec: {${spec}}\n`;

const FILES = {
  "app/deployment.yaml": DEPLOYMENT,
  "app/good.yaml": service("selector: {app: till}, ports: [{port: 80, targetPort: http}]"),
  "app/slip.yaml": service("selector: {app: till, tier: frnot}, ports: [{port: 80}]"),
  "bad/port.yaml": service("ports: [{port: 70000, targetPort: 80}]"),
  "bad/label.json": JSON.stringify({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "till" },
    spec: { selector: { version: 1.1 }, ports: [{ port: 80 }] },
  }),
  "overlay/kustomization.yaml": "patches:\n- path: patches/till.yaml\n",
  "overlay/patches/till.yaml": service("type: NodePort"),
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "podsight-cli-"));
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

function podsight(line: string, options: { readonly input?: string; readonly locale?: string } = {}): Promise<Run> {
  const environment = { PATH: process.env.PATH, HOME: folder, LC_ALL: options.locale ?? "C" };
  const child = spawn(process.execPath, [CLI, ...line.split(" ")], { cwd: folder, env: environment });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (errors += chunk));
  child.stdin.end(options.input ?? "");
  return new Promise((done) => child.on("close", (exitCode) => done({ exitCode, output, errors })));
}

test("files without errors exit with 0, and a folder's files are named relative to it", async () => {
  const { exitCode, output } = await podsight("check app --format json");
  const result = JSON.parse(output);
  expect(exitCode).toBe(0);
  expect(result.kubernetesVersion).toBe("1.37");
  expect(result.files.map((found: { file: string }) => found.file)).toEqual([
    "deployment.yaml",
    "good.yaml",
    "slip.yaml",
  ]);
  expect(result.files[2].diagnostics).toEqual([
    {
      code: "no-matching-workload",
      severity: "warning",
      message: expect.stringContaining("tier=front"),
      range: { start: { line: 3, character: 35 }, end: { line: 3, character: 40 } },
      stage: "lint",
    },
  ]);
});

test("an error exits with 1 and has the API server's stage, field and kind", async () => {
  const { exitCode, output } = await podsight("check bad/port.yaml --format json");
  expect(exitCode).toBe(1);
  expect(JSON.parse(output)).toEqual({
    kubernetesVersion: "1.37",
    files: [
      {
        file: "bad/port.yaml",
        diagnostics: [
          {
            code: expect.any(String),
            severity: "error",
            message: expect.stringContaining("70000"),
            range: { start: { line: 3, character: 22 }, end: { line: 3, character: 27 } },
            stage: "validate",
            field: "spec.ports[0].port",
            kind: "Invalid",
          },
        ],
      },
    ],
  });
});

test("JSON manifests are read, and the version can be chosen", async () => {
  const { exitCode, output } = await podsight("check bad/label.json --format json --kubernetes-version 1.33");
  const { kubernetesVersion, files } = JSON.parse(output);
  expect(exitCode).toBe(1);
  expect(kubernetesVersion).toBe("1.33");
  expect(files[0].diagnostics).toMatchObject([{ stage: "decode", field: "spec.selector" }]);
});

test("a patch of a kustomization is left alone", async () => {
  expect(await podsight("check overlay")).toMatchObject({ exitCode: 0 });
  const alone = FILES["overlay/patches/till.yaml"];
  expect(await podsight("check -", { input: alone })).toMatchObject({ exitCode: 1 });
});

test("standard input is a file, in either language", async () => {
  const english = await podsight("check -", { input: FILES["bad/port.yaml"] });
  expect(english.output).toMatch(/^-:4:23: error: .*\[[a-z-]+\]\n1 file, 1 error, 0 warnings\n$/);
  const japanese = await podsight("check -", { input: FILES["bad/port.yaml"], locale: "ja_JP.UTF-8" });
  expect(japanese.output).toMatch(/[ぁ-ん]/);
});

test("SARIF names the rule, the place from one, and the level", async () => {
  const { output } = await podsight("check bad/port.yaml --format sarif");
  const [run] = JSON.parse(output).runs;
  expect(run.results).toMatchObject([
    {
      level: "error",
      locations: [
        { physicalLocation: { artifactLocation: { uri: "bad/port.yaml" }, region: { startLine: 4, startColumn: 23 } } },
      ],
    },
  ]);
  expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toContain(run.results[0].ruleId);
});

test.each([
  ["check", "Name at least one file"],
  ["check nowhere.yaml", "there is no such file"],
  ["check app --format xml", "--format takes"],
  ["pods app --stored x", "There is no option --stored"],
  ["check app --stored nowhere", "nowhere cannot be read"],
  ["check app/good.yaml --context none --kubeconfig nowhere", "cannot be read"],
])("%s: one sentence on standard error, and exit code 2", async (line, sentence) => {
  const { exitCode, output, errors } = await podsight(line);
  expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
  expect(errors).toMatch(/^podsight: [^\n]*\n$/);
  expect(errors).toContain(sentence);
});

test("pods tells what each Service matches in the workspace, and what almost does", async () => {
  const { output, exitCode } = await podsight("pods app --format json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(output)).toEqual({
    services: [
      {
        file: "good.yaml",
        name: "till",
        namespace: null,
        source: "workspace",
        pods: [
          {
            name: "till",
            namespace: null,
            ready: false,
            status: "",
            ip: null,
            owner: { kind: "Deployment", name: "till" },
            ports: [{ name: null, port: 80, protocol: "TCP", targetPort: "http", number: 8080 }],
          },
        ],
        nearMisses: [],
        endpoints: null,
      },
      {
        file: "slip.yaml",
        name: "till",
        namespace: null,
        source: "workspace",
        pods: [],
        nearMisses: [{ name: "till", namespace: null, missing: { tier: "frnot" }, actual: { tier: "front" } }],
        endpoints: null,
      },
    ],
  });
});

test("pods knows nothing of a Service alone, and says so", async () => {
  const { output } = await podsight("pods app/good.yaml --format json");
  expect(JSON.parse(output).services).toMatchObject([{ source: "none", pods: [] }]);
  expect((await podsight("pods app/good.yaml")).output).toContain("Pods: unknown");
});

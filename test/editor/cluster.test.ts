import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type Editor, startEditor } from "../support/editor.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  replicas: 1
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till}}
    spec: {containers: [{name: till, image: till, ports: [{name: http, containerPort: 8080}]}]}
`;
const service = (name: string, rest: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n${rest}  ports:\n    - port: 80\n`;
const TILL = service("till", "  internalTrafficPolicy: Cluster\n  selector:\n    app: till\n");

/** What only this cluster knows: no rule of the product can say it. */
const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: not-that-name}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [services]}]}
  validations: [{expression: "object.metadata.name != 'unwanted'", message: "nothing is called so here"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: not-that-name}
spec: {policyName: not-that-name, validationActions: [Deny]}
`;
const PLACE = "podsight-examples/default";

/** What the cluster says, shows and takes, from the editor. */
describe("a document and the cluster", () => {
  let folder: string;
  let controlPlane: ControlPlane;
  let editor: Editor;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-cluster-"));
    const logsFile = join(folder, "till.log");
    await writeFile(logsFile, "2026-11-23T10:00:00.000000000Z stdout F the till is open\n");
    controlPlane = await startControlPlane({
      kwokConfig: `apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterLogs
metadata: {name: all}
spec: {logs: [{logsFile: ${JSON.stringify(logsFile)}, follow: true}]}
`,
    });
    await controlPlane.apply([DEPLOYMENT, POLICY].join("---\n"));
    const { kubectl } = controlPlane;
    await kubectl("config", "set-context", "prod-eu", "--cluster=podsight-examples", "--user=podsight-examples");
    await kubectl("rollout", "status", "deployment/till", "--timeout=60s");
    editor = await startEditor({
      files: {
        "external.yaml": service("external", ""),
        "till.yaml": TILL.replace("Cluster", "Local"),
        "unwanted.yaml": service("unwanted", "  selector:\n    app: till\n"),
      },
      kubeconfig: controlPlane.kubeconfig,
      settings: { "podsight.cluster.protectedContexts": ["prod-*"] },
    });
  });
  afterAll(async () => {
    await editor?.stop();
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const has = (words: string) => (rows: readonly string[]) => rows.some((row) => row.includes(words));
  const field = (path: string): Promise<string> =>
    controlPlane.kubectl("get", "service", "till", `--output=jsonpath={.spec${path}}`);
  const isAsked = (question: string) => expect.poll(editor.question, { timeout: 20_000 }).toBe(question);
  const ask = (...types: readonly string[]) => controlPlane.kubectl("get", ...types, "--output=name");

  test("Validate on the Server: what only the cluster knows becomes a problem at its place", async () => {
    const refusesIt = () =>
      controlPlane.kubectl("create", "service", "clusterip", "unwanted", "--tcp=80", "--dry-run=server").then(
        () => "accepted",
        () => "refused",
      );
    await expect.poll(refusesIt, { timeout: 30_000 }).toBe("refused");
    await editor.openFile("unwanted.yaml");
    await editor.status((text) => text.includes("Live."));
    await editor.runCommand("Podsight: Validate on the Server");
    await editor.problems(has("nothing is called so here"));
    await editor.page.locator(".statusbar-item", { hasText: "podsight-examples refuses 1, accepts 0" }).waitFor();
    expect(await ask("services")).toBe("service/kubernetes\n");
  });

  test("Apply Service asks before it takes fields over from others, and leaves them otherwise", async () => {
    const others = join(folder, "till.yaml");
    await writeFile(others, TILL);
    await controlPlane.kubectl("apply", "--server-side", "--field-manager=others", `--filename=${others}`);
    await editor.openFile("till.yaml");
    await editor.codeLenses(has("differs from the cluster in 1 field"));
    const conflict = async (): Promise<void> => {
      await editor.runCommand("Podsight: Apply Service to the Cluster...");
      await isAsked(`Service till in ${PLACE}: fields of other managers`);
    };
    await conflict();
    await editor.pick("Do not write");
    expect(await field(".internalTrafficPolicy")).toBe("Cluster");
    await conflict();
    await editor.pick("Take these fields over...");
    await isAsked(`Write Service till to ${PLACE}?`);
    await editor.approve(`Apply to ${PLACE}`);
    await expect.poll(() => field(".internalTrafficPolicy"), { timeout: 20_000 }).toBe("Local");
    await editor.runCommand("Podsight: Show Difference to the Cluster");
    await editor.notifications(has("would change nothing"));
    await editor.runCommand("Notifications: Clear All Notifications");
  });

  test("Show Difference shows what applying would change, and writes nothing", async () => {
    await controlPlane.apply(TILL);
    expect(await field(".internalTrafficPolicy")).toBe("Cluster");
    await editor.openFile("till.yaml");
    await editor.codeLenses(has("differs from the cluster in 1 field"));
    await editor.runCommand("Podsight: Show Difference to the Cluster");
    await editor.page.locator(".tabs-container .tab.active", { hasText: "and as typed" }).waitFor();
    const side = (name: string) => editor.page.locator(`.monaco-diff-editor .editor.${name} .view-line`);
    await side("original")
      .filter({ hasText: /internalTrafficPolicy:\s*Cluster/ })
      .waitFor();
    await side("modified")
      .filter({ hasText: /internalTrafficPolicy:\s*Local/ })
      .waitFor();
    expect(await field(".internalTrafficPolicy")).toBe("Cluster");
    await editor.runCommand("View: Close Editor");
  });

  test("Describe Service, and the log of a Pod behind it", async () => {
    await editor.openFile("till.yaml");
    await editor.runCommand("Podsight: Describe Service");
    const pod = (await ask("pods")).trim().replace("pod/", "");
    await editor.lines((lines) => has("Traffic goes to 1 Pod")(lines) && has(pod)(lines) && has("10.")(lines));
    await editor.openFile("till.yaml");
    await editor.runCommand("Podsight: Show Log of Matched Pod...");
    await editor.pick(pod);
    const line = editor.page.locator(".part.panel .view-line", { hasText: "the till is open" });
    await line.waitFor();
    await editor.runCommand("View: Hide Panel");
    await line.waitFor({ state: "hidden" });
    // The same from the Pod's row.
    await editor.openFile("till.yaml");
    await editor.runCommand("Podsight: Show Matched Pods");
    const row = editor.page.locator(".quick-input-widget .monaco-list-row", { hasText: pod });
    await row.hover();
    await row.locator(".codicon-output").click();
    await line.waitFor();
  });

  test("Create EndpointSlice gives a Service without selector its addresses", async () => {
    await editor.openFile("external.yaml");
    await editor.runCommand("Podsight: Create EndpointSlice for Service...");
    // What the API server takes in no slice is told while it is typed.
    await editor.enter("The IP addresses", "192.0.2.10, 127.0.0.1");
    const message = editor.page.locator(".quick-input-widget .quick-input-message");
    await message.filter({ hasText: "127.0.0.1 can't be the address of an endpoint" }).waitFor();
    await editor.page.locator(".quick-input-widget input[type=text]").fill("192.0.2.10, 192.0.2.11");
    await message.filter({ hasText: "The IP addresses" }).waitFor();
    await editor.page.keyboard.press("Enter");
    await editor.enter("The ports on these addresses");
    await editor.pick(`Into ${PLACE}...`);
    await expect.poll(editor.question, { timeout: 20_000 }).toMatch(/^Write EndpointSlice external/);
    await editor.approve(`Apply to ${PLACE}`);
    const addresses = () =>
      controlPlane.kubectl(
        "get",
        "endpointslices",
        "--selector=kubernetes.io/service-name=external",
        "--output=jsonpath={.items[*].endpoints[*].addresses[*]}",
      );
    await expect.poll(addresses, { timeout: 20_000 }).toBe("192.0.2.10 192.0.2.11");
  });

  test("a protected context is written to by typing its name", async () => {
    await editor.runCommand("Podsight: Select Context...");
    await editor.pick("prod-eu");
    await editor.openFile("till.yaml");
    await editor.status((text) => text.includes("prod-eu / default"));
    const deletion = async (typed: string): Promise<void> => {
      await editor.runCommand("Podsight: Delete Service from the Cluster...");
      await isAsked("Delete Service till from prod-eu/default?");
      await editor.enter("prod-eu is protected. Type its name", typed);
    };
    await deletion("podsight-examples");
    await editor.page
      .locator(".quick-input-message.error, .quick-input-message", { hasText: "is protected" })
      .waitFor();
    await editor.dismiss();
    expect(await ask("services")).toContain("service/till");
    await deletion("prod-eu");
    await expect.poll(() => ask("services"), { timeout: 20_000 }).toBe("service/kubernetes\n");
    expect(await ask("pods")).toContain("pod/till-");
  });
});

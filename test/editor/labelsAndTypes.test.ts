import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type Editor, startEditor } from "../support/editor.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: till
spec:
  replicas: 2
  selector:
    matchLabels:
      app: till
  template:
    metadata:
      labels:
        app: till
        tier: front
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: till
          image: till
`;

const serviceText = (name: string, rest: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n${rest}`;

const TILL = serviceText(
  "till",
  "  type: NodePort\n  selector:\n    app: till\n  ports:\n    - port: 80\n      nodePort: 30080\n",
);
const V1 = serviceText("v1", "  selector:\n    version: v1\n  ports:\n    - port: 80\n");
const NEAR = serviceText("near", "  selector:\n    app: till\n    tier: frontt\n  ports:\n    - port: 80\n");

const PLACE = "podsight-examples/default";

/** Types and labels changed from the editor, and looked at with kubectl. */
describe("types and labels in a real cluster", () => {
  let controlPlane: ControlPlane;
  let editor: Editor;

  beforeAll(async () => {
    controlPlane = await startControlPlane();
    await controlPlane.apply([DEPLOYMENT, TILL, V1].join("---\n"));
    await controlPlane.kubectl("rollout", "status", "deployment/till", "--timeout=60s");
    const files = { "near.yaml": NEAR, "till.yaml": TILL };
    editor = await startEditor({ files, kubeconfig: controlPlane.kubeconfig });
    await editor.openFile("till.yaml");
    await hint(/2 Pods, 2 ready/);
  });
  afterAll(async () => {
    await editor?.stop();
    await controlPlane?.stop();
  });

  const hint = (words: RegExp): Promise<readonly string[]> =>
    editor.lines((lines) => lines.some((line) => line.includes("selector:") && words.test(line)));
  const closeAll = (): Promise<void> => editor.runCommand("View: Close All Editors");
  const spec = (path: string): Promise<string> =>
    controlPlane.kubectl("get", "service", "till", `--output=jsonpath={.spec${path}}`);
  const has = (words: string) => (rows: readonly string[]) => rows.some((row) => row.includes(words));
  const labelled = async (selector: string): Promise<number> => {
    const names = await controlPlane.kubectl("get", "pods", `--selector=${selector}`, "--output=name");
    return names.split("\n").filter(Boolean).length;
  };

  test("Switch Service Type in the cluster says what it will release, then does it", async () => {
    await editor.runCommand("Podsight: Switch Service Type...");
    await editor.picks(has("Releases node port 30080"));
    await editor.pick(/^ClusterIP/);
    await editor.picks(has(`In ${PLACE}...`));
    // What Enter would take.
    await editor.page.locator(".quick-input-widget .monaco-list-row.focused", { hasText: "In the document" }).waitFor();
    await editor.pick(`In ${PLACE}...`);
    await expect.poll(editor.question, { timeout: 10_000 }).toBe(`Write Service till to ${PLACE}?`);
    await editor.lines(has("# Releases node port 30080: the nodes"));
    // The question is put over the editor, and nothing of the difference is behind it.
    const first = editor.page.locator(".view-line", { hasText: "# Releases node port" });
    const box = await editor.page.locator(".quick-input-widget").boundingBox();
    expect((await first.boundingBox())?.y).toBeGreaterThanOrEqual((box?.y ?? 0) + (box?.height ?? 1_000));
    await editor.approve(`Apply to ${PLACE}`);
    await expect.poll(() => spec(".type"), { timeout: 10_000 }).toBe("ClusterIP");
    expect(await spec(".ports[0].nodePort")).toBe("");
  });

  test("to headless the Service is deleted and created anew, which the choice and the code action say", async () => {
    await editor.openFile("till.yaml");
    const actions = await editor.codeActions("metadata");
    expect(actions.join("\n")).toContain("in the cluster it must be deleted and created anew");
    await editor.dismiss();
    const uid = () => controlPlane.kubectl("get", "service", "till", "--output=jsonpath={.metadata.uid}");
    const before = await uid();
    await editor.runCommand("Podsight: Switch Service Type...");
    await editor.picks(has("Must be deleted and created anew"));
    await editor.pick(/^Headless/);
    await editor.pick(`Delete and create anew in ${PLACE}...`);
    await editor.approve(`Apply to ${PLACE}`);
    await expect.poll(() => spec(".clusterIP").catch(() => ""), { timeout: 10_000 }).toBe("None");
    expect(await uid()).not.toBe(before);
    expect(await labelled("app=till")).toBe(2);
  });

  test("a Service of the cluster is switched without a document, and gets its external name", async () => {
    await closeAll();
    await editor.runCommand("Podsight: Switch Service Type...");
    await editor.pick("A Service of the cluster...");
    await editor.pick(/^\s*till/);
    await editor.pick(/^ExternalName/);
    await editor.enter("The DNS name", "till.example.com");
    await editor.lines(has("# Becomes an alias in DNS"));
    await editor.approve(`Apply to ${PLACE}`);
    await expect.poll(() => spec(".externalName"), { timeout: 10_000 }).toBe("till.example.com");
    await controlPlane.kubectl("delete", "service", "till");
    await controlPlane.apply(TILL);
  });

  test("a Pod's row opens its YAML, which cannot be typed into, and copies its name", async () => {
    await editor.openFile("till.yaml");
    await hint(/2 Pods, 2 ready/);
    await editor.runCommand("Podsight: Show Matched Pods");
    const [first = ""] = await editor.picks((rows) => rows.filter((row) => row.includes("Running")).length === 2);
    const name = /till-[a-z0-9]+-[a-z0-9]{5}/.exec(first)?.[0] ?? "";
    const row = editor.page.locator(".quick-input-widget .monaco-list-row", { hasText: name });
    await row.hover();
    await row.locator(".codicon-copy").click();
    await editor.page.locator(".statusbar-item", { hasText: `Copied ${name}` }).waitFor();
    await editor.runCommand("Podsight: Show Matched Pods");
    await editor.pick(name);
    await editor.page.locator(".tabs-container .tab.active", { hasText: `${name}.yaml` }).waitFor();
    const shown = await editor.lines((lines) => lines[1] === "kind: Pod");
    expect(shown.slice(0, 4)).toEqual(["apiVersion: v1", "kind: Pod", "metadata:", `  name: ${name}`]);
    await editor.page.keyboard.type("x");
    expect((await editor.lines(() => true))[0]).toBe("apiVersion: v1");
  });

  test("a Pod's row labels this Pod, with several labels at once, and says which Service gains it", async () => {
    await editor.openFile("till.yaml");
    await hint(/2 Pods, 2 ready/);
    await editor.runCommand("Podsight: Show Matched Pods");
    await editor.picks((rows) => rows.filter((row) => row.includes("Running")).length === 2);
    const row = editor.page.locator(".quick-input-widget .monaco-list-row", { hasText: "Running" }).first();
    await row.hover();
    await row.locator(".codicon-tag").click();
    await editor.enter("key=value", "version=v1,environment=dev");
    await editor.picks(has("Services that gain Pods: v1."));
    await editor.pick("Onto the Pods in podsight-examples");
    await editor.lines(has("# Lost when the Pod is replaced."));
    await editor.approve(`Apply to ${PLACE}`);
    await expect.poll(() => labelled("version=v1,environment=dev"), { timeout: 10_000 }).toBe(1);
  });

  test("what a label finds can be labelled and switched from its row", async () => {
    const press = async (row: RegExp, icon: string): Promise<void> => {
      await editor.runCommand("Podsight: Find by Label...");
      await editor.enter("A label selector", "app=till");
      const found = editor.page.locator(".quick-input-widget .monaco-list-row", { hasText: row }).first();
      await found.hover();
      await found.locator(`.codicon-${icon}`).click();
    };
    await controlPlane.kubectl("label", "service", "till", "app=till");
    await press(/Running/, "tag");
    await editor.enter("key=value", "size=large");
    await editor.pick("Onto the Pods in podsight-examples");
    await editor.approve(`Apply to ${PLACE}`);
    await expect.poll(() => labelled("size=large"), { timeout: 10_000 }).toBe(1);
    await press(/till[\s\S]*NodePort/, "arrow-swap");
    await editor.pick(/^LoadBalancer/);
    await editor.lines(has("# Asks the cluster for a load balancer."));
    await editor.approve(`Apply to ${PLACE}`);
    await expect.poll(() => spec(".type"), { timeout: 10_000 }).toBe("LoadBalancer");
  });

  test("what would make a workload let its Pods go is refused, and says why", async () => {
    await editor.openFile("till.yaml");
    await editor.runCommand("Podsight: Add Label to Matched Pods...");
    await editor.enter("key=value", "app-");
    await editor.picks(has("would let Pods go"));
    await editor.pick("Onto the Pods in podsight-examples");
    await editor.notifications(has("would no longer find"));
    await editor.runCommand("Notifications: Clear All Notifications");
    expect(await labelled("app=till")).toBe(2);
  });

  test("what almost matches is labelled in the template of the live workload: a rollout, with its number of Pods", async () => {
    await editor.openFile("near.yaml");
    await hint(/0 Pods/);
    await editor.applyCodeAction("frontt", "Label the template of Deployment till in the cluster with tier=frontt...");
    await expect.poll(editor.question, { timeout: 10_000 }).toBe(`Write Deployment till to ${PLACE}?`);
    await editor.lines(has("# A rollout: Deployment till replaces 2"));
    await editor.approve(`Apply to ${PLACE}`);
    await expect.poll(() => labelled("tier=frontt"), { timeout: 20_000 }).toBe(2);
    await editor.openFile("near.yaml");
    await hint(/2 Pods, 2 ready/);
  });
});

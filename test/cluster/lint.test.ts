import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { check } from "../../server/src/core/check.ts";
import { listOf, objectOf } from "../../server/src/core/json.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import type { Pod } from "../../server/src/core/pods/pod.ts";
import { render } from "../../server/src/core/words.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { workspaceSnapshot } from "../support/snapshot.ts";
import { until } from "../support/until.ts";
import { type Observed, observe } from "./observed.ts";

const URI = "file:///work/service.yaml";

/** A Deployment's text; its container ports as a flow sequence, a sidecar's as well. */
function deployment(namespace: string, name: string, labels: string, ports: string, sidecar = "[]"): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  replicas: 2
  selector: {matchLabels: {run: ${name}}}
  template:
    metadata: {labels: {run: ${name}, ${labels}}}
    spec:
      initContainers: [{name: proxy, image: proxy, restartPolicy: Always, ports: ${sidecar}}]
      containers: [{name: main, image: main, ports: ${ports}}]
`;
}

function service(namespace: string, selector: string, port: string): string {
  return `apiVersion: v1
kind: Service
metadata: {name: till, namespace: ${namespace}}
spec: {selector: {${selector}}, ports: [{${port}}]}
`;
}

const HTTP = "[{name: http, containerPort: 8080}]";

/** What lint says is what the real controllers do. */
describe("lint on a real cluster", () => {
  let controlPlane: ControlPlane;
  let observed: Observed;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    observed = observe(controlPlane.kubeconfig);
    observed.cluster.watchNamespaces(["shop", "other", "ports"]);
    for (const namespace of ["shop", "other", "ports"]) await controlPlane.kubectl("create", "namespace", namespace);
    await observed.cluster.connect({});
  });
  afterAll(async () => {
    observed?.cluster.dispose();
    await controlPlane?.stop();
  });

  /** `severity code: message` of each finding, the workspace being the text and the given files. */
  function findings(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
    const { settings, workspace } = workspaceSnapshot(files);
    const snapshot = { settings, workspace, cluster: observed.cluster.snapshot };
    const found = check({ uri: URI, manifest: readManifest(text) }, snapshot);
    return found.map(({ severity, code, message }) => `${severity} ${code}: ${render(message, "en")}`);
  }

  const ready = (namespace: string, what: string, count: number, is: (pod: Pod) => boolean) =>
    observed.untilPods(namespace, what, ({ knowledge, pods }) => {
      const those = pods.filter((pod) => is(pod) && pod.ready && !pod.terminating);
      return knowledge.kind === "synced" && those.length === count;
    });

  test("a template that is not applied, one that is not rolled out, and one that is", async () => {
    const old = deployment("shop", "till", "tier: back", HTTP);
    const files = { "file:///work/till.yaml": deployment("shop", "till", "tier: front", HTTP) };
    const text = service("shop", "run: till, tier: front", "port: 80, targetPort: http");
    await observed.untilPods("shop", "the namespace", ({ knowledge }) => knowledge.kind === "synced");
    const none =
      "info no-matching-pods: No Pod in shop matches run=till, tier=front yet. Deployment till in this workspace matches";
    expect(findings(text, files)).toEqual([`${none}; 0 of its Pods are live: it is not applied yet.`]);

    await controlPlane.apply(old);
    await ready("shop", "the old Pods", 2, ({ labels }) => labels.get("tier") === "back");
    await controlPlane.kubectl("rollout", "pause", "deployment/till", "--namespace=shop");
    await controlPlane.apply(`${files["file:///work/till.yaml"]}`);
    expect(findings(text, files)).toEqual([
      `${none}, but its 2 live Pods have other labels: the template is not applied yet, or not rolled out.`,
    ]);
    expect(findings(text)).toEqual([
      "warning no-matching-pods: No Pod in shop matches run=till, tier=front. 2 Pods have tier=back, not tier=front.",
    ]);

    await controlPlane.kubectl("rollout", "resume", "deployment/till", "--namespace=shop");
    await ready("shop", "the new Pods", 2, ({ labels }) => labels.get("tier") === "front");
    expect(findings(text, files)).toEqual([]);
  });

  test("the right labels in another namespace", async () => {
    await controlPlane.apply(deployment("shop", "report", "tier: back", HTTP));
    await ready("shop", "the Pods", 2, ({ labels }) => labels.get("run") === "report");
    await observed.untilPods("other", "the namespace", ({ knowledge }) => knowledge.kind === "synced");
    expect(findings(service("other", "run: report", "port: 80, targetPort: http"))).toEqual([
      "warning no-matching-pods: No Pod in other matches run=report. 2 Pods in shop would match, but a Service selects only in its own namespace.",
    ]);
  });

  test("what the cluster has stored: no endpoints, no load balancer, headless for good", async () => {
    const written = (name: string, spec: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: other}\nspec: {${spec}, ports: [{port: 80}]}\n`;
    const own = written("own", "sessionAffinity: None");
    const balanced = written("balanced", "type: LoadBalancer, loadBalancerClass: example.com/none");
    const plain = written("plain", "sessionAffinity: None");
    await controlPlane.apply([own, balanced, written("plain", "clusterIP: None")].join("---\n"));
    await observed.until("the Services", ({ services, endpointSlices }) => {
      const known = services?.get("other");
      const isKnown =
        known?.knowledge.kind === "synced" && ["own", "balanced", "plain"].every((name) => known.services.has(name));
      return isKnown && endpointSlices?.get("other")?.knowledge.kind === "synced";
    });
    const nobody =
      "info selectorless-no-endpoints: No selector, and no EndpointSlice in the cluster has an address for this Service. Connections fail until somebody writes one.";
    expect(findings(own)).toEqual([nobody]);
    expect(findings(balanced)).toEqual([
      nobody,
      "info load-balancer-pending: The Service in the cluster has no load balancer yet. Where that stays so, nothing in the cluster makes those of class example.com/none.",
    ]);
    expect(findings(plain)).toEqual([
      nobody,
      "info headless-stays: The Service in the cluster is headless and stays so: leaving out clusterIP changes nothing. To give it an address, delete it and create it anew.",
    ]);

    await controlPlane.apply(`apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: own-1, namespace: other, labels: {kubernetes.io/service-name: own}}
addressType: IPv4
ports: [{port: 8080}]
endpoints: [{addresses: [192.0.2.10]}]
`);
    await observed.until("the slice", ({ endpointSlices }) => endpointSlices?.get("other")?.slices.has("own") === true);
    expect(findings(own)).toEqual([]);
  });

  /** The port numbers that the EndpointSlice controller gives each address, once there are so many addresses. */
  const slices = (addresses: number): Promise<readonly string[]> =>
    until(
      async () => {
        const text = await controlPlane.kubectl("get", "endpointslices", "--namespace=ports", "--output=json");
        const items = listOf(objectOf(JSON.parse(text)).items).map(objectOf);
        const lines = items.flatMap(({ ports, endpoints }) =>
          listOf(endpoints).map(
            () =>
              listOf(ports)
                .map((port) => objectOf(port).port)
                .join(" ") || "none",
          ),
        );
        return lines.length === addresses ? lines.toSorted() : undefined;
      },
      { within: 20_000, what: `${addresses} addresses in the EndpointSlices` },
    );

  test("a named port is looked up on each Pod: other numbers, other protocols, sidecars, none", async () => {
    const named = (name: string, ports: string, sidecar?: string) =>
      controlPlane.apply(deployment("ports", name, "app: till", ports, sidecar));
    const text = service("ports", "app: till", "port: 80, targetPort: http");
    await controlPlane.apply(text);
    await named("udp", "[{name: http, containerPort: 8080, protocol: UDP}]");
    await ready("ports", "two Pods", 2, () => true);
    expect(await slices(2)).toEqual(["none", "none"]);
    expect(findings(text)).toEqual([
      'warning target-port-protocol: targetPort "http": the matched Pods declare that port for UDP, and this one is TCP. They get no traffic from it.',
    ]);

    await named("main", HTTP);
    await named("sidecar", "[]", "[{name: http, containerPort: 9090}]");
    await ready("ports", "six Pods", 6, () => true);
    expect(await slices(6)).toEqual(["8080", "8080", "9090", "9090", "none", "none"]);
    expect(findings(text)).toEqual([
      'info target-port-name: targetPort "http": 2 of 6 matched Pods do not declare a TCP port of that name and get no traffic.',
      'info target-port-numbers: targetPort "http" is not the same number on all matched Pods: 8080 on 2 Pods, 9090 on 2 Pods.',
    ]);

    await named(
      "main",
      "[{name: http, containerPort: 8080}]}, {name: more, image: more, ports: [{name: http, containerPort: 7070}]",
    );
    await controlPlane.kubectl("rollout", "status", "deployment/main", "--namespace=ports");
    await ready("ports", "new Pods", 2, ({ ports }) => ports.some(({ port }) => port === 7070));
    await ready("ports", "six Pods", 6, () => true);
    expect(await slices(6)).toEqual(["8080", "8080", "9090", "9090", "none", "none"]);
    expect(findings(text).at(-1)).toMatch(
      /^info container-port-name-repeated: .* named "http": 8080, 7070\. Only 8080 gets traffic\.$/,
    );
  });
});

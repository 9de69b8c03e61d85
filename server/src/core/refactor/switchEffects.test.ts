import { describe, expect, test } from "vitest";
import { render } from "../words.ts";
import { SERVICE_TYPES, type ServiceType } from "./serviceType.ts";
import { switchEffects } from "./switchEffects.ts";
import { switchEffectWords } from "./switchEffectWords.ts";
import { switchObject } from "./switchObject.ts";

const ports = (...nodePorts: readonly number[]) => [
  { name: "web", port: 80, ...(nodePorts[0] && { nodePort: nodePorts[0] }) },
  { name: "metrics", port: 81, ...(nodePorts[1] && { nodePort: nodePorts[1] }) },
];
const ADDRESS = { clusterIP: "10.96.0.77", clusterIPs: ["10.96.0.77"] };

/** Stored Services of each type, as the API server fills them in. */
const STORED: Readonly<Record<ServiceType, object>> = {
  ClusterIP: { type: "ClusterIP", ...ADDRESS, ports: ports() },
  Headless: { type: "ClusterIP", clusterIP: "None", clusterIPs: ["None"], ports: ports() },
  NodePort: { type: "NodePort", ...ADDRESS, externalTrafficPolicy: "Local", ports: ports(30080, 30090) },
  LoadBalancer: {
    type: "LoadBalancer",
    ...ADDRESS,
    externalTrafficPolicy: "Local",
    healthCheckNodePort: 30100,
    ports: ports(30080, 30090),
  },
  ExternalName: { type: "ExternalName", externalName: "db.example.com" },
};

function said(from: ServiceType, to: ServiceType): string {
  const status = from === "LoadBalancer" ? { loadBalancer: { ingress: [{ ip: "192.0.2.7" }] } } : {};
  const { way, effects } = switchEffects({ spec: STORED[from], status }, to);
  return [way, ...effects.map((effect) => render(switchEffectWords(effect), "en"))].join(" | ");
}

describe("what a switch does", () => {
  test.each(
    SERVICE_TYPES.flatMap((from) => SERVICE_TYPES.filter((to) => to !== from).map((to) => [from, to] as const)),
  )("%s to %s", (from, to) => {
    expect(said(from, to)).toBe(EXPECTED[`${from} ${to}`]);
  });

  test("of a Service that is only written, numbers are not made up", () => {
    const { effects } = switchEffects({ spec: { type: "NodePort", ports: [{ port: 80 }] } }, "Headless");
    expect(effects.map((effect) => render(switchEffectWords(effect), "en")).slice(1, 3)).toEqual([
      "Releases its cluster IP: connections to it end.",
      "Releases its node ports: the nodes no longer answer there.",
    ]);
  });

  test("a Service that the cluster does not have loses nothing", () => {
    expect(switchEffects(undefined, "LoadBalancer")).toEqual({
      way: "create",
      effects: [{ kind: "givesAddress" }, { kind: "givesNodePorts" }, { kind: "asksLoadBalancer" }],
    });
  });

  test("a load balancer without node ports has none to release, and gets some as a NodePort", () => {
    const spec = { type: "LoadBalancer", ...ADDRESS, allocateLoadBalancerNodePorts: false, ports: ports() };
    const kinds = (to: ServiceType) => switchEffects({ spec }, to).effects.map(({ kind }) => kind);
    expect(kinds("ClusterIP")).toEqual(["releasesLoadBalancer", "keepsAddress"]);
    expect(kinds("NodePort")).toEqual(["releasesLoadBalancer", "givesNodePorts", "keepsAddress"]);
  });

  test("the type that it has, and one that nobody knows, change nothing that could be named", () => {
    expect(switchEffects({ spec: STORED.NodePort }, "NodePort").effects).toEqual([]);
    expect(switchEffects({ spec: { type: "Odd" } }, "Headless")).toEqual({
      way: "update",
      effects: [{ kind: "namesPods" }],
    });
  });
});

const RECREATE = "recreate | Must be deleted and created anew; until then its name leads nowhere.";
const LOSES_ADDRESS = "Releases 10.96.0.77: connections to it end.";
const LOSES_NODE_PORTS = "Releases node ports 30080, 30090: the nodes no longer answer there.";
const LOSES_ALL_NODE_PORTS = "Releases node ports 30080, 30090, 30100: the nodes no longer answer there.";
const LOSES_BALANCER = "Gives up the load balancer at 192.0.2.7.";
const ALIAS = "Becomes an alias in DNS: no traffic goes to the Pods any more.";
const NAMES = "DNS answers with the Pods' addresses, and clients connect to the target ports.";
const NAMES_NONE = "DNS answers with one address; names of single Pods go.";
const NO_ALIAS = "Its name no longer leads to db.example.com.";
const GETS_ADDRESS = "Gives a cluster IP.";
const GETS_NODE_PORTS = "Gives a node port for each port.";
const GETS_BALANCER = "Asks the cluster for a load balancer.";
const KEEPS = "Keeps 10.96.0.77.";

const EXPECTED: Readonly<Record<string, string>> = {
  "ClusterIP Headless": [RECREATE, LOSES_ADDRESS, NAMES].join(" | "),
  "ClusterIP NodePort": ["update", GETS_NODE_PORTS, KEEPS].join(" | "),
  "ClusterIP LoadBalancer": ["update", GETS_NODE_PORTS, GETS_BALANCER, KEEPS].join(" | "),
  "ClusterIP ExternalName": ["update", LOSES_ADDRESS, ALIAS].join(" | "),
  "Headless ClusterIP": [RECREATE, NAMES_NONE, GETS_ADDRESS].join(" | "),
  "Headless NodePort": [RECREATE, NAMES_NONE, GETS_ADDRESS, GETS_NODE_PORTS].join(" | "),
  "Headless LoadBalancer": [RECREATE, NAMES_NONE, GETS_ADDRESS, GETS_NODE_PORTS, GETS_BALANCER].join(" | "),
  "Headless ExternalName": ["update", ALIAS].join(" | "),
  "NodePort ClusterIP": ["update", LOSES_NODE_PORTS, KEEPS].join(" | "),
  "NodePort Headless": [RECREATE, LOSES_ADDRESS, LOSES_NODE_PORTS, NAMES].join(" | "),
  "NodePort LoadBalancer": [
    "update",
    "Gives a node port for health checks.",
    GETS_BALANCER,
    KEEPS,
    "Keeps node ports 30080, 30090.",
  ].join(" | "),
  "NodePort ExternalName": ["update", LOSES_ADDRESS, LOSES_NODE_PORTS, ALIAS].join(" | "),
  "LoadBalancer ClusterIP": ["update", LOSES_ALL_NODE_PORTS, LOSES_BALANCER, KEEPS].join(" | "),
  "LoadBalancer Headless": [RECREATE, LOSES_ADDRESS, LOSES_ALL_NODE_PORTS, LOSES_BALANCER, NAMES].join(" | "),
  "LoadBalancer NodePort": [
    "update",
    "Releases node port 30100: the nodes no longer answer there.",
    LOSES_BALANCER,
    KEEPS,
    "Keeps node ports 30080, 30090.",
  ].join(" | "),
  "LoadBalancer ExternalName": ["update", LOSES_ADDRESS, LOSES_ALL_NODE_PORTS, LOSES_BALANCER, ALIAS].join(" | "),
  "ExternalName ClusterIP": ["update", NO_ALIAS, GETS_ADDRESS].join(" | "),
  "ExternalName Headless": ["update", NO_ALIAS, NAMES].join(" | "),
  "ExternalName NodePort": ["update", NO_ALIAS, GETS_ADDRESS, GETS_NODE_PORTS].join(" | "),
  "ExternalName LoadBalancer": ["update", NO_ALIAS, GETS_ADDRESS, GETS_NODE_PORTS, GETS_BALANCER].join(" | "),
};

describe("a stored Service as one of another type", () => {
  test("loses what the new type may not have, and keeps its name, version and selector", () => {
    const stored = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "till", resourceVersion: "7", managedFields: [{ manager: "kubectl" }] },
      spec: { ...STORED.NodePort, selector: { app: "till" } },
      status: { loadBalancer: {} },
    };
    expect(switchObject(stored, "ClusterIP")).toEqual({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "till", resourceVersion: "7" },
      spec: { ...ADDRESS, type: "ClusterIP", ports: ports(), selector: { app: "till" } },
    });
    expect(switchObject(stored, "ExternalName", "db.example.com")).toMatchObject({
      spec: { type: "ExternalName", externalName: "db.example.com", selector: { app: "till" } },
    });
  });

  test("created anew, it does not wait for a controller that will not come", () => {
    const finalizers = ["service.kubernetes.io/load-balancer-cleanup", "example.com/mine"];
    const stored = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "till", finalizers },
      spec: STORED.LoadBalancer,
    };
    expect(switchObject(stored, "Headless")).toMatchObject({ metadata: { finalizers: ["example.com/mine"] } });
    expect(switchObject(stored, "ClusterIP")).toMatchObject({ metadata: { finalizers } });
  });

  test("what is no Service of these types stays", () => {
    expect(switchObject({ apiVersion: "v1", kind: "Service" }, "Headless")).toBeUndefined();
  });
});

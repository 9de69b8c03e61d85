import { describe, expect, test } from "vitest";
import { navigable } from "../../../../test/support/navigable.ts";
import { definitionOf } from "./definition.ts";
import { occurrencesOf } from "./occurrences.ts";
import { topicAt } from "./topic.ts";

const TILL = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  selector:
    matchLabels: {app: till}
    matchExpressions: [{key: tier, operator: In, values: [front, back]}]
  template:
    metadata:
      labels:
        app: till
        tier: front
    spec:
      containers:
        - name: till
          ports: [{name: http, containerPort: 8080}]
          readinessProbe: {httpGet: {port: http}}
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: till}
spec:
  selector: {app: till, tier: front}
  ports: [{name: web, port: 80, targetPort: http}]
`;
const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  defaultBackend: {service: {name: till, port: {name: web}}}
  rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: till, port: {number: 80}}}}]}}]
`;
const ROUTE = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec: {rules: [{backendRefs: [{name: till, port: 80}]}]}
`;
const SLICE = `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: till-1, labels: {kubernetes.io/service-name: till}}
addressType: IPv4
endpoints: []
`;
const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: till
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db}]}}
`;
const FILES = { "a.yaml": TILL, "b.yaml": SERVICE, "c.yaml": `${INGRESS}---\n${ROUTE}---\n${SLICE}---\n${SET}` };

/** The files with the cursor in front of the given words of one of them. */
function at(file: keyof typeof FILES, words: string) {
  const [before = "", word = ""] = words.includes("|") ? words.split("|") : ["", words];
  const marked = FILES[file].replace(before + word, `${before}$0${word}`);
  const place = navigable({ ...FILES, [file]: marked });
  return { ...place, topic: topicAt(place.navigation, place.uri, place.offset) };
}

function definition(file: keyof typeof FILES, words: string): readonly string[] {
  const { topic, navigation, shown } = at(file, words);
  return topic === undefined ? [] : shown(definitionOf(navigation, topic));
}

function references(file: keyof typeof FILES, words: string): readonly string[] {
  const { topic, navigation, shown } = at(file, words);
  return topic === undefined ? [] : shown(occurrencesOf(navigation, topic));
}

const SERVICE_NAME = ["b.yaml:3: till"];
const REFERENCES = ["c.yaml:5: till", "c.yaml:6: till", "c.yaml:11: till", "c.yaml:15: till", "c.yaml:23: till"];

describe("definition leads", () => {
  test.each([
    ["from a pair of a selector to the templates that it matches", "b.yaml", "app: till", ["a.yaml:11: app: till"]],
    ["from the value of a pair, too", "b.yaml", "tier: |front", ["a.yaml:12: tier: front"]],
    [
      "from a label of a template to the Services that use it",
      "a.yaml",
      "\n        |tier: front",
      ["b.yaml:5: tier: front"],
    ],
    ["from a workload's own selector to its template", "a.yaml", "matchLabels: {|app: till", ["a.yaml:11: app: till"]],
    ["from the key of an expression", "a.yaml", "key: |tier", ["a.yaml:12: tier: front"]],
    ["from a named targetPort to the container's port", "b.yaml", "targetPort: |http", ["a.yaml:16: http"]],
    ["from a container's port to the targetPorts", "a.yaml", "ports: [{name: |http", ["b.yaml:6: http"]],
    ["from a probe's port to the container's", "a.yaml", "httpGet: {port: |http", ["a.yaml:16: http"]],
    ["from an Ingress' backend to the Service", "c.yaml", "{service: {name: |till", SERVICE_NAME],
    ["from its port to the Service's port", "c.yaml", "port: {name: |web", ["b.yaml:6: web"]],
    ["from a backendRef to the Service", "c.yaml", "backendRefs: [{name: |till", SERVICE_NAME],
    ["from an EndpointSlice's label to the Service", "c.yaml", "service-name: |till", SERVICE_NAME],
    ["from a StatefulSet's serviceName to the Service", "c.yaml", "serviceName: |till", SERVICE_NAME],
    ["from a Service's name to all that mean it", "b.yaml", "name: |till", REFERENCES],
    ["nowhere from what means nothing elsewhere", "a.yaml", "kind: |Deployment", []],
  ] as const)("%s", (_, file, words, expected) => {
    expect(definition(file, words)).toEqual(expected);
  });

  test("from a targetPort that is a number to the containers' ports, or to the workload that declares none", () => {
    const numbered = (port: number) => {
      const service = SERVICE.replace("targetPort: http", `targetPort: $0${port}`);
      const { navigation, uri, offset, shown } = navigable({ ...FILES, "b.yaml": service });
      const topic = topicAt(navigation, uri, offset);
      return topic && shown(definitionOf(navigation, topic));
    };
    expect(numbered(8080)).toEqual(["a.yaml:16: 8080"]);
    expect(numbered(9090)).toEqual(["a.yaml:3: till"]);
  });

  test("from a pair whose selector matches nothing to the workloads that have the pair", () => {
    const service = SERVICE.replace("app: till, tier: front", "$0app: till, tier: middle");
    const { navigation, uri, offset, shown } = navigable({ ...FILES, "b.yaml": service });
    const topic = topicAt(navigation, uri, offset);
    expect(topic && shown(definitionOf(navigation, topic))).toEqual(["a.yaml:11: app: till"]);
  });
});

describe("references are", () => {
  test.each([
    ["a label's key", "b.yaml", "app: till", ["b.yaml:5: app", "a.yaml:6: app", "a.yaml:11: app"]],
    [
      "a label's value, in expressions too",
      "b.yaml",
      "tier: |front",
      ["b.yaml:5: front", "a.yaml:7: front", "a.yaml:12: front"],
    ],
    ["a container's port", "b.yaml", "targetPort: |http", ["b.yaml:6: http", "a.yaml:16: http", "a.yaml:17: http"]],
    ["a Service's port", "c.yaml", "port: {name: |web", ["b.yaml:6: web", "c.yaml:5: web"]],
    ["a Service", "c.yaml", "serviceName: |till", [...SERVICE_NAME, ...REFERENCES]],
  ] as const)("%s", (_, file, words, expected) => {
    expect(references(file, words)).toEqual(expected);
  });
});

test("of two Services of a name the one in the nearer folder is meant, and namespaces keep them apart", () => {
  const placed = (namespace: string) => SERVICE.replace("name: till}", `name: till, namespace: ${namespace}}`);
  const files = {
    "one/service.yaml": SERVICE,
    "one/ingress.yaml": INGRESS.replace("name: till", "name: $0till"),
    "two/service.yaml": SERVICE,
  };
  const near = navigable(files);
  const nearTopic = topicAt(near.navigation, near.uri, near.offset);
  expect(nearTopic && near.shown(definitionOf(near.navigation, nearTopic))).toEqual(["one/service.yaml:3: till"]);
  const shop = INGRESS.replace("name: shop", "name: shop, namespace: shop").replace("name: till", "name: $0till");
  const apart = navigable({ "a.yaml": placed("shop"), "b.yaml": placed("other"), "c.yaml": shop });
  const topic = topicAt(apart.navigation, apart.uri, apart.offset);
  expect(topic && apart.shown(definitionOf(apart.navigation, topic))).toEqual(["a.yaml:3: till"]);
});

test("who uses a workload is the other way round of what a Service selects", () => {
  const { navigation } = navigable(FILES);
  for (const service of navigation.services) {
    for (const workload of navigation.workloadsOf(service)) {
      expect(navigation.servicesOf(workload)).toContainEqual(service);
    }
  }
  expect(navigation.services.flatMap(navigation.workloadsOf)).toHaveLength(1);
});

test("a kustomization's prefix is part of a Service's name for those outside of it", () => {
  const files = {
    "base/kustomization.yaml": "namePrefix: prod-\nresources: [service.yaml]\n",
    "base/service.yaml": SERVICE,
    "ingress.yaml": INGRESS.replace("name: till", "name: $0prod-till"),
  };
  const { navigation, uri, offset, shown } = navigable(files);
  const topic = topicAt(navigation, uri, offset);
  expect(topic && shown(definitionOf(navigation, topic))).toEqual(["base/service.yaml:3: till"]);
});

import fc from "fast-check";
import { type Json, recordOf } from "./apiServer.ts";

/** A Service as data and as the text that says so. */
export interface Case {
  readonly object: Json;
  readonly text: string;
}

/** A stored Service, and what is put in its place. */
export interface UpdateCase extends Case {
  readonly stored: Json;
}

/** One value at one place; a null value is written, an undefined one takes the field away. */
interface Change {
  readonly path: readonly (string | number)[];
  readonly value: Json | undefined;
}

const BAD_TYPES: readonly Json[] = [
  true,
  5,
  1.5,
  "text",
  [],
  ["a"],
  [1],
  {},
  { a: 1 },
  { a: "b" },
  [null],
  null,
  [{}],
  99_999_999_999,
  -1,
  "5",
];
/** What an update cannot say without being about another object, or about another moment. */
const FIXED: ReadonlySet<string> = new Set(["name", "uid", "resourceVersion"]);
const NAMES = [
  "web",
  "a",
  "1web",
  "Web",
  "web_1",
  "web.x",
  "-web",
  "web-",
  "a".repeat(63),
  "a".repeat(64),
  "",
  "ウェブ",
  "a b",
  "kubernetes-x",
];
const LABEL_KEYS = [
  "app",
  "App_1.x",
  "a/b",
  "example.com/name",
  "Example.com/name",
  "/a",
  "a/",
  "a/b/c",
  "a b",
  "-a",
  "",
  "x".repeat(63),
  "x".repeat(64),
  `${"d.".repeat(126)}d/a`,
  `${"d".repeat(254)}/a`,
  "matchLabels",
  "あ",
];
const LABEL_VALUES: readonly Json[] = [
  "web",
  "",
  "1.10",
  "a b",
  "-a",
  "a-",
  "A_b.c",
  "x".repeat(63),
  "x".repeat(64),
  null,
  "é",
];
const PORTS: readonly Json[] = [80, 443, 8080, 10_250, 1, 65_535, 0, -1, 65_536, 70_000];
const TARGET_PORTS: readonly Json[] = [
  80,
  8080,
  "http",
  "HTTP",
  "8080",
  "",
  0,
  -5,
  70_000,
  "a--b",
  "-a",
  "a-",
  "sixteen-letters-x",
  "fifteen-letters",
  "a1",
  "0-a",
  null,
];
const NODE_PORTS: readonly Json[] = [30_080, 30_081, 30_100, 30_000, 32_767, 29_999, 32_768, 80, 0, -1, 70_000];
const PORT_NAMES: readonly Json[] = [
  "http",
  "https",
  "http",
  "HTTP",
  "a_b",
  "a.b",
  "-a",
  "x".repeat(63),
  "x".repeat(64),
  "",
  "1",
  null,
];
const PROTOCOLS: readonly Json[] = ["TCP", "UDP", "SCTP", "tcp", "HTTP", "", null];
const APP_PROTOCOLS: readonly Json[] = ["http", "kubernetes.io/h2c", "a/b/c", "", "a b", null];
const TYPES: readonly Json[] = [
  "ClusterIP",
  "NodePort",
  "LoadBalancer",
  "ExternalName",
  "Nodeport",
  "Headless",
  "",
  null,
];
const IPS: readonly Json[] = [
  "10.96.0.77",
  "10.96.12.7",
  "10.96.0.1",
  "10.96.0.0",
  "10.111.255.255",
  "10.96.0.255",
  "10.112.0.1",
  "192.168.1.1",
  "1.2.3.4",
  "010.096.0.077",
  "10.96.0.007",
  "::ffff:10.96.0.77",
  "fd00:10:96::77",
  "FD00:10:96::77",
  "fd00:10:96:0:0:0:0:77",
  "fd00::1",
  "::1",
  "::",
  "fe80::1",
  "ff02::1",
  "ff32::5",
  "ff01::1",
  "None",
  "none",
  "",
  "x",
  "1.2.3",
  "1.2.3.4.5",
  "256.1.1.1",
  "1.2.3.4/24",
  "127.0.0.1",
  "169.254.1.1",
  "224.0.0.5",
  "224.0.1.5",
  "0.0.0.0",
  "255.255.255.255",
  " 10.96.0.77",
  "2001:db8::00001",
  "1::2::3",
  "fe80::1%eth0",
  "::1.2.3.4",
  "0:0:0:0:0:0:0:1",
  "10.96.0.78",
  null,
];
const CIDRS: readonly Json[] = [
  "10.0.0.0/8",
  "10.1.2.3/8",
  "10.0.0.0/33",
  "10.0.0.0",
  "0.0.0.0/0",
  " 10.0.0.0/8 ",
  "10.0.0.0/08",
  "010.0.0.0/8",
  "2001:db8::/32",
  "2001:DB8::/32",
  "2001:db8::1/32",
  "::ffff:10.0.0.0/104",
  "::ffff:10.0.0.0/96",
  "::ffff:1.2.3.4/120",
  "::/0",
  "x",
  "",
  "10.0.0.0/8,11.0.0.0/8",
  "10.0.0.0/-1",
  "1.2.3.4/32",
  null,
  "\t10.0.0.0/8",
  "10.0.0.0/ 8",
];
const FAMILIES: readonly Json[] = ["IPv4", "IPv6", "IPv4", "ipv4", "", "IPv5", null];
const POLICIES: readonly Json[] = ["SingleStack", "PreferDualStack", "RequireDualStack", "singlestack", "", null];
const TRAFFIC: readonly Json[] = ["Cluster", "Local", "local", "", null];
const HOSTS: readonly Json[] = [
  "db.example.com",
  "db.example.com.",
  "DB.example.com",
  "https://db.example.com",
  "",
  ".",
  "..",
  "1.2.3.4",
  "a_b.c",
  "a".repeat(254),
  `${"a.".repeat(126)}a`,
  "x",
  "a..b",
  null,
];
const RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

/** Services of every type, good ones and ones with up to three mistakes. */
export const services: fc.Arbitrary<Case> = fc
  .record({ base: baseServices(), changes: fc.array(changes(), { maxLength: 3 }), style: styles() })
  .map(({ base, changes: list, style }) => caseOf(list.reduce<Json>(changed, base), style));

/** Updates: one stored Service after another, with up to three changes of the type or of anything else. */
export const updates: fc.Arbitrary<UpdateCase> = fc
  .record({
    stored: storedServices(),
    next: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: storedServices() }),
    changes: fc.array(fc.oneof(changes(), updateChanges()), { maxLength: 3 }),
    style: styles(),
  })
  .map(({ stored, next, changes: list, style }) => ({
    stored,
    ...caseOf(
      named(list.filter(({ path }) => !FIXED.has(String(path[1]))).reduce<Json>(changed, next ?? stored)),
      style,
    ),
  }));

/** An update without the name is about no object at all. */
function named(service: Json): Json {
  const { metadata, ...rest } = recordOf(service);
  const isMap = metadata === null || metadata === undefined || Object.keys(recordOf(metadata)).length > 0;
  const isEmptyMap = JSON.stringify(metadata) === "{}";
  return isMap || isEmptyMap ? { ...rest, metadata: { ...recordOf(metadata), name: "web" } } : service;
}

function baseServices(): fc.Arbitrary<Json> {
  const port = fc.record(
    {
      name: one(PORT_NAMES.slice(0, 2)),
      port: one(PORTS.slice(0, 5)),
      protocol: one(PROTOCOLS.slice(0, 3)),
      targetPort: one(TARGET_PORTS.slice(0, 3)),
      appProtocol: one(APP_PROTOCOLS.slice(0, 2)),
    },
    { requiredKeys: ["port"] },
  );
  const ports = fc
    .array(port, { minLength: 1, maxLength: 3 })
    .map((list) =>
      list.length > 1
        ? list.map((item, index) => ({ ...item, name: `p${index}`, port: Number(item.port) + index }))
        : list,
    );
  const common = { selector: fc.constantFrom<Json>({ app: "web" }, { app: "web", tier: "front" }, {}), ports };
  const specs = fc.oneof(
    fc.record({ ...common }),
    fc.record({ ...common, type: one(["ClusterIP", "NodePort", "LoadBalancer"]) }),
    fc.record({ ...common, clusterIP: one(["None"]) }),
    fc.record({ ports, clusterIP: one(["None"]) }),
    fc.record({ ...common, type: one(["LoadBalancer"]), externalTrafficPolicy: one(["Local"]) }),
    fc.record({ type: one(["ExternalName"]), externalName: one(["db.example.com"]) }),
  );
  return specs.map((spec) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", labels: { app: "web" } },
    spec,
  }));
}

/** A change of any field to any of its telling values, right or wrong. */
function changes(): fc.Arbitrary<Change> {
  const labels = (path: readonly string[]): fc.Arbitrary<Change> =>
    fc.oneof(
      fc
        .record({ key: fc.constantFrom(...LABEL_KEYS), value: one(LABEL_VALUES) })
        .map(({ key, value }) => ({ path: [...path, key], value })),
      at(path, [{}, null, { app: "x" }]),
    );
  const list = (path: readonly string[], values: readonly Json[]): fc.Arbitrary<Change> =>
    fc.array(one(values), { maxLength: 3 }).map((value) => ({ path, value }));
  const index = fc.constantFrom(0, 0, 1, 2);
  const inPort = (name: string, values: readonly Json[]): fc.Arbitrary<Change> =>
    fc
      .record({ index, value: one(values) })
      .map(({ index: at_, value }) => ({ path: ["spec", "ports", at_, name], value }));
  const spec = (name: string, values: readonly Json[]): fc.Arbitrary<Change> => at(["spec", name], values);
  const semantic = fc.oneof(
    { weight: 2, arbitrary: at(["metadata", "name"], [...NAMES, ".", "..", "a/b", "a%b", null]) },
    at(["metadata", "generateName"], ["web-", "Web-", "web", "1web-", "a--", "-", "a/b-", "web.", "x".repeat(70), ""]),
    fc.constant<Change>({ path: ["metadata", "name"], value: undefined }),
    labels(["metadata", "labels"]),
    labels(["metadata", "annotations"]),
    at(
      ["metadata", "annotations", RANGES],
      ["10.0.0.0/8", "10.0.0.0/8, 11.0.0.0/8", "x", "", " ", "10.1.0.0/8", "10.0.0.0/8,,"],
    ),
    at(["metadata", "annotations", "service.kubernetes.io/topology-mode"], ["Auto", "Disabled"]),
    at(["metadata", "annotations", "service.kubernetes.io/topology-aware-hints"], ["Auto", "Disabled"]),
    list(
      ["metadata", "finalizers"],
      ["example.com/a", "a", "orphan", "foregroundDeletion", "kubernetes", "a b/c", "", "a/b/c"],
    ),
    fc.array(ownerReferences(), { maxLength: 3 }).map((value) => ({ path: ["metadata", "ownerReferences"], value })),
    at(["metadata", "generation"], [0, 1, -1]),
    labels(["spec", "selector"]),
    { weight: 2, arbitrary: spec("type", TYPES) },
    inPort("name", PORT_NAMES),
    { weight: 2, arbitrary: inPort("port", PORTS) },
    inPort("targetPort", TARGET_PORTS),
    { weight: 3, arbitrary: inPort("nodePort", NODE_PORTS) },
    inPort("protocol", PROTOCOLS),
    inPort("appProtocol", APP_PROTOCOLS),
    fc.array(freePorts(), { maxLength: 4 }).map((value) => ({ path: ["spec", "ports"], value })),
    { weight: 2, arbitrary: spec("clusterIP", IPS) },
    { weight: 2, arbitrary: list(["spec", "clusterIPs"], IPS) },
    { weight: 2, arbitrary: list(["spec", "ipFamilies"], FAMILIES) },
    { weight: 2, arbitrary: spec("ipFamilyPolicy", POLICIES) },
    spec("externalName", HOSTS),
    list(["spec", "externalIPs"], IPS),
    spec("externalTrafficPolicy", TRAFFIC),
    spec("internalTrafficPolicy", TRAFFIC),
    spec("healthCheckNodePort", NODE_PORTS),
    spec("allocateLoadBalancerNodePorts", [true, false, null]),
    spec("loadBalancerClass", ["example.com/a", "a", "", "a b", "a/b/c", null]),
    spec("loadBalancerIP", IPS),
    list(["spec", "loadBalancerSourceRanges"], CIDRS),
    spec("sessionAffinity", ["None", "ClientIP", "clientIP", "", null]),
    at(["spec", "sessionAffinityConfig"], [null, {}, { clientIP: {} }, { clientIP: null }]),
    at(["spec", "sessionAffinityConfig", "clientIP", "timeoutSeconds"], [1, 0, -1, 86_400, 86_401, null]),
    spec("publishNotReadyAddresses", [true, false]),
    spec("trafficDistribution", ["PreferClose", "PreferSameZone", "PreferSameNode", "preferclose", "", null]),
  );
  return fc.oneof({ weight: 12, arbitrary: semantic }, { weight: 2, arbitrary: structural() });
}

/** Wrong types and unknown fields. */
function structural(): fc.Arbitrary<Change> {
  const places: readonly (readonly (string | number)[])[] = [
    ...[
      "name",
      "generateName",
      "labels",
      "annotations",
      "finalizers",
      "ownerReferences",
      "generation",
      "uid",
      "resourceVersion",
      "creationTimestamp",
      "managedFields",
    ].map((name) => ["metadata", name]),
    ["metadata", "labels", "app"],
    ["metadata", "finalizers", 0],
    ["metadata", "ownerReferences", 0],
    ["spec"],
    ["metadata"],
    ["status"],
    ["status", "loadBalancer"],
    ...[
      "type",
      "selector",
      "ports",
      "clusterIP",
      "clusterIPs",
      "ipFamilies",
      "ipFamilyPolicy",
      "externalName",
      "externalIPs",
      "externalTrafficPolicy",
      "internalTrafficPolicy",
      "healthCheckNodePort",
    ].map((name) => ["spec", name]),
    ...[
      "allocateLoadBalancerNodePorts",
      "loadBalancerClass",
      "loadBalancerIP",
      "loadBalancerSourceRanges",
      "sessionAffinity",
      "sessionAffinityConfig",
      "publishNotReadyAddresses",
      "trafficDistribution",
    ].map((name) => ["spec", name]),
    ["spec", "selector", "app"],
    ["spec", "selector", "matchLabels"],
    ["spec", "sessionAffinityConfig", "clientIP"],
    ["spec", "sessionAffinityConfig", "clientIP", "timeoutSeconds"],
    ...["name", "port", "targetPort", "nodePort", "protocol", "appProtocol"].map((name) => ["spec", "ports", 0, name]),
    ["spec", "ports", 0],
    ["spec", "clusterIPs", 0],
    ["spec", "externalIPs", 0],
  ];
  const strangers: readonly (readonly (string | number)[])[] = [
    ["spec", "Ports"],
    ["spec", "foo"],
    ["spec", "topologyKeys"],
    ["spec", "ipFamily"],
    ["spec", "targetPort"],
    ["spec", "ports", 0, "targetport"],
    ["spec", "ports", 0, "containerPort"],
    ["metadata", "Name"],
    ["metadata", "x/y"],
    ["foo"],
    ["Spec"],
    ["selector"],
    ["spec", "ports", 1, "Protocol"],
    ["spec", "sessionAffinityConfig", "x"],
    ["spec", "sessionAffinityConfig", "clientIP", "y"],
    ["status", "z"],
  ];
  const value = one(BAD_TYPES);
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ path: fc.constantFrom(...places), value }) },
    { weight: 1, arbitrary: fc.record({ path: fc.constantFrom(...strangers), value }) },
  );
}

function ownerReferences(): fc.Arbitrary<Json> {
  return fc.record(
    {
      apiVersion: one(["v1", "apps/v1", "", "a/b/c", "apps/", "/", "/v1"]),
      kind: one(["Pod", "Event", ""]),
      name: one(["a", ""]),
      uid: one(["u1", "u2", ""]),
      controller: one([true, false, null]),
    },
    { requiredKeys: [] },
  );
}

function freePorts(): fc.Arbitrary<Json> {
  return fc.record(
    {
      name: one(PORT_NAMES),
      port: one(PORTS.slice(0, 4)),
      protocol: one(PROTOCOLS.slice(0, 3)),
      nodePort: one(NODE_PORTS.slice(0, 4)),
      targetPort: one(TARGET_PORTS),
    },
    { requiredKeys: ["port"] },
  );
}

/** Services that a single-stack cluster accepts, of every type and with what it hands out left open or given. */
function storedServices(): fc.Arbitrary<Json> {
  const port = { name: "p0", port: 80, protocol: "TCP", targetPort: 80 };
  const second = { name: "p1", port: 81, protocol: "TCP", targetPort: 81 };
  const specs: readonly Json[] = [
    { ports: [port] },
    { ports: [port], clusterIP: "10.96.0.77", sessionAffinity: "ClientIP" },
    { ports: [port, second], selector: { app: "web" } },
    { ports: [port], clusterIP: "None", selector: { app: "web" } },
    { ports: [port], clusterIP: "None" },
    { ports: [port], externalIPs: ["192.0.2.10"], externalTrafficPolicy: "Local" },
    { type: "NodePort", ports: [{ ...port, nodePort: 30_080 }, second] },
    { type: "NodePort", ports: [{ ...port, nodePort: 30_080 }], externalTrafficPolicy: "Local" },
    { type: "LoadBalancer", ports: [{ ...port, nodePort: 30_080 }], loadBalancerSourceRanges: ["10.0.0.0/8"] },
    {
      type: "LoadBalancer",
      ports: [port],
      externalTrafficPolicy: "Local",
      healthCheckNodePort: 30_100,
      loadBalancerClass: "example.com/a",
    },
    { type: "LoadBalancer", ports: [port, second], allocateLoadBalancerNodePorts: false },
    { type: "LoadBalancer", ports: [port], loadBalancerIP: "1.2.3.4", externalTrafficPolicy: "Local" },
    { type: "ExternalName", externalName: "db.example.com" },
    { type: "ExternalName", externalName: "db.example.com", ports: [port], selector: { app: "web" } },
    { ports: [port], ipFamilyPolicy: "PreferDualStack" },
    { ports: [port], ipFamilyPolicy: "RequireDualStack" },
    { ports: [port], ipFamilyPolicy: "PreferDualStack", ipFamilies: ["IPv6", "IPv4"] },
    {
      ports: [port],
      ipFamilyPolicy: "RequireDualStack",
      clusterIP: "10.96.0.77",
      clusterIPs: ["10.96.0.77", "fd00:10:96::77"],
    },
    { ports: [port], clusterIP: "None", ipFamilyPolicy: "RequireDualStack", selector: { app: "web" } },
    { type: "LoadBalancer", ports: [port], ipFamilyPolicy: "PreferDualStack" },
  ];
  return fc
    .constantFrom(...specs)
    .map((spec) => ({ apiVersion: "v1", kind: "Service", metadata: { name: "web" }, spec }));
}

/** Switches of the type and of what hangs on it, more often than chance would have them. */
function updateChanges(): fc.Arbitrary<Change> {
  const of = (name: string, values: readonly (Json | undefined)[]): fc.Arbitrary<Change> =>
    fc.constantFrom(...values).map((value) => ({ path: ["spec", name], value }));
  return fc.oneof(
    { weight: 3, arbitrary: of("type", ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName", undefined]) },
    of("externalName", ["db.example.com", undefined]),
    { weight: 2, arbitrary: of("clusterIP", ["None", undefined, "", "10.96.0.78", "10.96.0.77"]) },
    {
      weight: 2,
      arbitrary: of("clusterIPs", [
        undefined,
        ["None"],
        ["10.96.0.77"],
        ["10.96.0.78"],
        [],
        ["10.96.0.77", "fd00:10:96::77"],
        ["10.96.0.77", "fd00:10:96::78"],
      ]),
    },
    { weight: 2, arbitrary: of("ipFamilies", [undefined, ["IPv4"], ["IPv6"], ["IPv4", "IPv6"], ["IPv6", "IPv4"]]) },
    { weight: 2, arbitrary: of("ipFamilyPolicy", [undefined, "SingleStack", "PreferDualStack", "RequireDualStack"]) },
    of("loadBalancerClass", [undefined, "example.com/a", "example.com/b"]),
    of("healthCheckNodePort", [undefined, 30_100, 30_101]),
    of("externalTrafficPolicy", [undefined, "Cluster", "Local"]),
    of("allocateLoadBalancerNodePorts", [undefined, true, false]),
    of("loadBalancerSourceRanges", [undefined, [], ["10.0.0.0/8"]]),
    of("externalIPs", [undefined, ["192.0.2.10"], ["192.0.2.11"]]),
    of("selector", [undefined, {}, { app: "web" }]),
    of("ports", [
      undefined,
      [{ port: 80 }],
      [{ name: "p0", port: 80, nodePort: 30_080 }],
      [
        { name: "p0", port: 80 },
        { name: "p1", port: 81, nodePort: 30_080 },
      ],
      [
        { name: "x", port: 80, nodePort: 30_081 },
        { name: "y", port: 81, nodePort: 30_081 },
      ],
    ]),
  );
}

function at(path: readonly (string | number)[], values: readonly Json[]): fc.Arbitrary<Change> {
  return one(values).map((value) => ({ path, value }));
}

function one(values: readonly Json[]): fc.Arbitrary<Json> {
  return fc.constantFrom(...values);
}

/** The value with the change made; maps and lists on the way are made where they are missing. */
function changed(value: Json, { path, value: next }: Change): Json {
  return put(value, path, next) ?? {};
}

function put(
  value: Json | undefined,
  [step, ...rest]: readonly (string | number)[],
  next: Json | undefined,
): Json | undefined {
  if (step === undefined) return next;
  if (typeof step === "number") {
    const items = Array.isArray(value) ? [...value] : [];
    const item = put(items[Math.min(step, items.length)], rest, next);
    items[Math.min(step, items.length)] = item === undefined ? null : item;
    return items;
  }
  const record = recordOf(value);
  const item = put(record[step], rest, next);
  const { [step]: _, ...others } = record;
  return item === undefined ? others : { ...record, [step]: item };
}

type Style = "json" | "json-lines" | "block" | "block-crlf";

function styles(): fc.Arbitrary<Style> {
  return fc.constantFrom<Style>("block", "json", "json-lines", "block-crlf");
}

function caseOf(object: Json, style: Style): Case {
  switch (style) {
    case "json":
      return { object, text: JSON.stringify(object) };
    case "json-lines":
      return { object, text: `${JSON.stringify(object, undefined, 2)}\n` };
    case "block":
      return { object, text: `${blockText(object, "")}\n` };
    case "block-crlf":
      return { object, text: `${blockText(object, "")}\n`.replaceAll("\n", "\r\n") };
  }
}

function blockText(value: Json, indent: string): string {
  if (Array.isArray(value) && value.length > 0)
    return value.map((item) => `- ${blockText(item, `${indent}  `)}`).join(`\n${indent}`);
  const entries = Object.entries(recordOf(value));
  if (entries.length === 0) return JSON.stringify(value);
  return entries
    .map(([key, item]) => {
      const nested = (Array.isArray(item) && item.length > 0) || Object.keys(recordOf(item)).length > 0;
      const inner = `${indent}  `;
      return `${JSON.stringify(key)}:${nested ? `\n${inner}` : " "}${blockText(item, inner)}`;
    })
    .join(`\n${indent}`);
}

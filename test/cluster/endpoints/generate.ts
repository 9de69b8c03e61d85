import fc from "fast-check";

/** A Pod to make: its spec and labels, the status that is written to it, and whether it is deleted then. */
export interface GeneratedPod {
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
  readonly deleted: boolean;
}

/** Nodes that are there, one that is not, and none. */
const NODE = fc.constantFrom("node-1", "node-1", "node-2", "node-2", "node-3", "node-gone", undefined);
const NAME = fc.constantFrom("http", "metrics", "dns");
const PROTOCOL = fc.constantFrom("TCP", "TCP", "TCP", "UDP", "SCTP");
/** So few numbers that two Pods may have the same address, as when a network gives one away again. */
const OCTET = fc.integer({ min: 1, max: 250 });

const CONTAINER_PORTS = fc
  .uniqueArray(fc.record({ name: NAME, containerPort: fc.integer({ min: 8000, max: 8005 }), protocol: PROTOCOL }), {
    maxLength: 2,
    selector: ({ name }) => name,
  })
  .map((ports) => ports.filter(unlikeTheFirst));

/** The same number and protocol twice in a container is allowed, but a warning each time. */
function unlikeTheFirst<T extends { containerPort: number; protocol: string }>(
  port: T,
  index: number,
  all: readonly T[],
) {
  const [first] = all;
  return index === 0 || port.containerPort !== first?.containerPort || port.protocol !== first.protocol;
}

const LABELS = fc.record(
  { app: fc.constantFrom("till", "cart", "mail", "shop", "bank"), tier: fc.constantFrom("front", "back") },
  { requiredKeys: [] },
);

const ADDRESSES = fc.tuple(fc.constantFrom("", "4", "4", "6", "46", "64"), OCTET).map(([families, octet]) =>
  [...families].map((family) => ({
    ip: family === "4" ? `10.244.0.${octet}` : `fd00:10:244::${octet.toString(16)}`,
  })),
);

const CONDITIONS = fc
  .constantFrom(["True"], ["True"], ["True"], ["False"], ["Unknown"], [])
  .map((statuses) => statuses.map((status) => ({ type: "Ready", status })));

const SPEC = fc
  .record({
    node: NODE,
    hostNetwork: fc.constantFrom(false, false, false, true),
    init: fc.array(fc.record({ isSidecar: fc.boolean(), ports: CONTAINER_PORTS }), { maxLength: 2 }),
    main: fc.array(CONTAINER_PORTS, { minLength: 1, maxLength: 2 }),
  })
  .map(({ node, hostNetwork, init, main }) => ({
    // Nobody schedules a Pod of this scheduler's.
    schedulerName: "nobody",
    ...(node !== undefined && { nodeName: node }),
    // On the host's network two containers cannot have the same port.
    ...(hostNetwork && main.length === 1 && init.length === 0 && { hostNetwork }),
    initContainers: init.map(({ isSidecar, ports }, index) => ({
      name: `init-${index}`,
      image: "example",
      ports,
      ...(isSidecar && { restartPolicy: "Always" }),
    })),
    containers: main.map((ports, index) => ({ name: `main-${index}`, image: "example", ports })),
  }));

/** Pods in every state that the EndpointSlice controller tells apart. */
export const PODS: fc.Arbitrary<GeneratedPod> = fc.record({
  labels: LABELS,
  spec: SPEC,
  deleted: fc.constantFrom(false, false, false, false, true),
  status: fc
    .record({
      phase: fc.constantFrom("Pending", "Running", "Running", "Running", "Running", "Succeeded", "Failed"),
      podIPs: ADDRESSES,
      conditions: CONDITIONS,
    })
    .map(({ podIPs, ...status }) => ({ ...status, ...(podIPs[0] && { podIP: podIPs[0].ip, podIPs }) })),
});

const TARGET_PORT = fc.oneof(
  fc.constantFrom<string | number>("http", "http", "metrics", "dns", "absent"),
  fc.integer({ min: 8000, max: 8010 }),
);

const SERVICE_PORTS = fc
  .array(fc.record({ targetPort: fc.option(TARGET_PORT, { nil: undefined }), protocol: PROTOCOL }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((ports) =>
    ports.map(({ targetPort, protocol }, index) => ({
      name: `port-${index}`,
      port: 80 + index,
      protocol,
      ...(targetPort !== undefined && { targetPort }),
      ...(index === 1 && { appProtocol: "http" }),
    })),
  );

const FAMILIES = fc.constantFrom<Readonly<Record<string, unknown>>>(
  {},
  { ipFamilies: ["IPv4"] },
  { ipFamilies: ["IPv6"] },
  { ipFamilyPolicy: "PreferDualStack" },
  { ipFamilyPolicy: "RequireDualStack", ipFamilies: ["IPv6", "IPv4"] },
);

const SELECTOR = fc.oneof(
  { weight: 8, arbitrary: LABELS.filter((labels) => Object.keys(labels).length > 0) },
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant({ app: "nobody" }) },
);

/** The spec of a Service that a dual-stack cluster accepts. */
export const SERVICES: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .record({
    kind: fc.constantFrom("address", "address", "headless", "portless", "alias"),
    selector: SELECTOR,
    ports: SERVICE_PORTS,
    families: FAMILIES,
    publishNotReadyAddresses: fc.constantFrom(false, false, true),
  })
  .map(({ kind, selector, ports, families, publishNotReadyAddresses }) => {
    const spec = { ...(selector && { selector }), publishNotReadyAddresses };
    if (kind === "alias") return { ...spec, type: "ExternalName", externalName: "till.example.com" };
    if (kind === "portless") return { ...spec, ...families, clusterIP: "None" };
    return { ...spec, ...families, ports, ...(kind === "headless" && { clusterIP: "None" }) };
  });

/** A change of a Pod that is there already. */
export const CHANGES = fc.constantFrom("ready", "unready", "relabel", "delete", "finish");

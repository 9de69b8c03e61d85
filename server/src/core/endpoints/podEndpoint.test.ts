import { expect, test } from "vitest";
import { predictEndpoints } from "../../../../test/support/predictEndpoints.ts";
import { livePod } from "../../../../test/support/snapshot.ts";
import type { Pod } from "../pods/pod.ts";
import { storedEndpointService } from "./endpointService.ts";

const HTTP = { port: 80, targetPort: "http", protocol: "TCP", name: "web" };
const SPEC = { selector: { app: "till" }, clusterIP: "10.96.0.9", ipFamilies: ["IPv4"], ports: [HTTP] };

function predicted(spec: object, pods: readonly Partial<Pod>[], minor: 32 | 33 = 33): readonly string[] | undefined {
  const service = storedEndpointService({ spec: { ...SPEC, ...spec } });
  const made = pods.map((pod, index) => livePod(`till-${index}`, "app=till", pod));
  return predictEndpoints(service, made, { minor, nodes: new Set(["node-0"]) })?.map(({ ports, endpoints }) => {
    const where = ports.map(({ name, port, protocol }) => `${name}:${port}/${protocol}`).join(",");
    const who = endpoints.map(({ address, ready, serving, terminating }) =>
      [address, ready && "ready", serving && "serving", terminating && "terminating"].filter(Boolean).join(" "),
    );
    return `[${where}] ${who.join("; ")}`.trim();
  });
}

const SIDECAR = { name: "http", port: 9090, protocol: "TCP", container: "sidecar" } as const;
const UDP = { name: "http", port: 5353, protocol: "UDP", container: "container" } as const;

test.each<readonly [string, object, readonly Partial<Pod>[], readonly string[]]>([
  ["a ready Pod", {}, [{}], ["[web:8080/TCP] 10.0.0.1 ready serving"]],
  ["a Pod that is not ready", {}, [{ ready: false }], ["[web:8080/TCP] 10.0.0.1"]],
  ["a terminating Pod", {}, [{ terminating: true }], ["[web:8080/TCP] 10.0.0.1 serving terminating"]],
  [
    "a terminating Pod whose Service publishes all",
    { publishNotReadyAddresses: true },
    [{ terminating: true, ready: false }],
    ["[web:8080/TCP] 10.0.0.1 ready terminating"],
  ],
  ["ended Pods", {}, [{ phase: "Succeeded" }, { phase: "Failed" }], ["[]"]],
  ["a Pod without an address", {}, [{ ips: [] }], ["[]"]],
  ["a Pod on a node that is gone", {}, [{ node: "node-9" }, { node: undefined }], ["[]"]],
  [
    "the same, published all the same",
    { publishNotReadyAddresses: true },
    [{ node: "node-9" }],
    ["[web:8080/TCP] 10.0.0.1 ready serving"],
  ],
  ["a Pod without a port of that name", {}, [{ ports: [] }], ["[] 10.0.0.1 ready serving"]],
  ["a name of another protocol", {}, [{ ports: [UDP] }], ["[] 10.0.0.1 ready serving"]],
  [
    "a name with two numbers",
    {},
    [{}, { ports: [SIDECAR], ips: ["10.0.0.2"] }],
    ["[web:8080/TCP] 10.0.0.1 ready serving", "[web:9090/TCP] 10.0.0.2 ready serving"],
  ],
  ["headless without ports", { clusterIP: "None", ports: [] }, [{}], ["[] 10.0.0.1 ready serving"]],
  [
    "two families, and a Pod of one",
    { ipFamilies: ["IPv6", "IPv4"] },
    [{ ips: ["10.0.0.1", "fd00:0:0::1"] }, { ips: ["10.0.0.2"] }],
    ["[web:8080/TCP] fd00::1 ready serving", "[web:8080/TCP] 10.0.0.1 ready serving; 10.0.0.2 ready serving"],
  ],
  ["a family that no Pod has", { ipFamilies: ["IPv6"] }, [{}], ["[]"]],
  ["other labels", { selector: { app: "till", tier: "front" } }, [{}], ["[]"]],
])("%s", (_, spec, pods, expected) => {
  expect(predicted(spec, pods)).toEqual(expected);
});

test("names of sidecars count since 1.33", () => {
  expect(predicted({}, [{ ports: [SIDECAR] }], 33)).toEqual(["[web:9090/TCP] 10.0.0.1 ready serving"]);
  expect(predicted({}, [{ ports: [SIDECAR] }], 32)).toEqual(["[] 10.0.0.1 ready serving"]);
});

test.each([{ selector: {} }, { selector: undefined }, { type: "ExternalName" }])("%j is left alone", (spec) => {
  expect(predicted(spec, [{}])).toBeUndefined();
});

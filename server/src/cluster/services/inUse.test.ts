import { expect, test } from "vitest";
import { projectClaim } from "./inUse.ts";

const metadata = { name: "till", namespace: "shop" };

test.each([
  [
    { healthCheckNodePort: 30_100, ports: [{ nodePort: 30_080 }, { port: 81 }], clusterIPs: ["10.0.0.7", "FD00:0::7"] },
    { nodePorts: [30_100, 30_080], clusterIPs: ["10.0.0.7", "fd00::7"] },
  ],
  [
    { clusterIPs: ["None"], ports: null },
    { nodePorts: [], clusterIPs: [] },
  ],
  [{ type: "ExternalName" }, { nodePorts: [], clusterIPs: [] }],
])("%j holds %j", (spec, claim) => {
  expect(projectClaim({ metadata, spec })).toEqual(["shop/till", claim]);
});

test.each([null, {}, { metadata: { name: "till" } }])("%j holds nothing", (object) => {
  expect(projectClaim(object)).toBeUndefined();
});

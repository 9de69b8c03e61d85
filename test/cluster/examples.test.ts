import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { until } from "../support/until.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");

/** The examples are wrong in the ways that they say, and in no other. */
describe("the examples on a real cluster", () => {
  let controlPlane: ControlPlane;

  beforeAll(async () => {
    controlPlane = await startControlPlane();
    await controlPlane.kubectl("apply", `--filename=${join(EXAMPLES, "workloads.yaml")}`);
    await controlPlane.kubectl("rollout", "status", "deployment/hello-web", "--timeout=60s");
    await controlPlane.kubectl("rollout", "status", "deployment/reports", "--namespace=reporting", "--timeout=60s");
  });
  afterAll(() => controlPlane?.stop());

  /** The addresses behind a Service and the ports they listen on, as the real controller wrote them. */
  async function endpoints(
    service: string,
  ): Promise<{ readonly addresses: number; readonly ports: readonly number[] }> {
    const selector = `--selector=kubernetes.io/service-name=${service}`;
    return until(
      async () => {
        const { items } = JSON.parse(await controlPlane.kubectl("get", "endpointslices", selector, "--output=json"));
        return items.length > 0 && { addresses: items[0].endpoints?.length ?? 0, ports: portsOf(items[0].ports) };
      },
      { within: 30_000, what: `the EndpointSlice of ${service}` },
    );
  }

  test.each([
    ["1-right.yaml", "hello-web", { addresses: 3, ports: [8080] }],
    ["2-label-typo.yaml", "hello-web-typo", { addresses: 0, ports: [] }],
    ["3-wrong-target-port.yaml", "hello-web-port", { addresses: 3, ports: [] }],
    ["4-other-namespace.yaml", "reports", { addresses: 0, ports: [] }],
  ])("%s", async (file, service, expected) => {
    await controlPlane.kubectl("apply", `--filename=${join(EXAMPLES, file)}`);
    expect(await endpoints(service)).toEqual(expected);
  });

  test("5-refused.yaml", async () => {
    const apply = controlPlane.kubectl("apply", `--filename=${join(EXAMPLES, "5-refused.yaml")}`);
    await expect(apply).rejects.toThrow(/spec\.ports\[1\]\.name.*spec\.type|spec\.type.*spec\.ports\[1\]\.name/s);
  });
});

function portsOf(ports: readonly { readonly port: number }[] | null | undefined): readonly number[] {
  return (ports ?? []).map(({ port }) => port);
}

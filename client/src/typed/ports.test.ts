import { describe, expect, it } from "vitest";
import { parsePorts, suggestPorts } from "./ports.ts";

describe("ports that were typed", () => {
  it.each([
    ["80", [{ port: 80, targetPort: 80, protocol: "TCP" }]],
    [" 80 : http ", "not-a-port"],
    ["80:http", [{ port: 80, targetPort: "http", protocol: "TCP" }]],
    ["53/udp", [{ port: 53, targetPort: 53, protocol: "UDP" }]],
    [
      "80:http, 9090",
      [
        { name: "http", port: 80, targetPort: "http", protocol: "TCP" },
        { name: "port-9090", port: 9090, targetPort: 9090, protocol: "TCP" },
      ],
    ],
    [
      "53/TCP,53/UDP",
      [
        { name: "port-53", port: 53, targetPort: 53, protocol: "TCP" },
        { name: "port-53-udp", port: 53, targetPort: 53, protocol: "UDP" },
      ],
    ],
    ["", "empty"],
    [" , ", "empty"],
    ["0", "not-a-port"],
    ["65536", "not-a-port"],
    ["http", "not-a-port"],
    ["80:8080:1", "not-a-port"],
    ["80/HTTP", "not-a-protocol"],
    ["80:HTTP", "not-a-target-port"],
    ["80:a-name-that-is-long", "not-a-target-port"],
    ["80, 80", "same-port-twice"],
  ])("%s", (text, expected) => {
    const checked = parsePorts(text);
    expect(checked.kind === "good" ? checked.value : checked.problem.kind).toEqual(expected);
  });
});

describe("ports that are suggested", () => {
  it("can be read back", () => {
    const suggested = suggestPorts([
      { name: "http", port: 8080, protocol: "TCP" },
      { port: 53, protocol: "UDP" },
    ]);
    expect(suggested).toBe("8080:http, 53/UDP");
    expect(parsePorts(suggested).kind).toBe("good");
  });

  it("are none where the workload declares none", () => expect(suggestPorts([])).toBe(""));
});

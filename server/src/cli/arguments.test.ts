import { expect, test } from "vitest";
import { readArguments, UsageError } from "./arguments.ts";

test("check understands every option of its public form", () => {
  const line =
    "check a.yaml b - --format json --context prod --kubeconfig k --kubernetes-version 1.33 --service-cidr 10.0.0.0/8,fd00::/108 --node-port-range 30000-32767 --dual-stack --stored s.json";
  expect(readArguments(line.split(" "))).toEqual({
    kind: "check",
    paths: ["a.yaml", "b", "-"],
    format: "json",
    cluster: { context: "prod" },
    kubeconfig: "k",
    minor: 33,
    serviceCIDRs: ["10.0.0.0/8", "fd00::/108"],
    nodePortRange: [30000, 32767],
    dualStack: true,
    stored: "s.json",
  });
});

test("offline and text are the defaults", () => {
  expect(readArguments(["check", "a"])).toMatchObject({ cluster: undefined, format: "text", minor: undefined });
  expect(readArguments(["pods", "a", "--offline", "--namespace", "shop"])).toEqual({
    kind: "pods",
    paths: ["a"],
    format: "text",
    cluster: undefined,
    kubeconfig: undefined,
    namespace: "shop",
  });
});

test("help and version can be asked for", () => {
  for (const line of ["help", "--help", "-h", "check --help", "pods -h"]) {
    expect(readArguments(line.split(" "))).toEqual({ kind: "help" });
  }
  expect(readArguments(["--version"])).toEqual({ kind: "version" });
});

test.each([
  ["", "Say what to do"],
  ["chek a", '"chek" is not a command'],
  ["check", "Name at least one file"],
  ["check - -", "only once"],
  ["check a --format xml", "--format takes text, json, sarif"],
  ["pods a --format sarif", "--format takes text, json"],
  ["pods a --dual-stack", "There is no option --dual-stack"],
  ["check a --namespace x", "There is no option --namespace"],
  ["check a --offline --context x", "Choose one"],
  ["check a --context", "--context"],
  ["check a --kubernetes-version 1.30", "takes 1.31 to 1.37"],
  ["check a --kubernetes-version 37", "takes 1.31 to 1.37"],
  ["check a --service-cidr 10.0.0.0", "--service-cidr takes ranges"],
  ["check a --service-cidr 10.0.0.0/8,10.0.0.0/99", "--service-cidr takes ranges"],
  ["check a --node-port-range 5", "--node-port-range takes two ports"],
  ["check a --node-port-range 9-5", "--node-port-range takes two ports"],
  ["check a --node-port-range 0-70000", "--node-port-range takes two ports"],
])("%j is refused: %s", (line, sentence) => {
  expect(() => readArguments(line.split(" ").filter(Boolean))).toThrow(UsageError);
  expect(() => readArguments(line.split(" ").filter(Boolean))).toThrow(sentence);
});

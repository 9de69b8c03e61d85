import { expect, test } from "vitest";
import { keyMeant } from "./otherKey.ts";

test.each([
  ["a slip of the fingers before any other key", "compnent=till", "run=till,component=till", "component"],
  ["the same name with another prefix", "name=till", "run=till,app.kubernetes.io/name=till", "app.kubernetes.io/name"],
  ["another key that names an application", "app=till", "tier=till,k8s-app=till", "k8s-app"],
  ["not any key that happens to have the value", "app=true", "istio-injected=true", undefined],
  ["not where the key is there with another value", "app=till", "app=report,name=till", undefined],
])("%s", (_, pair, labels, key) => {
  const [[wantedKey, value] = ["", ""], ...others] = [pair, ...labels.split(",")].map(
    (text) => text.split("=") as [string, string],
  );
  const span = [0, 0] as const;
  const wanted = { key: wantedKey, value, keySpan: span, valueSpan: span, span };
  expect(keyMeant(wanted, new Map(others))).toBe(key);
});

import { expect, test } from "vitest";
import { NEWEST_MINOR, NO_CLUSTER } from "../core/snapshot.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";
import { createState } from "./state.ts";

function minorFor(serverVersion: string | undefined, kubernetesMinor?: 31 | 33): number {
  const state = createState({
    locale: "en",
    client: { commands: true, markdown: true },
    clock: () => ({ now: 0, utcOffsetMinutes: 0 }),
    linesOfFile: () => undefined,
    textOfFile: () => undefined,
    mayConnect: () => false,
  });
  state.setSettings({ ...DEFAULT_SETTINGS, kubernetesMinor });
  state.setCluster({ ...NO_CLUSTER, serverVersion });
  return state.snapshot.settings.minor;
}

test.each([
  ["1.31.0", 31],
  ["1.34.4", 34],
  ["1.37.2", 37],
  ["1.29.15", 31],
  ["1.40.0", NEWEST_MINOR],
  ["2.0.0", NEWEST_MINOR],
  [undefined, NEWEST_MINOR],
])("with a live server of version %s, Services are judged by 1.%i", (serverVersion, minor) => {
  expect(minorFor(serverVersion)).toBe(minor);
});

test("a minor in the settings wins over the live server's", () => {
  expect(minorFor("1.37.2", 33)).toBe(33);
});

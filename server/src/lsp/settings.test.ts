import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS, settingsOf } from "./settings.ts";

test.each([undefined, null, {}, [], "text", { cluster: "text" }])("%j gives the defaults", (section) => {
  expect(settingsOf(section)).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
});

test("what is given counts", () => {
  const { settings, problems } = settingsOf({
    cluster: { connect: "ask", kubeconfig: "/home/me/config", maxPods: 20, maxMetadataPods: 60 },
    kubernetesVersion: "1.33",
    serviceCIDRs: ["10.96.0.0/12"],
    nodePortRange: "30000-32767",
    dualStack: true,
    rules: { "no-matching-pods": "off" },
    inlayHints: { enabled: false },
    codeLens: { enabled: false },
    workspace: { maxFiles: 5 },
  });
  expect(problems).toEqual([]);
  expect(settings).toMatchInlineSnapshot(`
    {
      "codeLens": false,
      "connect": "ask",
      "facts": {
        "dualStack": true,
        "nodePortRange": [
          30000,
          32767,
        ],
        "serviceCIDRs": [
          "10.96.0.0/12",
        ],
      },
      "inlayHints": false,
      "kubeconfig": "/home/me/config",
      "kubernetesMinor": 33,
      "maxFiles": 5,
      "maxMegabytes": 256,
      "maxMetadataPods": 60,
      "maxPods": 20,
      "maxSeconds": 30,
      "protectedContexts": [],
      "rules": {
        "no-matching-pods": "off",
      },
      "validateOnSave": false,
    }
  `);
});

test.each([
  [{ cluster: { connect: "always" } }, "podsight.cluster.connect"],
  [{ cluster: { kubeconfig: 7 } }, "podsight.cluster.kubeconfig"],
  [{ cluster: { maxPods: 1.5 } }, "podsight.cluster.maxPods"],
  [{ cluster: { maxMetadataPods: "many" } }, "podsight.cluster.maxMetadataPods"],
  [{ kubernetesVersion: "1.12" }, "podsight.kubernetesVersion"],
  [{ nodePortRange: "5-1" }, "podsight.nodePortRange"],
  [{ serviceCIDRs: ["10.96.0.0/12", "10.96.0.0/99"] }, "podsight.serviceCIDRs"],
  [{ rules: { a: "loud" } }, "podsight.rules"],
  [{ rules: "off" }, "podsight.rules"],
  [{ workspace: { maxFiles: -1 } }, "podsight.workspace.maxFiles"],
])("%j is named and the default taken", (section, setting) => {
  const { settings, problems } = settingsOf(section);
  expect(problems.map((problem) => problem.setting)).toEqual([setting]);
  expect(settings).toEqual(DEFAULT_SETTINGS);
});

test("a level that is misspelt does not bring back what other codes silence", () => {
  const { settings, problems } = settingsOf({ rules: { "no-ready-pods": "off", "headless-port": "lowd" } });
  expect(settings.rules).toEqual({ "no-ready-pods": "off" });
  expect(problems.map(({ setting }) => setting)).toEqual(["podsight.rules"]);
});

test("the extension's manifest and the server agree on every default", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  const sections: readonly { readonly properties: Record<string, { readonly default: unknown }> }[] = [
    manifest.contributes.configuration,
  ].flat();
  for (const [name, { default: value }] of sections.flatMap(({ properties }) => Object.entries(properties))) {
    const section = {};
    name
      .split(".")
      .slice(1)
      .reduce<Record<string, unknown>>((at, key, index, path) => {
        at[key] = index === path.length - 1 ? value : {};
        return at[key] as Record<string, unknown>;
      }, section);
    expect(settingsOf(section), name).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
  }
});

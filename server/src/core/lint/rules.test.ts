import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import { clusterSnapshot, livePod, workspaceSnapshot } from "../../../../test/support/snapshot.ts";
import { check } from "../check.ts";
import type { Diagnostic, Edit, Fix } from "../diagnostic.ts";
import { readManifest } from "../manifest/readManifest.ts";
import type { Pod } from "../pods/pod.ts";
import { labelTemplate } from "../refactor/labelTemplate.ts";
import type { ClusterSnapshot, Snapshot } from "../snapshot.ts";
import { render } from "../words.ts";
import type { LintRule, LivePod } from "./rule.ts";
import { LINT_RULES } from "./rules.ts";

const URI = "file:///shop/service.yaml";

/** The findings of a rule's own code where the example's file is the whole workspace. */
function lint(rule: LintRule, text: string): readonly Diagnostic[] {
  const found = check({ uri: URI, manifest: readManifest(text) }, snapshotOf(rule, text));
  expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
  return found.filter(({ code }) => code === rule.code);
}

/** The settings give the rule a severity only where it would not run without. */
function snapshotOf({ code, severity, example }: LintRule, text: string): Snapshot {
  const snapshot = workspaceSnapshot({ [URI]: text });
  const rules = severity === "off" ? { [code]: "info" as const } : {};
  const settings = { ...snapshot.settings, rules, minor: example.minor ?? snapshot.settings.minor };
  return { ...snapshot, settings, cluster: clusterOf(example) ?? snapshot.cluster };
}

function clusterOf({ live, stored }: LintRule["example"]): ClusterSnapshot | undefined {
  if (live === undefined) return undefined;
  const { cluster } = clusterSnapshot(live.map(toPod));
  const services = new Map(stored === undefined ? [] : [["till", stored]]);
  const knowledge = { kind: "synced" } as const;
  return {
    ...cluster,
    services: new Map([["shop", { knowledge, services }]]),
    endpointSlices: new Map([["shop", { knowledge, slices: new Map() }]]),
  };
}

function toPod({ name, labels, ports = {}, node = "node-0", notReady }: LivePod): Pod {
  const containerPorts = Object.entries(ports).map(
    ([port, number]) => ({ name: port, port: number, protocol: "TCP", container: "container" }) as const,
  );
  const pod = livePod(name, "", { labels: new Map(Object.entries(labels)), ports: containerPorts, node });
  return notReady === undefined ? pod : { ...pod, ready: false, status: notReady };
}

test("codes are unique and in kebab case", () => {
  const codes = LINT_RULES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test("the API server's words, error, are never a rule's", () => {
  expect(LINT_RULES.filter(({ severity }) => severity === "error")).toEqual([]);
});

describe.each(LINT_RULES)("$code", (rule) => {
  const { wrong, right } = rule.example;
  const found = lint(rule, wrong);

  test("finds the wrong example, on a place in the Service", () => {
    expect(found).not.toEqual([]);
    for (const { span } of found) {
      expect(span[0]).toBeLessThan(span[1]);
      expect(wrong.slice(...span).trim()).not.toBe("");
    }
  });

  test("finds nothing in the right example", () => {
    expect(lint(rule, right)).toEqual([]);
  });

  test("is silenced by a comment and by the settings, and takes their severity", () => {
    const snapshot = snapshotOf(rule, wrong);
    const by = (rules: Snapshot["settings"]["rules"], text = wrong) =>
      check({ uri: URI, manifest: readManifest(text) }, { ...snapshot, settings: { ...snapshot.settings, rules } })
        .filter(({ code }) => code === rule.code)
        .map(({ severity }) => severity);
    expect(by({ [rule.code]: "off" })).toEqual([]);
    expect(new Set(by({ [rule.code]: "error" }))).toEqual(new Set(["error"]));
    const silenced = wrong.replaceAll(/^apiVersion/gm, `# podsight-ignore: ${rule.code}\napiVersion`);
    expect(by(snapshot.settings.rules, silenced)).toEqual([]);
    expect(by({}).length === 0).toBe(rule.severity === "off");
  });

  test("speaks English and Japanese", () => {
    for (const { message, fixes = [], related = [] } of found) {
      for (const said of [message, ...fixes.map(({ title }) => title)]) {
        const [english, japanese] = [render(said, "en"), render(said, "ja")];
        expect(english).not.toMatch(/[\u3000-\u9fff]|\{/);
        expect(japanese).not.toBe(english);
        expect(japanese).not.toMatch(/\{/);
      }
      for (const { file = URI } of related) expect(file).toBe(URI);
    }
  });

  test("what a fix in the text leaves is found no more", () => {
    for (const fix of found.flatMap(({ fixes = [] }) => fixes)) {
      const edits = editsOf(wrong, fix);
      // A label on the template reaches the cluster's Pods only when it is applied.
      if (edits === undefined || (rule.example.live !== undefined && fix.templateLabels !== undefined)) continue;
      const fixed = applyEdits(wrong, edits);
      expect(lint(rule, fixed), fixed).toEqual([]);
    }
  });
});

/** Undefined for a fix that is not offered: the template cannot take the labels. */
function editsOf(text: string, { edits, templateLabels }: Fix): readonly Edit[] | undefined {
  if (templateLabels === undefined) return edits;
  const labelling = labelTemplate(text, templateLabels);
  return labelling && [...edits, ...labelling];
}

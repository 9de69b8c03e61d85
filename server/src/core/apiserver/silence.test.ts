import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../manifest/manifest.ts";
import { readManifest } from "../manifest/readManifest.ts";
import type { ClusterFacts } from "../snapshot.ts";
import { withClusterIPs, withDefaults } from "./defaults.ts";
import { judgeService } from "./judge.ts";
import { fieldsOf } from "./readFields.ts";
import type { Context, Rule } from "./rule.ts";
import { RULES } from "./rules.ts";
import { createSilence } from "./silence.ts";

const FACTS: ClusterFacts = { serviceCIDRs: ["10.96.0.0/12"], nodePortRange: [30_000, 32_767], dualStack: false };

interface Written {
  readonly text: string;
  readonly object: KubernetesObject;
}

const EXAMPLES: readonly Written[] = RULES.flatMap(({ example }) => [example.right, example.wrong]).flatMap((text) =>
  readManifest(text).documents.flatMap(({ content: { objects } }) => objects.map((object) => ({ text, object }))),
);

test.each([
  ["in order", EXAMPLES],
  ["backwards", EXAMPLES.toReversed()],
  ["each twice", EXAMPLES.flatMap((one) => [one, one])],
])("Services judged one after another, %s, are judged as each by itself", (_, services) => {
  const silence = createSilence();
  for (const { text, object } of services) {
    const options = { minor: 37, facts: FACTS, text } as const;
    expect(judgeService(object, { ...options, silence }), text).toEqual(judgeService(object, options));
  }
});

test("another minor and other facts are other questions", () => {
  const silence = createSilence();
  const [{ text, object }] = EXAMPLES.filter((one) => one.text.includes("trafficDistribution")) as [Written];
  for (const minor of [37, 31, 33, 37] as const) {
    for (const facts of [FACTS, { ...FACTS, nodePortRange: undefined }]) {
      const options = { minor, facts, text };
      expect(judgeService(object, { ...options, silence })).toEqual(judgeService(object, options));
    }
  }
});

describe.each(RULES.filter(({ reads, on }) => reads.length > 0 && on !== "update"))("$code", (rule) => {
  test("looks at nothing but what it reads before it has something to say", () => {
    for (const { text, object } of EXAMPLES) {
      const service = withClusterIPs(withDefaults(fieldsOf(object)));
      const context: Context = { minor: 37, facts: FACTS, text, stored: undefined };
      if (rule.reads.some((name) => service[name].unknown) || found(rule, service, context) > 0) continue;
      const others = Object.keys(service).filter((name) => !rule.reads.some((read) => read === name));
      const hidden = Object.fromEntries(others.map((name) => [name, HIDDEN]));
      expect(found(rule, { ...service, ...hidden }, { ...context, text: HIDDEN as unknown as string }), text).toBe(0);
    }
  });
});

function found(rule: Rule, ...[service, context]: Parameters<Rule["check"]>): number {
  return [...rule.check(service, context)].length;
}

/** Throws when somebody looks into it; where to point is no part of what is said. */
const HIDDEN = new Proxy(
  {},
  {
    get(_, name) {
      if (name === "span") return [0, 0];
      throw new Error(`${String(name)} is looked at`);
    },
  },
);

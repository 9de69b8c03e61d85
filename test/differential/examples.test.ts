import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Rule } from "../../server/src/core/apiserver/rule.ts";
import { RULES } from "../../server/src/core/apiserver/rules.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import type { ClusterFacts } from "../../server/src/core/snapshot.ts";
import { plainOf } from "../../server/src/core/yaml/node.ts";
import { applyEdits } from "../support/applyEdits.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type ApiServer, connectTo, type Json, recordOf } from "./apiServer.ts";
import { type JudgedBy, judgeText, ourVerdict } from "./ourVerdict.ts";

const FACTS: ClusterFacts = {
  serviceCIDRs: ["10.96.0.0/12", "fd00:10:96::/112"],
  nodePortRange: [30_000, 32_767],
  dualStack: true,
};

/** Rules that a dual-stack cluster of the newest minor has. */
const SHOWN = RULES.filter(({ code, until, stage, kind }) => {
  const needsOneFamily = ["dual-stack-missing", "ip-family-missing", "cluster-ip-family-missing"].includes(code);
  return until === undefined && stage !== "lint" && !needsOneFamily && kind !== "TooLong";
});
/** Where the stored object is another one than the example can say. */
const ABOUT_ANOTHER_OBJECT = new Set([
  "uid-changed",
  "resource-version-stale",
  "namespace-invalid",
  "finalizer-too-late",
]);

describe("the examples of the rules, and what their fixes make of them", () => {
  let controlPlane: ControlPlane;
  let server: ApiServer;

  beforeAll(async () => {
    controlPlane = await startControlPlane({
      apiServerOnly: true,
      apiServerArgs: [`--service-cluster-ip-range=${FACTS.serviceCIDRs?.join(",")}`],
    });
    server = await connectTo(controlPlane.kubeconfig);
  });

  afterAll(async () => {
    server?.close();
    await controlPlane?.stop();
  });

  /** The server's verdict on a text, and what the engine is to be told to come to the same. */
  async function ask(
    rule: Rule,
    text: string,
  ): Promise<{ readonly kind: string; readonly answer: string; readonly judgedBy: JudgedBy }> {
    const judgedBy: JudgedBy = { minor: 37, facts: FACTS };
    if (rule.example.stored === undefined) {
      const { verdict, answer } = await server.create(objectOf(text));
      return { kind: verdict.kind, answer, judgedBy };
    }
    const stored = { apiVersion: "v1", kind: "Service", ...recordOf(JSON.parse(JSON.stringify(rule.example.stored))) };
    const asked = await server.update(stored, () => objectOf(text));
    if (asked?.object === undefined) throw new Error(`the stored Service of ${rule.code} is refused`);
    return { kind: asked.verdict.kind, answer: asked.answer, judgedBy: { ...judgedBy, stored: asked.object } };
  }

  test.each(SHOWN.filter(({ code }) => !ABOUT_ANOTHER_OBJECT.has(code)))("$code", async (rule) => {
    const { wrong, right } = rule.example;
    const refused = await ask(rule, wrong);
    expect(refused.kind === "accepted", refused.answer).toBe(rule.stage === "warning");
    expect(ourVerdict(judgeText(wrong, refused.judgedBy)).kind).toBe(refused.kind);
    const accepted = await ask(rule, right);
    expect(accepted.kind, accepted.answer).toBe("accepted");
    const fixed = allFixed(wrong, refused.judgedBy);
    if (judgeText(fixed, refused.judgedBy).some(({ severity }) => severity === "error")) return;
    const afterwards = await ask(rule, fixed);
    expect(afterwards.kind, `${fixed}${afterwards.answer}`).toBe("accepted");
  });
});

/** The text after all certain fixes, one after another. */
function allFixed(text: string, judgedBy: JudgedBy): string {
  const fix = judgeText(text, judgedBy).flatMap(({ fixes = [] }) => fixes.filter(({ certain }) => certain))[0];
  return fix === undefined ? text : allFixed(applyEdits(text, fix.edits), judgedBy);
}

function objectOf(text: string): Json {
  const root = readManifest(text).documents[0]?.content.root;
  return root === undefined ? null : JSON.parse(JSON.stringify(plainOf(root)));
}

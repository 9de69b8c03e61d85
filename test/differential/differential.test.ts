import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClusterFacts, Minor } from "../../server/src/core/snapshot.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type ApiServer, type Asked, connectTo, type Json, type Verdict } from "./apiServer.ts";
import { services, updates } from "./generate.ts";
import { judgeText, ourVerdict } from "./ourVerdict.ts";

const MINOR: Minor = 37;
/** How many Services each server is asked about; PODSIGHT_DIFFERENTIAL_CASES and _SEED choose others. */
const CASES = Number(process.env.PODSIGHT_DIFFERENTIAL_CASES ?? 300);
const SEED = Number(process.env.PODSIGHT_DIFFERENTIAL_SEED ?? Date.now() % 2 ** 31);
const MILLISECONDS_PER_CASE = 400;

const CLUSTERS: readonly { readonly name: string; readonly facts: ClusterFacts }[] = [
  {
    name: "single-stack",
    facts: { serviceCIDRs: ["10.96.0.0/12"], nodePortRange: [30_000, 32_767], dualStack: false },
  },
  {
    name: "dual-stack",
    facts: { serviceCIDRs: ["10.96.0.0/12", "fd00:10:96::/112"], nodePortRange: [30_000, 32_767], dualStack: true },
  },
];

describe.each(CLUSTERS)("a $name cluster", ({ facts }) => {
  let controlPlane: ControlPlane;
  let server: ApiServer;

  beforeAll(async () => {
    const range = `--service-cluster-ip-range=${facts.serviceCIDRs?.join(",")}`;
    controlPlane = await startControlPlane({ apiServerOnly: true, apiServerArgs: [range] });
    server = await connectTo(controlPlane.kubeconfig);
    console.log(`${CASES} Services, seed ${SEED}`);
  });

  afterAll(async () => {
    server?.close();
    await controlPlane?.stop();
  });

  test(
    "says of new Services what the engine says",
    async () => {
      const property = fc.asyncProperty(services, async ({ object, text }) => {
        const asked = await server.create(object);
        agree(text, asked, { minor: MINOR, facts });
      });
      await fc.assert(property, { numRuns: CASES, seed: SEED });
    },
    60_000 + CASES * MILLISECONDS_PER_CASE,
  );

  test(
    "says of updates what the engine says",
    async () => {
      const property = fc.asyncProperty(updates, async ({ object, text, stored }) => {
        const asked = await server.update(stored, () => object);
        // The cluster does not take every stored Service that the generator knows.
        if (asked?.object === undefined) return;
        agree(text, asked, { minor: MINOR, facts, stored: asked.object });
      });
      await fc.assert(property, { numRuns: CASES, seed: SEED });
    },
    60_000 + CASES * MILLISECONDS_PER_CASE,
  );
});

interface JudgedBy {
  readonly minor: Minor;
  readonly facts: ClusterFacts;
  readonly stored?: Json;
}

/** Holds the engine to the server's answer; a difference shows the manifest and what both said. */
function agree(text: string, { verdict, answer }: Asked, judgedBy: JudgedBy): void {
  const diagnostics = judgeText(text, judgedBy);
  const ours = ourVerdict(diagnostics);
  const story = `${text}\nThe server: ${answer}\nThe engine: ${JSON.stringify(diagnostics.map(({ code, stage, field, kind }) => ({ code, stage, field, kind })))}`;
  // A switch to headless of a Service that prefers two families makes 1.37 panic; the engine refuses it, too.
  if (verdict.kind === "other" && verdict.status === 0) {
    expect(ours.kind, story).not.toBe("accepted");
    return;
  }
  expect(comparable(ours), story).toEqual(comparable(verdict));
}

/** The number of warnings is compared, since their texts name places and ours name codes. A time names no field. */
function comparable(verdict: Verdict): unknown {
  if (verdict.kind === "accepted") return { kind: "accepted", warnings: verdict.warnings.length };
  if (verdict.kind === "other") return verdict;
  const { kind, findings } = verdict;
  return {
    kind,
    findings: findings.map((finding) => (kind === "decode" && /[tT]ime(?:stamp)?$/.test(finding) ? "time" : finding)),
  };
}

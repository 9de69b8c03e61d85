import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClusterFacts, Minor } from "../../server/src/core/snapshot.ts";
import type { Json } from "../differential/apiServer.ts";
import type { StoredCase } from "../differential/generate.ts";
import { judgeText, ourVerdict } from "../differential/ourVerdict.ts";

const FOLDER = new URL("../differential/fixtures/", import.meta.url);
const FACTS: ClusterFacts = { serviceCIDRs: ["10.96.0.0/12"], nodePortRange: [30_000, 32_767], dualStack: false };

/** What a real API server said, as scripts/record-verdicts.mjs wrote it down. */
interface Recorded {
  /** The index in cases.json. */
  readonly case: number;
  readonly stored?: Json;
  readonly verdict:
    | { readonly kind: "accepted"; readonly warnings: number }
    | { readonly kind: "decode" | "strict" | "invalid"; readonly findings: readonly string[] }
    | { readonly kind: "other"; readonly status: number };
}

const CASES: readonly StoredCase[] = read("cases.json");

describe.each(readdirSync(FOLDER).filter((file) => /^1\.\d+\.json$/.test(file)))("the API server of %s", (file) => {
  const minor = Number(/1\.(\d+)/.exec(file)?.[1]) as Minor;
  const recorded: readonly Recorded[] = read(file);

  test("says what the engine says", () => {
    for (const { case: index, stored, verdict } of recorded) {
      const text = CASES[index]?.text ?? "";
      const ours = ourVerdict(judgeText(text, { minor, facts: FACTS, ...(stored !== undefined && { stored }) }));
      const story = `1.${minor}:\n${text}\n${JSON.stringify(stored)}\n${JSON.stringify(verdict)}`;
      if (verdict.kind === "accepted" && ours.kind === "accepted")
        expect(ours.warnings.length, story).toBe(verdict.warnings);
      else if (verdict.kind === "other") expect(ours.kind, story).not.toBe("accepted");
      else expect(timeless(ours), story).toEqual(timeless(verdict));
    }
  });
});

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"));
}

/** The server's error about a time names no field. */
function timeless(verdict: { readonly kind: string; readonly findings?: readonly string[] }): unknown {
  const findings = verdict.findings?.map((finding) => (/[tT]ime(?:stamp)?$/.test(finding) ? "time" : finding));
  return { kind: verdict.kind, findings };
}

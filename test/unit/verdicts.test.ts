import { describe, expect, test } from "vitest";
import type { Minor } from "../../server/src/core/snapshot.ts";
import { judgeText } from "../differential/ourVerdict.ts";
import {
  askedObject,
  factsOf,
  ourLine,
  type RecordedCase,
  recordedCases,
  recordedVerdicts,
} from "../differential/recorded.ts";

/**
 * Each minor with the one whose server was asked. That of 1.31 cannot be built, but what 1.31.14 and 1.32.13 do with a
 * Service (strategy, allocators, validation, warnings, defaults) is the same in their sources.
 */
const MINORS: readonly { readonly minor: Minor; readonly asked: Minor }[] = [
  { minor: 31, asked: 32 },
  ...([32, 33, 34, 35, 36, 37] as const).map((minor) => ({ minor, asked: minor })),
];
const CASES = recordedCases();

describe.each(MINORS)("Kubernetes 1.$minor, by the API server of 1.$asked", ({ minor, asked: recorded }) => {
  const verdicts = recordedVerdicts(recorded);

  test("was asked about every case", () => {
    expect(verdicts.length).toBe(CASES.length);
  });

  test("says what the engine says", () => {
    const differences = CASES.flatMap((asked, index) => {
      const theirs = verdicts[index];
      const ours = ourLine(judge(asked, minor));
      const same = theirs?.[0] === "other" ? ours?.[0] !== "accepted" : JSON.stringify(ours) === JSON.stringify(theirs);
      return !theirs || same ? [] : [{ case: index, ...asked, theirs, ours }];
    });
    expect(differences).toEqual([]);
  });
});

function judge({ stored, ...asked }: RecordedCase, minor: Minor): ReturnType<typeof judgeText> {
  const facts = factsOf(asked);
  return judgeText(JSON.stringify(askedObject(asked)), { minor, facts, ...(stored !== undefined && { stored }) });
}

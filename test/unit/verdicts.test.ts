import { describe, expect, test } from "vitest";
import type { Minor } from "../../server/src/core/snapshot.ts";
import { judgeText } from "../differential/ourVerdict.ts";
import { factsOf, ourLine, type RecordedCase, recordedCases, recordedVerdicts } from "../differential/recorded.ts";

const MINORS: readonly Minor[] = [33, 34, 35, 36, 37];
const CASES = recordedCases();

describe.each(MINORS)("the API server of 1.%i", (minor) => {
  const verdicts = recordedVerdicts(minor);

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

function judge({ object, stored, ...asked }: RecordedCase, minor: Minor): ReturnType<typeof judgeText> {
  const facts = factsOf({ object, ...asked });
  return judgeText(JSON.stringify(object), { minor, facts, ...(stored !== undefined && { stored }) });
}

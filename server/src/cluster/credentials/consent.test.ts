import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ConsentRequest, createConsents, type Program } from "./consent.ts";

const CONTEXT = "prod";
const nothing = () => undefined;

describe("consent", () => {
  let folder: string;
  let program: Program;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "podsight-consent-"));
    const command = join(folder, "login");
    writeFileSync(command, "one");
    program = { command, args: ["token"], variables: { SECRET: "x" } };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function asking(answers: readonly boolean[]) {
    const asked: ConsentRequest[] = [];
    const consents = createConsents(async (request) => {
      asked.push(request);
      return answers[asked.length - 1] ?? false;
    });
    return { asked, allowed: (given: Program) => consents.allowed(CONTEXT, given, nothing), consents };
  }

  test("is asked for once, by everything that decides what runs, and never shows a variable's value", async () => {
    const { asked, allowed } = asking([true, true, true, true]);
    expect(await Promise.all([allowed(program), allowed(program)])).toEqual([true, true]);
    expect(await allowed(program)).toBe(true);
    expect(asked).toHaveLength(1);
    expect(JSON.stringify(asked)).not.toContain('"x"');
    expect(asked[0]).toMatchObject({ context: CONTEXT, args: ["token"], variables: ["SECRET"] });
    await allowed({ ...program, args: ["other"] });
    await allowed({ ...program, variables: { SECRET: "y" } });
    writeFileSync(program.command, "two");
    await allowed(program);
    expect(new Set(asked.map(({ fingerprint }) => fingerprint)).size).toBe(4);
  });

  test("refused holds until the user connects again", async () => {
    const { asked, allowed, consents } = asking([false, true]);
    expect([await allowed(program), await allowed(program)]).toEqual([false, false]);
    expect([asked.length, consents.of(CONTEXT)]).toEqual([1, "refused"]);
    consents.forgetRefusals();
    expect([await allowed(program), consents.of(CONTEXT)]).toEqual([true, undefined]);
  });

  test("can be taken back", async () => {
    const { asked, allowed, consents } = asking([true, true]);
    await allowed(program);
    consents.revoke(`${asked[0]?.fingerprint}`);
    expect([await allowed(program), consents.of(CONTEXT), asked.length]).toEqual([false, "refused", 1]);
  });

  test("is a no for a program that cannot be read", async () => {
    const { asked, allowed } = asking([true]);
    expect(await allowed({ ...program, command: join(folder, "gone") })).toBe(false);
    expect(asked).toEqual([]);
  });
});

import { expect, test } from "vitest";
import { createLogLines } from "./logLines.ts";

const at = (seconds: number, text: string) => `2026-11-23T10:00:0${seconds}.000000000Z ${text}\n`;

function shown(act: (lines: ReturnType<typeof createLogLines>) => void): string {
  const pieces: string[] = [];
  act(createLogLines((text) => pieces.push(text)));
  return pieces.join("");
}

test("lines lose their times, wherever the pieces end", () => {
  const whole = at(1, "one") + at(2, "two words") + at(3, "");
  for (let cut = 0; cut <= whole.length; cut += 1) {
    const pieces = (lines: ReturnType<typeof createLogLines>) => {
      lines.take(whole.slice(0, cut));
      lines.take(whole.slice(cut));
      lines.end();
    };
    expect(shown(pieces)).toBe("one\ntwo words\n\n");
  }
});

test("what was shown is not shown again after a break", () => {
  const text = shown((lines) => {
    lines.take(at(1, "one") + at(2, "two"));
    expect(lines.last).toBe("2026-11-23T10:00:02.000000000Z");
    lines.end();
    lines.resume();
    lines.take(at(1, "one") + at(2, "two") + at(3, "three"));
  });
  expect(text).toBe("one\ntwo\nthree\n");
});

test("several lines of one moment are all shown; what has no time stays as it is", () => {
  expect(shown((lines) => lines.take(`${at(1, "one") + at(1, "more")}unable to read\n`))).toBe(
    "one\nmore\nunable to read\n",
  );
});

test("what has no line end yet is shown at the end, or once it is too long", () => {
  expect(shown((lines) => lines.take("2026-11-23T10:00:01.000000000Z half"))).toBe("");
  const ended = shown((lines) => {
    lines.take("2026-11-23T10:00:01.000000000Z half");
    lines.end();
  });
  expect(ended).toBe("half\n");
  expect(shown((lines) => lines.take("x".repeat(70_000)))).toHaveLength(70_000);
});

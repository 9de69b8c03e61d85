import { expect, test } from "vitest";
import { escapeMarkdown, oneLine, pageOf } from "./page.ts";

test.each([
  ["till-6c9f-2xkqp", "till-6c9f-2xkqp"],
  ["app.kubernetes.io/name=till", "app.kubernetes.io/name=till"],
  ["10.0.0.1", "10\\.0.0.1"],
  ["- not a list", "\\- not a list"],
  ["a_b_c", "a\\_b\\_c"],
  ["[a](b)", "\\[a\\]\\(b\\)"],
  ["https://a.example", "https\\://a.example"],
  ["a@b.example", "a&#64;b.example"],
  ["a | b", "a \\| b"],
])("%s is shown as it is", (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test("a text is one line without control or direction characters, and bounded", () => {
  expect(oneLine("a\r\nb\u202ec\u0000d\u001b[31m")).toBe("a b c d [31m");
  expect(oneLine("x".repeat(10_000)).length).toBeLessThan(400);
});

test("links are for clients that have the commands", () => {
  const links = { kind: "links", links: [{ title: "Connect", command: "podsight.connect", args: [] }] } as const;
  expect(pageOf([links], { markdown: true, commands: true }).value).toBe("[Connect](command:podsight.connect?%5B%5D)");
  expect(pageOf([links], { markdown: true, commands: false }).value).toBe("");
});

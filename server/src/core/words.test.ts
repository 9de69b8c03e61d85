import { expect, test } from "vitest";
import { localeOf, render, words } from "./words.ts";

const PODS = words({ en: "{count} {count|Pod|Pods} in {namespace}", ja: "{namespace} に Pod が {count} 個" });

test("a sentence is filled in, and a number chooses its form", () => {
  expect(render(PODS({ count: 1, namespace: "shop" }), "en")).toBe("1 Pod in shop");
  expect(render(PODS({ count: 0, namespace: "shop" }), "en")).toBe("0 Pods in shop");
  expect(render(PODS({ count: 2, namespace: "shop" }), "ja")).toBe("shop に Pod が 2 個");
});

test("characters of a value that cannot be seen are named", () => {
  expect(render(PODS({ count: 2, namespace: "shop\u200b\u3000a\u202eb" }), "en")).toBe(
    "2 Pods in shop<U+200B><U+3000>a<U+202E>b",
  );
});

test("a value that looks like a placeholder is text", () => {
  expect(render(PODS({ count: 2, namespace: "{count}" }), "en")).toBe("2 Pods in {count}");
});

test.each([
  ["ja", "ja"],
  ["ja-JP", "ja"],
  ["ja_JP.UTF-8", "ja"],
  ["en-GB", "en"],
  ["de", "en"],
  [undefined, "en"],
])("who asks for %s reads %s", (tag, locale) => {
  expect(localeOf(tag)).toBe(locale);
});

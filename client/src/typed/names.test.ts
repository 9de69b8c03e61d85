import { expect, it } from "vitest";
import { checkExternalName, checkNamespace, checkServiceName } from "./names.ts";

it.each([
  [checkServiceName, "till", "good"],
  [checkServiceName, "till-2", "good"],
  [checkServiceName, "2-tills", "not-a-dns-label"],
  [checkServiceName, "Till", "not-a-dns-label"],
  [checkServiceName, "till-", "not-a-dns-label"],
  [checkServiceName, "a".repeat(64), "too-long"],
  [checkServiceName, "", "empty"],
  [checkNamespace, "2-shops", "good"],
  [checkNamespace, "shop.eu", "not-a-namespace"],
  [checkExternalName, "db.example.com", "good"],
  [checkExternalName, "db.example.com.", "good"],
  [checkExternalName, "db..example.com", "not-a-dns-name"],
  [checkExternalName, "https://example.com", "not-a-dns-name"],
  [checkExternalName, `${"a.".repeat(130)}com`, "too-long"],
])("%o: %s", (check, text, expected) => {
  const checked = check(text);
  expect(checked.kind === "good" ? "good" : checked.problem.kind).toBe(expected);
});

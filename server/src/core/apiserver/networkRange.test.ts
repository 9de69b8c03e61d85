import { expect, test } from "vitest";
import { networkRange } from "./networkRange.ts";

test.each([
  ["203.0.113.0/24", "203.0.113.0", "203.0.113.255", "256"],
  ["10.1.2.3/8", "10.0.0.0", "10.255.255.255", "16,777,216"],
  ["0.0.0.0/0", "0.0.0.0", "255.255.255.255", "4,294,967,296"],
  ["192.0.2.7/32", "192.0.2.7", "192.0.2.7", "1"],
  ["2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2^96"],
  ["2001:db8::1/127", "2001:db8::", "2001:db8::1", "2"],
])("%s", (text, first, last, count) => expect(networkRange(text)).toEqual({ first, last, count }));

test("what is no network has no range", () => {
  expect(networkRange("10.0.0.0")).toBeUndefined();
  expect(networkRange("10.0.0.0/33")).toBeUndefined();
});

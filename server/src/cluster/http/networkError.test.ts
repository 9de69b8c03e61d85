import { expect, test } from "vitest";
import { render } from "../../core/words.ts";
import { oneLine } from "../words.ts";
import { whyBroken } from "./networkError.ts";

test.each([
  ["ECONNREFUSED", "Nothing answers at api:6443."],
  ["ENOTFOUND", "The host name of api:6443 is not known."],
  ["ECONNRESET", "The connection to api:6443 was lost."],
  ["CERT_HAS_EXPIRED", "The certificate of api:6443 has expired, or a clock is wrong."],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "The certificate of api:6443 is for another name."],
  [
    "SELF_SIGNED_CERT_IN_CHAIN",
    "The certificate of api:6443 is not signed by an authority that the kubeconfig trusts.",
  ],
  ["Z_DATA_ERROR", "The answer of api:6443 broke off or could not be read."],
  ["proxy 407", "The proxy did not connect to api:6443 (407)."],
  ["EWHATEVER", "api:6443 could not be reached (EWHATEVER)."],
])("%s has a sentence", (code, sentence) => {
  expect(render(whyBroken(Object.assign(new Error(code), { code }), "api:6443"), "en")).toBe(sentence);
});

test("text from elsewhere is one line without control characters, and ends", () => {
  expect(oneLine("a\u001b[31mb\r\nc\u0007\u009b")).toBe("a [31mb c");
  expect(oneLine("x".repeat(600))).toBe(`${"x".repeat(500)}...`);
});

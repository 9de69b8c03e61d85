import { expect, test } from "vitest";
import { environmentProxy } from "./proxyEnvironment.ts";

const PROXY = "http://proxy:3128";

test.each([
  ["https://api.example.com:6443", { HTTPS_PROXY: PROXY }, PROXY],
  ["https://api.example.com:6443", { https_proxy: "proxy:3128" }, PROXY],
  ["https://api.example.com:6443", { HTTP_PROXY: PROXY }, undefined],
  ["http://api.example.com", { HTTP_PROXY: PROXY }, PROXY],
  ["https://api.example.com", { HTTPS_PROXY: "" }, undefined],
  ["https://127.0.0.1:6443", { HTTPS_PROXY: PROXY }, undefined],
  ["https://localhost:6443", { HTTPS_PROXY: PROXY }, undefined],
  ["https://[::1]:6443", { HTTPS_PROXY: PROXY }, undefined],
])("%s with %j", (server, environment, proxy) => {
  expect(environmentProxy(new URL(server), environment)).toBe(proxy);
});

test.each([
  ["https://api.example.com", "*", true],
  ["https://api.example.com", "example.com", true],
  ["https://api.example.com", ".example.com", true],
  ["https://api.example.com", "*.example.com", true],
  ["https://example.com", ".example.com", false],
  ["https://example.com", "example.com", true],
  ["https://badexample.com", "example.com", false],
  ["https://api.example.com:6443", "other, API.EXAMPLE.COM:6443", true],
  ["https://api.example.com:6443", "api.example.com:443", false],
  ["https://api.example.com", "api.example.com:443", true],
  ["https://10.1.2.3:6443", "10.0.0.0/8", true],
  ["https://11.1.2.3:6443", "10.0.0.0/8", false],
  ["https://10.1.2.3", "10.1.2.3", true],
  ["https://10.1.2.3", "2.3", false],
  ["https://[fd00::1]", "fd00::/8", true],
  ["https://[fd00::1]", "fd00::1", true],
  ["https://api.example.com", ",,", false],
])("%s is without a proxy where NO_PROXY is %s: %s", (server, exempt, isExempt) => {
  const proxy = environmentProxy(new URL(server), { HTTPS_PROXY: PROXY, no_proxy: exempt });
  expect(proxy).toBe(isExempt ? undefined : PROXY);
});

import type { Authority } from "../support/certificates.ts";
import type { Fault } from "../support/faultProxy.ts";

/** A fault between here and the API server, and what has to be known and said while it lasts. */
export interface FaultRow {
  readonly name: string;
  readonly fault: Fault;
  /** `synced`: not a fault for us, the truth goes on. */
  readonly known: "stale" | "denied" | "synced";
  readonly says?: RegExp;
  /** The server said when to come again: nobody may be back sooner. */
  readonly retryAfterMs?: number;
  /** Only requests of this kind meet it; all when not given. */
  readonly concerns?: (path: string) => boolean;
}

/** The rows that differ for the engine; the others are of the same kinds, said in other words. */
export const MAIN_ROWS: ReadonlySet<string> = new Set([
  ...["refuses connections", "resets connections", "is silent", "trickles, 400 bytes at a time"],
  ...["ends answers after 300 bytes", "401", "403", "410", "410 within the watch", "429 with Retry-After: 2", "500"],
  ...["an HTML page in place of everything, with status 200", "says gzip and sends plain text"],
  ...["an event of a watch without end", "an expired certificate"],
]);

/** A `Status` as the API server writes it. */
export function statusText(code: number, reason: string, message: string): string {
  return JSON.stringify({ apiVersion: "v1", kind: "Status", status: "Failure", code, reason, message });
}

const DAY_MS = 86_400_000;
const GONE = statusText(410, "Expired", "too old resource version");
const HTML = "<html>log in</html>";
const isWatch = (path: string) => path.includes("watch=true");

/** Every fault of the table, for a proxy whose certificates come from `authority`. */
export function faultRows(authority: Authority, stranger: Authority): readonly FaultRow[] {
  const names = ["127.0.0.1"];
  const now = Date.now();
  const expired = { commonName: "old", names, notBefore: new Date(now - 2 * DAY_MS), notAfter: new Date(now - DAY_MS) };
  const early = { commonName: "new", names, notBefore: new Date(now + DAY_MS), notAfter: new Date(now + 2 * DAY_MS) };
  const other = { commonName: "other", names: ["other.example.com"] };
  return [
    { name: "refuses connections", fault: { kind: "refuse" }, known: "stale", says: /Nothing answers/ },
    { name: "resets connections", fault: { kind: "reset" }, known: "stale", says: /was lost/ },
    { name: "is silent", fault: { kind: "hang" }, known: "stale", says: /was lost|did not answer within/ },
    { name: "trickles, 400 bytes at a time", fault: { kind: "trickle", bytes: 400, pauseMs: 5 }, known: "synced" },
    {
      name: "ends answers after 300 bytes",
      fault: { kind: "cut", bytes: 300 },
      known: "stale",
      says: /broke off|lost/,
    },
    {
      name: "JSON that is cut off after 1500 bytes",
      fault: { kind: "cut", bytes: 1_500, json: true },
      known: "stale",
      says: /broke off|lost/,
    },
    answers(401, "Unauthorized", "Unauthorized", /Unauthorized/),
    { ...answers(403, "Forbidden", 'pods is forbidden: cannot list resource "pods"', /cannot list/), known: "denied" },
    answers(404, "NotFound", "the server could not find the requested resource", /404/),
    answers(409, "Conflict", "the object has been modified", /409/),
    answers(410, "Expired", "too old resource version", /too old/),
    {
      name: "410 within the watch",
      fault: { kind: "line", line: `{"type":"ERROR","object":${GONE}}` },
      known: "stale",
      says: /too old/,
    },
    {
      ...answers(429, "TooManyRequests", "try later", /429.*try later/, { "Retry-After": "2" }),
      name: "429 with Retry-After: 2",
      retryAfterMs: 2_000,
    },
    answers(500, "InternalError", "etcdserver: leader changed", /leader changed/),
    answers(503, "ServiceUnavailable", "apiserver is shutting down", /shutting down/),
    page(503),
    page(200),
    {
      name: "JSON of somebody else",
      fault: { kind: "answer", status: 200, body: "[]" },
      known: "stale",
      says: /broke off|not as a Kubernetes/,
    },
    {
      name: "a wrong content type",
      fault: { kind: "recode", headers: { "content-type": "application/octet-stream" } },
      known: "stale",
      says: /broke off|not as a Kubernetes/,
    },
    {
      name: "says gzip and sends plain text",
      fault: { kind: "recode", headers: { "content-encoding": "gzip" } },
      known: "stale",
      says: /broke off/,
    },
    { name: "gzip, as the engine asks", fault: { kind: "recode", gzip: true }, known: "synced" },
    { name: "gzip, JSON only", fault: { kind: "recode", gzip: true, json: true }, known: "synced" },
    { name: "no gzip, JSON only", fault: { kind: "recode", json: true }, known: "synced" },
    {
      name: "an event of a watch without end",
      fault: { kind: "flood" },
      known: "stale",
      says: /larger than|broke off/,
      concerns: isWatch,
    },
    certificate("a certificate of an unknown authority", stranger.issue({ commonName: "api", names }), /not signed by/),
    certificate("a certificate for another name", authority.issue(other), /for another name/),
    certificate("an expired certificate", authority.issue(expired), /expired, or a clock/),
    certificate("clocks apart: a certificate from tomorrow", authority.issue(early), /expired, or a clock/),
    {
      name: "clocks apart: the server's clock is a day ahead",
      fault: { kind: "recode", headers: { date: new Date(now + DAY_MS).toUTCString() } },
      known: "synced",
    },
  ];
}

function answers(
  status: number,
  reason: string,
  message: string,
  says: RegExp,
  headers: Readonly<Record<string, string>> = {},
): FaultRow {
  const body = statusText(status, reason, message);
  return { name: `${status}`, fault: { kind: "answer", status, body, headers }, known: "stale", says };
}

function page(status: number): FaultRow {
  return {
    name: `an HTML page in place of everything, with status ${status}`,
    fault: { kind: "answer", status, body: HTML, contentType: "text/html" },
    known: "stale",
    says: /not as a Kubernetes API server/,
  };
}

function certificate(name: string, given: ReturnType<Authority["issue"]>, says: RegExp): FaultRow {
  return { name, fault: { kind: "certificate", certificate: given }, known: "stale", says };
}

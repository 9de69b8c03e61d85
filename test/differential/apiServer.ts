import { readFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { parse } from "yaml";
import type { ErrorKind } from "../../server/src/core/diagnostic.ts";

/** What an API server answered to a manifest, reduced to what both sides can be held to. */
export type Verdict =
  | { readonly kind: "accepted"; readonly warnings: readonly string[] }
  /** `findings` are sorted texts: of a decode or strict error the fields, else `field kind`. */
  | { readonly kind: "decode" | "strict" | "invalid"; readonly findings: readonly string[] }
  | { readonly kind: "other"; readonly status: number; readonly message: string };

export interface Asked {
  readonly verdict: Verdict;
  /** The server's own words, for whoever reads a difference. */
  readonly answer: string;
  /** The object as it was stored; undefined when it was refused. */
  readonly object: Json | undefined;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface ApiServer {
  /** Creates the Service and deletes it again. A dry run would not do: it checks no node port and books no address. */
  create(service: Json): Promise<Asked>;
  /**
   * Creates `stored`, asks for the update, and deletes both. Undefined when `stored` itself is refused. A `stored` with a
   * deletionTimestamp is deleted once it is created, so that its finalizers alone keep it.
   */
  update(stored: Json, service: (stored: Json) => Json): Promise<Asked | undefined>;
  close(): void;
}

/** Speaks to the API server of a kubeconfig over one connection that is kept. */
export async function connectTo(kubeconfig: string): Promise<ApiServer> {
  const { clusters, users } = parse(await readFile(kubeconfig, "utf8"));
  const { cluster } = clusters[0];
  const { user } = users[0];
  const pem = async (data: string | undefined, file: string | undefined): Promise<Buffer | undefined> => {
    if (data !== undefined) return Buffer.from(data, "base64");
    return file === undefined ? undefined : readFile(file);
  };
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 1,
    ca: await pem(cluster["certificate-authority-data"], cluster["certificate-authority"]),
    cert: await pem(user["client-certificate-data"], user["client-certificate"]),
    key: await pem(user["client-key-data"], user["client-key"]),
  });
  const headers = user.token === undefined ? {} : { Authorization: `Bearer ${user.token}` };
  const send = (method: string, path: string, body?: Json): Promise<Reply> =>
    sendTo(new URL(path, cluster.server), { method, agent, headers }, body);
  const remove = (name: string): Promise<void> => removeService(send, name);
  return {
    async create(service) {
      const reply = await send("POST", `${SERVICES}?fieldValidation=Strict`, sorted(withoutResourceVersion(service)));
      const name = nameOf(reply);
      if (name !== undefined) await remove(name);
      return askedOf(reply);
    },
    async update(stored, service) {
      const { metadata, ...rest } = recordOf(stored);
      const { resourceVersion: _, deletionTimestamp, ...written } = recordOf(metadata);
      const posted = await send("POST", SERVICES, sorted({ ...rest, metadata: written }));
      const name = nameOf(posted);
      if (name === undefined) return undefined;
      const created = deletionTimestamp === undefined ? posted : await send("DELETE", `${SERVICES}/${name}`);
      const reply = await send("PUT", `${SERVICES}/${name}?fieldValidation=Strict`, sorted(service(created.body)));
      await remove(name);
      return askedOf(reply, created.body);
    },
    close: () => agent.destroy(),
  };
}

const SERVICES = "/api/v1/namespaces/default/services";

interface Reply {
  readonly status: number;
  readonly body: Json;
  readonly warnings: readonly string[];
}

type Send = (method: string, path: string, body?: Json) => Promise<Reply>;

function sendTo(url: URL, options: object, body: Json | undefined): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const warnings = response.headers.warning ?? [];
        resolve({
          status: response.statusCode ?? 0,
          body: jsonOf(Buffer.concat(chunks).toString("utf8")),
          warnings: typeof warnings === "string" ? warnings.split(/, (?=299 )/) : warnings,
        });
      });
    });
    // A request that makes the server panic ends the connection; that is an answer of a kind.
    sent.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET"
        ? resolve({ status: 0, body: { message: "connection closed" }, warnings: [] })
        : reject(error),
    );
    sent.setHeader("Content-Type", "application/json");
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}

async function removeService(send: Send, name: string): Promise<void> {
  const path = `${SERVICES}/${encodeURIComponent(name)}`;
  await send("DELETE", path);
  const left = await send("GET", path);
  if (left.status !== 200) return;
  // Finalizers hold it back; nobody else is going to take them off.
  const { metadata, ...rest } = recordOf(left.body);
  await send("PUT", path, { ...rest, metadata: { ...recordOf(metadata), finalizers: [] } });
}

/** kubectl empties it before it creates anything. */
function withoutResourceVersion(service: Json): Json {
  const { metadata, ...rest } = recordOf(service);
  const { resourceVersion, ...others } = recordOf(metadata);
  return typeof resourceVersion === "string" ? { ...rest, metadata: others } : service;
}

/** kubectl sends keys in sorted order, so the server's first decode error is the first in this order. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(pairs.map(([key, item]) => [key, sorted(item)]));
}

function askedOf({ status, body, warnings }: Reply, before?: Json): Asked {
  const message = String(recordOf(body).message ?? "");
  if (status > 0 && status < 300)
    return { verdict: { kind: "accepted", warnings }, answer: "accepted", object: before ?? body };
  return { verdict: refusal(status, message, body), answer: `${status} ${message}`, object: before };
}

function refusal(status: number, message: string, body: Json): Verdict {
  const strict = [...message.matchAll(/unknown field "([^"]+)"/g)].map(([, field = ""]) => field);
  if (status === 400 && strict.length > 0) return { kind: "strict", findings: strict.toSorted() };
  const decode = /Go struct field \w+\.([\w.]+) of type/.exec(message)?.[1];
  if (status === 400 && decode !== undefined) return { kind: "decode", findings: [decode] };
  if (status === 400 && message.includes("parsing time")) return { kind: "decode", findings: ["time"] };
  const details = recordOf(recordOf(body).details);
  const causes = Array.isArray(details.causes) ? details.causes.map(recordOf) : [];
  if (status === 422) {
    const findings = causes.map(({ field, reason }) => `${String(field)} ${KINDS[String(reason)] ?? String(reason)}`);
    return { kind: "invalid", findings: [...new Set(findings)].toSorted() };
  }
  return status === 500 ? { kind: "invalid", findings: [" InternalError"] } : { kind: "other", status, message };
}

const KINDS: Readonly<Record<string, ErrorKind>> = {
  FieldValueRequired: "Required",
  FieldValueInvalid: "Invalid",
  FieldValueForbidden: "Forbidden",
  FieldValueNotSupported: "NotSupported",
  FieldValueDuplicate: "Duplicate",
  FieldValueTooLong: "TooLong",
  InternalError: "InternalError",
};

function nameOf({ status, body }: Reply): string | undefined {
  const { name } = recordOf(recordOf(body).metadata);
  return status > 0 && status < 300 && typeof name === "string" ? name : undefined;
}

/** The object, or an empty one for anything else. */
export function recordOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}

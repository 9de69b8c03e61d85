import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Endpoint } from "../../server/src/cluster/http/http.ts";
import { send } from "../../server/src/cluster/http/http.ts";
import { until } from "../support/until.ts";
import type { FaultRow } from "./faultTable.ts";

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the items by chance; throws for an empty list. */
export function pick<T>(random: () => number, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** Faults that come by themselves while a soak lasts: those of the table that do not change what the server says. */
export function soakFaults(rows: readonly FaultRow[]): readonly FaultRow[] {
  return rows.filter(({ name }) => !/a certificate/.test(name));
}

/** The Pods of one namespace, made, labelled and deleted through the real API server. */
export interface Churn {
  /** Makes so many Pods. */
  fill(count: number): Promise<void>;
  /** One change by chance; the number of Pods stays about the same. */
  step(): Promise<void>;
}

/** The API server is restarted now and then, and may be busy. */
const WRITTEN_WITHIN_MS = 60_000;

/** Churn past the proxy. `endpoint` is the API server's own. */
export function createChurn(endpoint: Endpoint, namespace: string, random: () => number): Churn {
  const { signal } = new AbortController();
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const names: string[] = [];
  let made = 0;
  let wanted = 0;
  const write = async (method: "POST" | "PATCH" | "DELETE", target: string, type: string, value: unknown) => {
    const once = async () => {
      const answer = await send(endpoint, { method, path: target, signal, body: { type, value } });
      // What broke off may have been done: the second time it is there already, or gone already.
      const isDone = answer.kind === "ok" || (answer.kind === "status" && [404, 409].includes(answer.status));
      if (!isDone) throw new Error(JSON.stringify(answer));
      return true;
    };
    await until(once, { within: WRITTEN_WITHIN_MS, what: `${method} ${target}` });
  };
  const make = async () => {
    const name = `pod-${made++}`;
    const labels = { app: `app-${Math.floor(random() * 20)}`, version: `v${Math.floor(random() * 5)}` };
    const containers = [{ name: "main", image: "example", ports: [{ name: "http", containerPort: 8080 }] }];
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name, labels }, spec: { containers } };
    await write("POST", path, "application/json", pod);
    names.push(name);
  };
  const remove = async () => {
    const [name = ""] = names.splice(Math.floor(random() * names.length), 1);
    await write("DELETE", `${path}/${name}`, "application/json", { gracePeriodSeconds: 0 });
  };
  const change = async () => {
    const target = `${path}/${pick(random, names)}`;
    const labels = { version: `v${Math.floor(random() * 5)}` };
    const status = { phase: "Running", podIP: `10.0.0.${1 + Math.floor(random() * 200)}` };
    if (random() < 0.5) await write("PATCH", target, "application/merge-patch+json", { metadata: { labels } });
    else await write("PATCH", `${target}/status`, "application/merge-patch+json", { status });
  };
  return {
    fill: async (count) => {
      wanted = count;
      for (let index = 0; index < count; index++) await make();
    },
    step: async () => {
      if (random() < 0.6) await change();
      else if (random() < 0.5 + (wanted - names.length) / wanted) await make();
      else await remove();
    },
  };
}

/** Memory in use after a collection, in bytes. */
export function memoryInUse(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The middle value; zero for none. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

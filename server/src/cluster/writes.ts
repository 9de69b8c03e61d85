import { randomUUID } from "node:crypto";
import { stringify } from "yaml";
import type { Message } from "../core/words.ts";
import { type Answer, type Endpoint, type Refusal, send } from "./http.ts";
import { type JsonObject, objectOf, textOf } from "./json.ts";
import { withoutPlaceholders } from "./placeholders.ts";
import { oneLine, type Say, WRITE_WORDS } from "./words.ts";

/** What somebody wants written to the cluster. */
export type ClusterWrite =
  /** A Service, as JSON; without a namespace it goes to the snapshot's. */
  | { readonly kind: "create"; readonly object: JsonObject }
  | {
      readonly kind: "label";
      readonly namespace: string;
      readonly pods: readonly string[];
      readonly key: string;
      readonly value: string;
    };

/** What a write would do, as the server itself worked it out. */
export interface DryRunResult {
  /** For {@link Writer.apply}: valid once. Undefined when the server refuses. */
  readonly token?: string;
  readonly context: string;
  readonly namespace: string;
  /** The object or objects, for example `Service till`. */
  readonly what: string;
  /** YAML before and after. */
  readonly before: string;
  readonly after: string;
  /** Why it is refused, in the server's own words where it is the server that refuses. */
  readonly refused?: string;
}

/** What was written and what was not, a sentence for each object. */
export interface ApplyResult {
  readonly done: readonly string[];
  readonly failed: readonly string[];
}

/** Writes to one cluster, each write after a dry run. It lives as long as the connection, and so do its tokens. */
export interface Writer {
  dryRun(write: ClusterWrite, namespace: string): Promise<DryRunResult>;
  apply(token: string): Promise<ApplyResult>;
}

export interface WriterOptions {
  readonly context: string;
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
  readonly say: Say;
  readonly log: (line: string) => void;
}

/** Whatever is written says by this name who wrote it (`metadata.managedFields`). */
const FIELD_MANAGER = "podsight";
const MAX_PODS = 100;
const MAX_TOKENS = 20;

/** One request that was tried as a dry run and can be sent in earnest. */
interface Step {
  readonly kind: string;
  readonly name: string;
  readonly before: JsonObject;
  /** What is shown of a dry run's answer. */
  readonly shown: (answered: JsonObject) => JsonObject;
  readonly send: (dryRun: boolean) => Promise<Answer>;
  readonly done: Message;
}

/** A writer with no dry run done yet. */
export function createWriter(options: WriterOptions): Writer {
  const pending = new Map<string, readonly Step[]>();
  const { say } = options;
  return {
    dryRun: async (write, namespace) => {
      const planned = await plan(write, namespace, options);
      const base = { context: options.context, namespace: planned.namespace, what: planned.what };
      if (planned.kind === "refused") return { ...base, before: "", after: "", refused: planned.why };
      const tried = await Promise.all(planned.steps.map(async (step) => ({ step, answer: await step.send(true) })));
      const shown = {
        ...base,
        before: toYaml(tried.map(({ step }) => step.before)),
        after: toYaml(tried.map(({ step, answer }) => (answer.kind === "ok" ? step.shown(answer.body) : {}))),
      };
      const refusals = tried.flatMap(({ step, answer }) => (answer.kind === "ok" ? [] : [failure(step, answer, say)]));
      if (refusals.length > 0) return { ...shown, refused: refusals.join("\n") };
      const token = randomUUID();
      pending.set(token, planned.steps);
      for (const oldest of pending.keys()) if (pending.size > MAX_TOKENS) pending.delete(oldest);
      return { ...shown, token };
    },
    apply: async (token) => {
      const steps = pending.get(token);
      pending.delete(token);
      if (!steps) return { done: [], failed: [say(WRITE_WORDS.tokenInvalid())] };
      return applySteps(steps, options);
    },
  };
}

/** One after the other, and on after a failure: each object's fate is told. */
async function applySteps(steps: readonly Step[], { say, log, context }: WriterOptions): Promise<ApplyResult> {
  const done: string[] = [];
  const failed: string[] = [];
  for (const step of steps) {
    const answer = await step.send(false);
    if (answer.kind === "ok") done.push(say(step.done));
    else failed.push(failure(step, answer, say));
    log(`${context}: ${answer.kind === "ok" ? say(step.done) : failure(step, answer, say)}`);
  }
  return { done, failed };
}

type Plan =
  | { readonly kind: "planned"; readonly namespace: string; readonly what: string; readonly steps: readonly Step[] }
  | { readonly kind: "refused"; readonly namespace: string; readonly what: string; readonly why: string };

async function plan(write: ClusterWrite, namespace: string, options: WriterOptions): Promise<Plan> {
  switch (write.kind) {
    case "create":
      return planCreate(write.object, namespace, options);
    case "label":
      return planLabels(write, options);
  }
}

function planCreate(object: JsonObject, contextNamespace: string, options: WriterOptions): Plan {
  const metadata = objectOf(object.metadata);
  const name = textOf(metadata.name);
  const namespace = textOf(metadata.namespace) ?? contextNamespace;
  const what = `Service ${oneLine(name ?? "", 100)}`;
  if (object.apiVersion !== "v1" || object.kind !== "Service" || name === undefined) {
    return { kind: "refused", namespace, what, why: options.say(WRITE_WORDS.notAService()) };
  }
  const step: Step = {
    kind: "Service",
    name,
    before: {},
    shown: (answered) => withoutPlaceholders(answered, object),
    done: WRITE_WORDS.created({ kind: "Service", name, namespace }),
    send: (dryRun) =>
      send(options.endpoint, {
        method: "POST",
        path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/services`,
        query: writeQuery(dryRun, { fieldValidation: "Strict" }),
        body: { type: "application/json", value: object },
        signal: options.signal,
      }),
  };
  return { kind: "planned", namespace, what, steps: [step] };
}

/** Each Pod is read first: the version seen here is the one that may be changed, and no other. */
async function planLabels(write: Extract<ClusterWrite, { kind: "label" }>, options: WriterOptions): Promise<Plan> {
  const { namespace, pods, key, value } = write;
  const what = `Pod ${oneLine(pods.join(", "), 200)}`;
  if (pods.length > MAX_PODS) {
    return { kind: "refused", namespace, what, why: options.say(WRITE_WORDS.tooMany({ limit: MAX_PODS })) };
  }
  const steps: Step[] = [];
  for (const name of pods) {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;
    const read = await send(options.endpoint, { path, signal: options.signal });
    const done = WRITE_WORDS.labelled({ name, key, value });
    const before = read.kind === "ok" ? read.body : {};
    const resourceVersion = objectOf(before.metadata).resourceVersion;
    const patch = { metadata: { resourceVersion, labels: { [key]: value } } };
    const change = (dryRun: boolean) =>
      send(options.endpoint, {
        method: "PATCH",
        path,
        query: writeQuery(dryRun, {}),
        body: { type: "application/merge-patch+json", value: patch },
        signal: options.signal,
      });
    const shown = (answered: JsonObject) => answered;
    steps.push({ kind: "Pod", name, before, shown, done, send: read.kind === "ok" ? change : async () => read });
  }
  return { kind: "planned", namespace, what, steps };
}

function writeQuery(dryRun: boolean, more: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { fieldManager: FIELD_MANAGER, ...(dryRun && { dryRun: "All" }), ...more };
}

function failure(step: Step, answer: Refusal, say: Say): string {
  const reason = answer.kind === "broken" ? say(answer.why) : answer.message;
  return say(WRITE_WORDS.failed({ kind: step.kind, name: step.name, reason }));
}

/** What a person compares, quoted where YAML 1.1 needs it: no bookkeeping of the server, and of a Pod no more than what a label changes. */
function toYaml(objects: readonly JsonObject[]): string {
  const shown = objects.filter((object) => Object.keys(object).length > 0).map(comparable);
  return shown.map((object) => stringify(object, { lineWidth: 0, version: "1.1" })).join("---\n");
}

function comparable(object: JsonObject): JsonObject {
  const { managedFields, uid, resourceVersion, creationTimestamp, generation, selfLink, ...metadata } = objectOf(
    object.metadata,
  );
  const { status, ...rest } = object;
  if (object.kind !== "Pod") return { ...rest, metadata };
  const { name, namespace, labels } = metadata;
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace, labels } };
}

import { randomUUID } from "node:crypto";
import type { ServerVerdict } from "../../core/apiserver/serverVerdict.ts";
import type { JsonObject } from "../../core/json.ts";
import { toYaml } from "../../core/live/shown.ts";
import { mapLimited } from "../../core/mapLimited.ts";
import type { Answer } from "../http/answer.ts";
import { planPodLabels, planTemplateLabels } from "./labels.ts";
import { planApply, planCreate } from "./objects.ts";
import { conflictsOf, type FieldConflict, reasonOf } from "./refusal.ts";
import { planDelete, planRecreate, planReplace } from "./services.ts";
import type { HalfDone, Plan, Step, WriterOptions } from "./step.ts";
import { validate } from "./validate.ts";
import { WRITE_WORDS } from "./words.ts";
import type { ClusterWrite } from "./write.ts";

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
  /** The objects as they are, in the order of the write; empty ones for those that are not there. */
  readonly objects: readonly JsonObject[];
  /** Why it is refused, in the server's own words where it is the server that refuses. */
  readonly refused?: string;
  /** The fields that other managers own, where that is why a server-side apply is refused. */
  readonly conflicts?: readonly FieldConflict[];
}

/** What was written and what was not, a sentence for each object. */
export interface ApplyResult {
  readonly done: readonly string[];
  readonly failed: readonly string[];
  /** YAML of what was deleted to be created anew and then could not be; undefined where nothing was lost. */
  readonly missing?: string;
}

/** Writes to one cluster, each write after a dry run. It lives as long as the connection, and so do its tokens. */
export interface Writer {
  dryRun(write: ClusterWrite, namespace: string): Promise<DryRunResult>;
  /** What the server says of each object as it stands, in their order, in dry runs. */
  validate(objects: readonly JsonObject[], namespace: string): Promise<readonly ServerVerdict[]>;
  /** Does what the dry run showed. Once `cancelled`, no further object is begun; what was begun is waited for. */
  apply(token: string, cancelled: AbortSignal): Promise<ApplyResult>;
}

const MAX_TOKENS = 20;

/** A writer with no dry run done yet, so that it has nothing to apply. */
export function createWriter(options: WriterOptions): Writer {
  const pending = new Map<string, readonly Step[]>();
  return {
    dryRun: async (write, namespace) => {
      const plan = await planOf(write, namespace, options);
      const base = { context: options.context, namespace: plan.namespace, what: plan.what };
      if (plan.kind === "refused") return { ...base, before: "", after: "", objects: [], refused: plan.why };
      const objects = plan.steps.map(({ before }) => before);
      const result = { ...(await tryOut(plan.steps, options)), objects };
      if (result.refused !== undefined) return { ...base, ...result };
      const token = randomUUID();
      pending.set(token, plan.steps);
      for (const oldest of pending.keys()) if (pending.size > MAX_TOKENS) pending.delete(oldest);
      return { ...base, ...result, token };
    },
    validate: (objects, namespace) => validate(objects, namespace, options),
    apply: async (token, cancelled) => {
      const steps = pending.get(token);
      pending.delete(token);
      if (!steps) return { done: [], failed: [options.say(WRITE_WORDS.tokenInvalid())] };
      return applySteps(steps, cancelled, options);
    },
  };
}

function planOf(write: ClusterWrite, namespace: string, options: WriterOptions): Promise<Plan> {
  switch (write.kind) {
    case "create":
      return planCreate(write.objects, namespace, options);
    case "apply":
      return planApply(write.objects, write.force, namespace, options);
    case "replace":
      return planReplace(write.object, namespace, options);
    case "recreate":
      return planRecreate(write.object, namespace, options);
    case "delete":
      return planDelete(write.namespace, write.services, options);
    case "labelPods":
      return planPodLabels(write, options);
    case "labelTemplate":
      return planTemplateLabels(write, options);
  }
}

async function tryOut(
  steps: readonly Step[],
  { say }: WriterOptions,
): Promise<Pick<DryRunResult, "before" | "after" | "refused" | "conflicts">> {
  const tried = await mapLimited(steps, async (step) => ({ step, answer: await step.send(true) }));
  const before = toYaml(tried.map(({ step }) => step.before));
  const after = toYaml(tried.map(({ step, answer }) => (answer.kind === "ok" ? step.shown(answer.body) : {})));
  const refusals = tried.flatMap(({ step, answer }) => (answer.kind === "ok" ? [] : [{ step, answer }]));
  if (refusals.length === 0) return { before, after };
  const conflicts = refusals.flatMap(({ answer }) => (answer.kind === "half-done" ? [] : conflictsOf(answer)));
  const refused = refusals.map(({ step, answer }) => failure(step, answer, say)).join("\n");
  return { before, after, refused, ...(conflicts.length > 0 && { conflicts }) };
}

/** One after the other, and on after a failure: each object's fate is told. */
async function applySteps(
  steps: readonly Step[],
  cancelled: AbortSignal,
  { say, log, context }: WriterOptions,
): Promise<ApplyResult> {
  const done: string[] = [];
  const failed: string[] = [];
  const missing: HalfDone["missing"][] = [];
  for (const step of steps) {
    if (cancelled.aborted) {
      failed.push(say(WRITE_WORDS.notTried(step)));
      continue;
    }
    const answer = await step.send(false);
    const told = answer.kind === "ok" ? say(step.done) : failure(step, answer, say);
    (answer.kind === "ok" ? done : failed).push(told);
    if (answer.kind === "half-done") missing.push(answer.missing);
    log(`${context}: ${told}`);
  }
  return { done, failed, ...(missing.length > 0 && { missing: toYaml(missing) }) };
}

function failure(
  { kind, name }: Step,
  answer: Exclude<Answer | HalfDone, { readonly kind: "ok" }>,
  say: WriterOptions["say"],
): string {
  const reason = answer.kind === "half-done" ? say(answer.why) : reasonOf(answer, say);
  return say(WRITE_WORDS.failed({ kind, name, reason }));
}

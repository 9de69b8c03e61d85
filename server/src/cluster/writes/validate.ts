import type { ServerVerdict } from "../../core/apiserver/serverVerdict.ts";
import { type JsonObject, listOf, objectOf, textOf } from "../../core/json.ts";
import { mapLimited } from "../../core/mapLimited.ts";
import type { Answer } from "../http/answer.ts";
import { oneLine } from "../words.ts";
import { planApply } from "./objects.ts";
import type { WriterOptions } from "./step.ts";

/** What the server says of each object, in a dry run as `kubectl apply --dry-run=server` makes one. Writes nothing. */
export function validate(
  objects: readonly JsonObject[],
  namespace: string,
  options: WriterOptions,
): Promise<readonly ServerVerdict[]> {
  return mapLimited(objects, async (object) => {
    // Who owns the fields is no matter of whether they are right.
    const plan = await planApply([object], true, namespace, options);
    if (plan.kind === "refused") return { kind: "unknown", why: plan.why };
    const [step] = plan.steps;
    const answer = await step?.send(true);
    return answer === undefined || answer.kind === "half-done"
      ? { kind: "unknown", why: "" }
      : verdictOf(answer, options);
  });
}

/** Errors of the object itself are 400 (decoding) and 422 (validation); all else says nothing of it. */
function verdictOf(answer: Answer, { say }: WriterOptions): ServerVerdict {
  if (answer.kind === "broken") return { kind: "unknown", why: say(answer.why) };
  if (answer.kind === "ok") return { kind: "accepted", warnings: answer.warnings ?? [] };
  const isAboutObject = answer.status === 400 || answer.status === 422 || isAdmission(answer.status, answer.message);
  if (!isAboutObject) return { kind: "unknown", why: answer.message };
  const causes = listOf(objectOf(answer.body.details).causes).map(objectOf);
  const errors = causes.map(({ field, message }) => ({
    field: textOf(field),
    message: oneLine(textOf(message) ?? answer.message),
  }));
  return { kind: "refused", errors: errors.length > 0 ? errors : [{ field: undefined, message: answer.message }] };
}

/** A policy or webhook of the cluster says no with 403, which else means that the user may not. */
function isAdmission(status: number, message: string): boolean {
  return status === 403 && !/cannot \w+ resource/.test(message);
}

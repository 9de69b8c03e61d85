import { type JsonObject, listOf, objectOf, textOf } from "../../core/json.ts";
import type { Refusal } from "../http/answer.ts";
import { oneLine, type Say } from "../words.ts";
import { WRITE_WORDS } from "./words.ts";

/** A field that a server-side apply would change and another manager owns. */
export interface FieldConflict {
  /** The API server's own path, for example `.spec.ports[0].port`. */
  readonly field: string;
  /** Undefined where the server does not name it. */
  readonly manager: string | undefined;
}

/** The conflicts that a refused server-side apply names (`Status.details.causes`); empty for any other refusal. */
export function conflictsOf(answer: Refusal): readonly FieldConflict[] {
  if (answer.kind !== "status" || answer.status !== 409) return [];
  const causes = listOf(objectOf(answer.body.details).causes).map(objectOf);
  return causes.filter(({ reason }) => reason === "FieldManagerConflict").map(conflictOf);
}

/** Why the cluster refuses, as the user reads it: conflicts in our words, everything else in the server's. */
export function reasonOf(answer: Refusal, say: Say): string {
  if (answer.kind === "broken") return say(answer.why);
  const conflicts = conflictsOf(answer);
  if (conflicts.length > 0) return say(WRITE_WORDS.conflict({ fields: conflicts.map(conflictText).join(", ") }));
  return answer.body.reason === "Conflict" ? say(WRITE_WORDS.changedMeanwhile()) : answer.message;
}

function conflictOf(cause: JsonObject): FieldConflict {
  const manager = /"([^"]*)"/.exec(textOf(cause.message) ?? "")?.[1];
  return {
    field: oneLine(textOf(cause.field) ?? "", 200),
    manager: manager === undefined ? undefined : oneLine(manager, 100),
  };
}

function conflictText({ field, manager }: FieldConflict): string {
  return manager === undefined ? field : `${field} (${manager})`;
}

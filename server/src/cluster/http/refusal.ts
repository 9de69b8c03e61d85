import type { Knowledge } from "../../core/snapshot.ts";
import type { Say } from "../words.ts";
import type { Refusal } from "./answer.ts";

/** What is known after a list was refused: `denied` by the API server itself, else `failed`. */
export function refusal(answer: Refusal, say: Say): Knowledge {
  if (answer.kind === "broken") return { kind: "failed", why: say(answer.why) };
  const isDenied = answer.status === 401 || answer.status === 403;
  return isDenied ? { kind: "denied", what: answer.message } : { kind: "failed", why: answer.message };
}

import { type JsonObject, listOf, objectOf, textOf } from "../../core/json.ts";
import { type Endpoint, send } from "../http/http.ts";
import { REFLECTOR_LIMITS } from "../reflect/reflection.ts";

const PATH = "/apis/networking.k8s.io/v1/servicecidrs";
/** The object that the API server makes from its own flags: its first range is of the primary family. */
const DEFAULT_NAME = "kubernetes";
/** More than anybody hands out addresses from; a list that is longer is not known as a whole, so not at all. */
const MAX_OBJECTS = 200;

/**
 * The ranges of the cluster's ServiceCIDR objects, the API server's own ones first; undefined where they may not be
 * listed, where there are none and where the server has no such objects (before 1.33).
 */
export async function askServiceCIDRs(
  endpoint: Endpoint,
  signal: AbortSignal,
  answerMs: number = REFLECTOR_LIMITS.quickAnswerMs,
): Promise<readonly string[] | undefined> {
  const answer = await send(endpoint, { path: PATH, query: { limit: String(MAX_OBJECTS) }, answerMs, signal });
  return answer.kind === "ok" ? rangesOf(answer.body) : undefined;
}

/** The ranges of a list of ServiceCIDR objects, as {@link askServiceCIDRs} gives them. */
export function rangesOf(list: JsonObject): readonly string[] | undefined {
  if (textOf(objectOf(list.metadata).continue) !== undefined) return undefined;
  const objects = listOf(list.items).map(objectOf);
  const own = objects.filter(isDefault);
  // Without the API server's own ranges the list does not say what is handed out.
  if (own.length === 0) return undefined;
  const ranges = [...own, ...objects.filter((object) => !isDefault(object))].flatMap(({ spec }) =>
    listOf(objectOf(spec).cidrs).flatMap((range) => textOf(range) ?? []),
  );
  return ranges.length === 0 ? undefined : ranges;
}

function isDefault({ metadata }: JsonObject): boolean {
  return objectOf(metadata).name === DEFAULT_NAME;
}

import { type JsonObject, objectOf } from "../../core/json.ts";
import { mapLimited } from "../../core/mapLimited.ts";
import type { Answer } from "../http/answer.ts";
import { withoutPlaceholders } from "./placeholders.ts";
import { type Place, placeOf } from "./resources.ts";
import { ask, type Plan, type Step, versionOf, type WriterOptions, whatOf, withMetadata, writeQuery } from "./step.ts";
import { WRITE_WORDS } from "./words.ts";

const MAX_OBJECTS = 50;

/** A plan for new objects, each by a POST that the server checks strictly (`fieldValidation=Strict`). */
export async function planCreate(
  objects: readonly JsonObject[],
  namespace: string,
  options: WriterOptions,
): Promise<Plan> {
  return planEach(objects, namespace, options, async (object, place) => createStep(object, place, options));
}

/**
 * Objects by server-side apply. One that is there is only changed if it is still what was read for the difference; one
 * that is not there is only made if it is still missing.
 */
export async function planApply(
  objects: readonly JsonObject[],
  force: boolean,
  namespace: string,
  options: WriterOptions,
): Promise<Plan> {
  return planEach(objects, namespace, options, async (object, place) => {
    const read = await ask(options, { path: place.path });
    return applyStep(object, place, read, force, options);
  });
}

async function planEach(
  objects: readonly JsonObject[],
  contextNamespace: string,
  { say }: WriterOptions,
  stepOf: (object: JsonObject, place: Place) => Promise<Step>,
): Promise<Plan> {
  const places = objects.map((object) => placeOf(object, contextNamespace));
  const [first] = places;
  const namespace = first?.namespace ?? contextNamespace;
  const refused = (why: string): Plan => ({ kind: "refused", namespace, what: describe(places), why });
  if (objects.length > MAX_OBJECTS) return refused(say(WRITE_WORDS.tooManyObjects({ limit: MAX_OBJECTS })));
  const known = places.flatMap((place) => place ?? []);
  if (known.length === 0 || known.length < objects.length) return refused(say(WRITE_WORDS.notWritable()));
  // The question names one namespace: what it names must be all there is.
  if (known.some((place) => place.namespace !== namespace)) return refused(say(WRITE_WORDS.severalNamespaces()));
  const steps = await mapLimited(known, (place, index) => stepOf(objects[index] ?? {}, place));
  return { kind: "planned", namespace, what: describe(places), steps };
}

/** Objects by kind: `Service till; EndpointSlice till-1, till-2`. */
function describe(places: readonly (Place | undefined)[]): string {
  const kinds = new Map<string, string[]>();
  for (const place of places) {
    if (place) kinds.set(place.kind, [...(kinds.get(place.kind) ?? []), place.name]);
  }
  return [...kinds].map(([kind, names]) => whatOf(kind, names)).join("; ");
}

/** The making of an object that must not be there yet. */
function createStep(object: JsonObject, place: Place, options: WriterOptions): Step {
  return {
    kind: place.kind,
    name: place.name,
    before: {},
    shown: (answered) => withoutPlaceholders(answered, object),
    done: WRITE_WORDS.created(place),
    send: (dryRun) =>
      ask(options, {
        method: "POST",
        path: place.collection,
        query: writeQuery(dryRun, { fieldValidation: "Strict" }),
        body: { type: "application/json", value: object },
      }),
  };
}

function applyStep(object: JsonObject, place: Place, read: Answer, force: boolean, options: WriterOptions): Step {
  const live = read.kind === "ok" ? read.body : {};
  const step = { kind: place.kind, name: place.name, before: live, done: WRITE_WORDS.applied(place) };
  if (read.kind === "ok") {
    const value = forApply(object, { resourceVersion: versionOf(live) });
    const shown = (answered: JsonObject) => answered;
    return { ...step, shown, send: (dryRun) => patch(value, place, force, dryRun, options) };
  }
  const shown = (answered: JsonObject) => withoutPlaceholders(answered, object);
  if (!isMissing(read)) return { ...step, shown, send: async () => read };
  const create = async (dryRun: boolean) => {
    // A patch would change whatever somebody has made meanwhile, without anybody having seen it.
    const now = dryRun ? read : await ask(options, { path: place.path });
    if (now.kind === "ok") return { kind: "broken", why: WRITE_WORDS.madeMeanwhile() } as const;
    return isMissing(now) ? patch(forApply(object, {}), place, force, dryRun, options) : now;
  };
  return { ...step, shown, send: create };
}

/** Bookkeeping that came along when the text was copied from a cluster is not the user's to set. */
function forApply(object: JsonObject, preconditions: JsonObject): JsonObject {
  const { managedFields, ...metadata } = objectOf(object.metadata);
  return withMetadata({ ...object, metadata }, preconditions);
}

function patch(
  value: JsonObject,
  { path }: Place,
  force: boolean,
  dryRun: boolean,
  options: WriterOptions,
): Promise<Answer> {
  return ask(options, {
    method: "PATCH",
    path,
    query: writeQuery(dryRun, { fieldValidation: "Strict", force: String(force) }),
    body: { type: "application/apply-patch+yaml", value },
  });
}

function isMissing(answer: Answer): boolean {
  return answer.kind === "status" && answer.status === 404;
}

import { type JsonObject, listOf, objectOf } from "../../core/json.ts";
import { mapLimited } from "../../core/mapLimited.ts";
import type { Answer } from "../http/answer.ts";
import { pause } from "../http/backoff.ts";
import { withoutPlaceholders } from "./placeholders.ts";
import { reasonOf } from "./refusal.ts";
import { type Place, placeOf, placeOfService } from "./resources.ts";
import {
  ask,
  type HalfDone,
  type Plan,
  planned,
  type Step,
  versionOf,
  type WriterOptions,
  whatOf,
  withMetadata,
  writeQuery,
} from "./step.ts";
import { WRITE_WORDS } from "./words.ts";

const MAX_SERVICES = 100;

/** A Service changed as a whole (HTTP PUT), if it is still what was read for the difference. */
export async function planReplace(object: JsonObject, namespace: string, options: WriterOptions): Promise<Plan> {
  return planOne(object, namespace, options, (place, read) => {
    const live = read.kind === "ok" ? read.body : {};
    const value = withMetadata(object, { resourceVersion: versionOf(object) ?? versionOf(live) });
    const send = (dryRun: boolean) =>
      ask(options, {
        method: "PUT",
        path: place.path,
        query: writeQuery(dryRun, { fieldValidation: "Strict" }),
        body: { type: "application/json", value },
      });
    const shown = (answered: JsonObject) => withoutPlaceholders(answered, object);
    return step(place, live, shown, read.kind === "ok" ? send : async () => read, WRITE_WORDS.replaced(place));
  });
}

/**
 * A Service deleted and created anew, if it is still what was read for the difference, or of the version that the given
 * object says. Where the second half fails, what
 * was to be created comes back.
 */
export async function planRecreate(object: JsonObject, namespace: string, options: WriterOptions): Promise<Plan> {
  return planOne(object, namespace, options, (place, read) => {
    const live = read.kind === "ok" ? read.body : {};
    const { resourceVersion, uid, ...metadata } = objectOf(object.metadata);
    const fresh = { ...object, metadata };
    const meant = withMetadata(live, { resourceVersion: resourceVersion ?? versionOf(live) });
    const send = async (dryRun: boolean): Promise<Answer | HalfDone> => {
      const deleted = await remove(place, meant, dryRun, options);
      if (deleted.kind !== "ok") return deleted;
      return dryRun ? tryCreation(fresh, live, place, options) : createAfter(fresh, place, options);
    };
    const shown = (answered: JsonObject) =>
      withMetadata(withoutPlaceholders(answered, object), { name: place.name, namespace: place.namespace });
    return step(place, live, shown, read.kind === "ok" ? send : async () => read, WRITE_WORDS.recreated(place));
  });
}

/** Services deleted by name, each if it is still what was read for the difference. */
export async function planDelete(namespace: string, names: readonly string[], options: WriterOptions): Promise<Plan> {
  const tooMany = options.say(WRITE_WORDS.tooManyObjects({ limit: MAX_SERVICES }));
  if (names.length > MAX_SERVICES) return { kind: "refused", namespace, what: whatOf("Service", names), why: tooMany };
  const steps = await mapLimited(names, async (name) => {
    const place = placeOfService(namespace, name);
    const read = await ask(options, { path: place.path });
    const live = read.kind === "ok" ? read.body : {};
    const send = (dryRun: boolean) => remove(place, live, dryRun, options);
    return step(place, live, () => ({}), read.kind === "ok" ? send : async () => read, WRITE_WORDS.deleted(place));
  });
  return planned(namespace, "Service", steps);
}

async function planOne(
  object: JsonObject,
  contextNamespace: string,
  options: WriterOptions,
  stepOf: (place: Place, read: Answer) => Step,
): Promise<Plan> {
  const place = placeOf(object, contextNamespace);
  if (place?.kind !== "Service") {
    return { kind: "refused", namespace: contextNamespace, what: "", why: options.say(WRITE_WORDS.notWritable()) };
  }
  return planned(place.namespace, "Service", [stepOf(place, await ask(options, { path: place.path }))]);
}

function step(
  { kind, name }: Place,
  before: JsonObject,
  shown: Step["shown"],
  send: Step["send"],
  done: Step["done"],
): Step {
  return { kind, name, before, shown, send, done };
}

function remove({ path }: Place, live: JsonObject, dryRun: boolean, options: WriterOptions): Promise<Answer> {
  const { uid, resourceVersion } = objectOf(live.metadata);
  return ask(options, {
    method: "DELETE",
    path,
    body: {
      type: "application/json",
      value: {
        apiVersion: "v1",
        kind: "DeleteOptions",
        preconditions: { uid, resourceVersion },
        ...(dryRun && { dryRun: ["All"] }),
      },
    },
  });
}

/** While the old Service stands, its name, addresses and node ports are taken: the new one is tried without them. */
function tryCreation(fresh: JsonObject, live: JsonObject, place: Place, options: WriterOptions): Promise<Answer> {
  const { name, ...metadata } = objectOf(fresh.metadata);
  const value = {
    ...fresh,
    metadata: { ...metadata, generateName: `${place.name.slice(0, 50)}-` },
    spec: unheld(fresh, live),
  };
  return ask(options, create(value, place, true));
}

function unheld(fresh: JsonObject, live: JsonObject): JsonObject {
  const held = objectOf(live.spec);
  const { clusterIP, clusterIPs, healthCheckNodePort, ports, ...spec } = objectOf(fresh.spec);
  const heldNodePorts = new Set(listOf(held.ports).map((port) => objectOf(port).nodePort));
  return {
    ...spec,
    ...(clusterIP !== held.clusterIP && { clusterIP, clusterIPs }),
    ...(healthCheckNodePort !== held.healthCheckNodePort && { healthCheckNodePort }),
    ...(ports !== undefined && {
      ports: listOf(ports).map((port) => withoutHeldNodePort(objectOf(port), heldNodePorts)),
    }),
  };
}

function withoutHeldNodePort(port: JsonObject, held: ReadonlySet<unknown>): JsonObject {
  const { nodePort, ...rest } = port;
  return held.has(nodePort) ? rest : port;
}

/** How long a Service that has finalizers (a load balancer) may take to go. */
const GONE = { tries: 60, everyMs: 500 } as const;

async function createAfter(fresh: JsonObject, place: Place, options: WriterOptions): Promise<Answer | HalfDone> {
  for (let tries = 0; tries < GONE.tries; tries += 1) {
    const read = await ask(options, { path: place.path });
    if (read.kind === "status" && read.status === 404) {
      const created = await ask(options, create(fresh, place, false));
      return created.kind === "ok" ? created : halfDone(reasonOf(created, options.say), fresh);
    }
    if (read.kind === "broken") return halfDone(options.say(read.why), fresh);
    await pause(GONE.everyMs, options.signal);
  }
  return halfDone(options.say(WRITE_WORDS.stillThere(place)), fresh);
}

function halfDone(reason: string, missing: JsonObject): HalfDone {
  return { kind: "half-done", why: WRITE_WORDS.deletedOnly({ reason }), missing };
}

function create(value: JsonObject, place: Place, dryRun: boolean): Parameters<typeof ask>[1] {
  return {
    method: "POST",
    path: place.collection,
    query: writeQuery(dryRun, { fieldValidation: "Strict" }),
    body: { type: "application/json", value },
  };
}

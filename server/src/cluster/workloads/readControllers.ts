import { isDnsLabel, isDnsName } from "../../core/apiserver/formats.ts";
import { type JsonObject, listOf, objectOf, textOf } from "../../core/json.ts";
import { mapLimited } from "../../core/mapLimited.ts";
import { type Endpoint, send } from "../http/http.ts";
import type { Pool } from "../pods/intern.ts";
import { pathsOf } from "../writes/resources.ts";
import { type ClusterWorkload, type Controller, controllerOf, type ObjectKind, toWorkload } from "./toWorkload.ts";

/** Where controllers are asked for. */
export interface ControllersAt {
  readonly endpoint: Endpoint;
  readonly namespace: string;
  readonly signal: AbortSignal;
}

/** A controller that could be read. */
export interface ReadController {
  /** Undefined where it has no Pod template. */
  readonly workload: ClusterWorkload | undefined;
  readonly controller: Controller | undefined;
}

/** What is known of a controller; undefined for one that cannot or must not be read. */
export type ReadControllers = (controller: Controller) => ReadController | undefined;

/** More are not read, so that a namespace full of operators costs no more than a full page. */
const MAX_CONTROLLERS = 100;
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads controllers of kinds that came with custom resources, and theirs in turn, once. Kubernetes' own kinds are never
 * read, so that nobody can point at a Secret by naming it as an owner; nor is anything whose resource is called so.
 */
export async function readControllers(
  at: ControllersAt,
  controllers: readonly Controller[],
  pool: Pool,
): Promise<ReadControllers> {
  const read = new Map<string, ReadController | undefined>();
  const pluralOf = createDiscovery(at);
  const readAll = async (wanted: readonly Controller[]) => {
    const custom = new Map(wanted.filter(isCustom).map((controller) => [keyOf(controller), controller]));
    const missing = [...custom].filter(([key]) => !read.has(key)).slice(0, MAX_CONTROLLERS - read.size);
    await mapLimited(missing, async ([key, controller]) => {
      const plural = await pluralOf(controller);
      const object = plural === undefined ? undefined : await readOne(at, plural, controller);
      read.set(key, object && { workload: toWorkload(controller, object, pool), controller: controllerOf(object) });
    });
  };
  await readAll(controllers);
  await readAll([...read.values()].flatMap((one) => one?.controller ?? []));
  return (controller) => read.get(keyOf(controller));
}

function keyOf({ apiVersion, kind, name }: Controller): string {
  return JSON.stringify([apiVersion, kind, name]);
}

/** The groups of custom resources are DNS names with a dot; those with templates that Kubernetes has itself are without. */
function isCustom({ apiVersion, name }: Controller): boolean {
  const [group = "", version = "", more] = apiVersion.split("/");
  return more === undefined && group.includes(".") && isDnsName(group) && isDnsLabel(version) && isDnsName(name);
}

async function readOne(
  { endpoint, namespace, signal }: ControllersAt,
  plural: string,
  { apiVersion, name }: Controller,
): Promise<JsonObject | undefined> {
  const { path } = pathsOf({ group: `apis/${apiVersion}`, plural }, namespace, name);
  const answer = await send(endpoint, { path, signal, maxBytes: MAX_BYTES });
  return answer.kind === "ok" ? answer.body : undefined;
}

/** The name of a namespaced kind in paths, asked for once a group and version; undefined where the server does not say. */
function createDiscovery({ endpoint, signal }: ControllersAt): (kind: ObjectKind) => Promise<string | undefined> {
  const asked = new Map<string, Promise<readonly JsonObject[]>>();
  const resourcesOf = async (apiVersion: string) => {
    const answer = await send(endpoint, { path: `/apis/${apiVersion}`, signal, maxBytes: MAX_BYTES });
    return answer.kind === "ok" ? listOf(answer.body.resources).map(objectOf) : [];
  };
  return async ({ apiVersion, kind }) => {
    const resources = asked.get(apiVersion) ?? resourcesOf(apiVersion);
    asked.set(apiVersion, resources);
    // A subresource has the kind of its resource, and a slash in its name.
    const resource = (await resources).find(
      (one) => one.kind === kind && one.namespaced === true && isPlural(one.name),
    );
    return textOf(resource?.name);
  };
}

function isPlural(name: unknown): boolean {
  return typeof name === "string" && isDnsName(name) && name !== "secrets";
}

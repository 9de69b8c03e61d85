import type { Pod } from "../../core/pods/pod.ts";
import type { Knowledge, NamespacePods } from "../../core/snapshot.ts";
import { METADATA_FORM, POD_FORM } from "../reflect/form.ts";
import { reflect } from "../reflect/reflector.ts";
import type { SessionOptions } from "../sessionOptions.ts";
import { CONNECTION_WORDS } from "../words.ts";
import { createPool, type Pool } from "./intern.ts";
import { createPodGroups } from "./podGroups.ts";
import { namespaceExists, podsPath } from "./pods.ts";
import { samePod, toPod, toThinPod } from "./toPod.ts";

/** All Pods of a namespace, as a whole or by their metadata, followed. */
export interface PodPicture {
  /** The label sets that have changed are grouped anew when this is read: once for a burst of changes. */
  readonly current: NamespacePods;
  /** What `current` says of itself, which costs nothing to ask at each change. */
  readonly knowledge: Knowledge;
  /** How many Pods there are. */
  readonly size: number;
  /** Watching is not allowed. */
  readonly polls: boolean;
  dispose(): void;
}

/** Starts to follow all Pods of a namespace; `changed` is called whenever `current` is another. */
export function reflectPicture(namespace: string, mode: "full" | "metadata", options: SessionOptions): PodPicture {
  const project = mode === "full" ? toPod : toThinPod;
  const groups = createPodGroups();
  let pool = createPool();
  let current: NamespacePods | undefined;
  const reflector = reflect<Pod>({
    ...options,
    path: podsPath(namespace),
    form: mode === "full" ? POD_FORM : METADATA_FORM,
    begin: () => {
      pool = createPool();
    },
    project: (object) => named(project, object, pool),
    same: samePod,
    listed: (pods) => groups.fill(pods.values()),
    moved: groups.change,
    exists: (signal) => namespaceExists(options.endpoint, namespace, signal),
    missing: CONNECTION_WORDS.noNamespace({ namespace }),
    changed: () => {
      current = undefined;
      options.changed();
    },
  });
  const read = (): NamespacePods => {
    const { knowledge, polls, values } = reflector.reflection;
    const { table } = groups;
    let pods: readonly Pod[] | undefined;
    return {
      knowledge,
      // Few look at all Pods one by one, and there can be many.
      get pods() {
        pods ??= table.sets.flatMap((set) => set.pods);
        return pods;
      },
      labelTable: table,
      mode,
      size: values.size,
      ...(polls && { polled: true }),
    };
  };
  return {
    get current() {
      current ??= read();
      return current;
    },
    get knowledge() {
      return reflector.reflection.knowledge;
    },
    get size() {
      return reflector.reflection.values.size;
    },
    get polls() {
      return reflector.reflection.polls;
    },
    dispose: reflector.dispose,
  };
}

/** A Pod by its name, as `project` makes it. */
export function named(
  project: (object: unknown, pool: Pool) => Pod | undefined,
  object: unknown,
  pool: Pool,
): readonly [name: string, pod: Pod] | undefined {
  const pod = project(object, pool);
  return pod && [pod.name, pod];
}

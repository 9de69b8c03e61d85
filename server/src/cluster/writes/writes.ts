import type { ServerVerdict } from "../../core/apiserver/serverVerdict.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Asked } from "../questions/asked.ts";
import type { ClusterWrite } from "./write.ts";
import type { ApplyResult, DryRunResult } from "./writer.ts";

/** Writes to the connected cluster, none without a dry run. */
export interface Writes {
  /** What the server says of each object as it stands, in their order, without writing. */
  validate(objects: readonly JsonObject[]): Promise<readonly ServerVerdict[]>;
  /** Asks the server what a write would do, without writing. */
  dryRun(write: ClusterWrite): Promise<DryRunResult>;
  /**
   * Does what a dry run showed, once, and only in the cluster that was asked. Once `cancelled`, no further object is
   * begun.
   */
  apply(token: string, cancelled: AbortSignal): Promise<ApplyResult>;
}

/** Writes by the connection's own writer; where there is none they are refused. */
export function createWrites({ current, notConnected }: Asked): Writes {
  return {
    validate: async (objects) => {
      const { connected } = current;
      if (connected) return connected.writer.validate(objects, connected.namespace);
      return objects.map(() => ({ kind: "unknown", why: notConnected() }));
    },
    dryRun: async (write) => {
      const { connected } = current;
      if (connected) return connected.writer.dryRun(write, connected.namespace);
      return { context: "", namespace: "", what: "", before: "", after: "", objects: [], refused: notConnected() };
    },
    apply: async (token, cancelled) =>
      (await current.connected?.writer.apply(token, cancelled)) ?? { done: [], failed: [notConnected()] },
  };
}

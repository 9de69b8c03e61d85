import type { JsonObject } from "../../core/json.ts";

/** What the kubeconfig files say together, merged as kubectl merges them. */
export interface Kubeconfig {
  /** Undefined where no file names one. */
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, JsonObject>;
  readonly clusters: ReadonlyMap<string, Located>;
  readonly users: ReadonlyMap<string, Located>;
}

/** An entry and the folder of its file, to which its paths are relative. */
export interface Located {
  readonly value: JsonObject;
  readonly folder: string;
}

/** Where kubeconfigs come from: never from the workspace. */
export interface KubeconfigSource {
  /** One file, named by the user, in place of all others. */
  readonly kubeconfig?: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The folder for relative paths in KUBECONFIG; without one they are left out, since ours may be a workspace. */
  readonly workingFolder?: string;
  /** Where a Pod finds its ServiceAccount; the usual folder when not given. */
  readonly serviceAccountFolder?: string;
}

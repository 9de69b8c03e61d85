import type { Locale } from "../core/words.ts";
import type { ConsentRequest, Program } from "./credentials/consent.ts";
import type { KubeconfigSource } from "./kubeconfig/kubeconfig.ts";
import type { SessionLimits } from "./sessionOptions.ts";

/** What the cluster asks of its surroundings. */
export interface ClusterHost extends KubeconfigSource {
  /** May the program that a kubeconfig names be run? Asked once for the same program, arguments and file. */
  consent(request: ConsentRequest): Promise<boolean>;
  log(line: string): void;
  readonly locale?: Locale;
  /** For tests: other times and bounds. */
  readonly limits?: Partial<SessionLimits>;
}

/** What a connection may ask of whoever made it; the kubeconfig is read again for tokens that others renew in it. */
export interface ConnectionHost extends KubeconfigSource {
  /** May this program be run for credentials? */
  allowed(program: Program): Promise<boolean>;
  /** How long a program may take; half a minute when not given. */
  readonly programMs?: number;
}

import type { Endpoint } from "./http/http.ts";
import type { PulseLimits } from "./http/pulse.ts";
import type { PodsBounds } from "./pods/podsMode.ts";
import type { ReflectorLimits } from "./reflect/reflection.ts";
import type { Say } from "./words.ts";

/** What a session talks to, and whom it tells that something has changed. */
export interface SessionOptions {
  readonly endpoint: Endpoint;
  readonly changed: () => void;
  readonly say: Say;
  readonly log: (line: string) => void;
  readonly limits?: Partial<SessionLimits>;
}

/** The limits of a session; times are milliseconds. */
export interface SessionLimits extends Partial<ReflectorLimits>, Partial<PodsBounds> {
  readonly pulse?: Partial<PulseLimits>;
  /** How long a credentials program may take. */
  readonly programMs?: number;
  /** A namespace that no document needs any more is watched for so long, since people come back. */
  readonly lingerMs: number;
  readonly maxNamespaces: number;
  /** When a namespace that is too large to be followed as a whole is counted again. */
  readonly recountMs?: number;
}

/** By namespace, as `labelSelectorOf` writes them. */
export type LabelSelectors = ReadonlyMap<string, readonly string[]>;

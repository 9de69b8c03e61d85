import type { ConsentParams } from "../../../server/src/lsp/messages/connection.ts";

/** A credentials program that the user has allowed. */
export interface AllowedProgram extends Pick<ConsentParams, "context" | "command" | "args" | "fingerprint"> {
  /** Milliseconds since the epoch. */
  readonly allowedAt: number;
}

/** The yeses that the user has given, kept on this machine until they are taken back. */
export interface Consents {
  all(): readonly AllowedProgram[];
  has(fingerprint: string): boolean;
  add(program: AllowedProgram): Promise<void>;
  remove(fingerprints: ReadonlySet<string>): Promise<void>;
}

/** What of VS Code's `Memento` is needed. */
interface Kept {
  get<T>(key: string, fallback: T): T;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = "podsight.credentialPrograms";
/** The oldest are asked for again. */
const MOST = 100;

/** Kept in the extension's own state: settings can come from a workspace, which must not say what may be run. */
export function createConsents(state: Kept): Consents {
  const all = () => state.get<readonly AllowedProgram[]>(KEY, []);
  const without = (fingerprints: ReadonlySet<string>) =>
    all().filter((program) => !fingerprints.has(program.fingerprint));
  return {
    all,
    has: (fingerprint) => all().some((program) => program.fingerprint === fingerprint),
    add: async (program) => {
      await state.update(KEY, [...without(new Set([program.fingerprint])), program].slice(-MOST));
    },
    remove: async (fingerprints) => {
      await state.update(KEY, without(fingerprints));
    },
  };
}

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** A program that a kubeconfig names for credentials, as it would be run. */
export interface Program {
  /** An absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** The variables that the kubeconfig sets for it, as JSON. */
  readonly variables: string;
}

/** Who may be run, as far as the user was asked. */
export interface Consents {
  /** Asks, unless the same program, arguments, variables and file were answered before. */
  allowed(context: string, program: Program, changed: () => void): Promise<boolean>;
  /** How it stands with a context: undefined where nothing was asked, or the answer was yes. */
  of(context: string): "asked" | "refused" | undefined;
  /** A no holds until the user connects again. */
  forgetRefusals(): void;
}

/** The question, put to the user by whoever can. */
export type AskConsent = (request: {
  readonly context: string;
  readonly command: string;
  readonly args: readonly string[];
}) => Promise<boolean>;

/** Consents with nothing asked yet. */
export function createConsents(ask: AskConsent): Consents {
  const answers = new Map<string, boolean>();
  const standing = new Map<string, "asked" | "refused">();
  return {
    allowed: async (context, program, changed) => {
      const key = await fingerprint(program);
      if (key === undefined) return false;
      const known = answers.get(key);
      if (known === true) return true;
      if (known === undefined) {
        standing.set(context, "asked");
        changed();
        const { command, args } = program;
        answers.set(key, await ask({ context, command, args }).catch(() => false));
      }
      const allowed = answers.get(key) === true;
      if (allowed) standing.delete(context);
      else standing.set(context, "refused");
      changed();
      return allowed;
    },
    of: (context) => standing.get(context),
    forgetRefusals: () => {
      for (const [key, allowed] of answers) if (!allowed) answers.delete(key);
      standing.clear();
    },
  };
}

/** Another file behind the same path is another program. Undefined where the file cannot be read. */
async function fingerprint(program: Program): Promise<string | undefined> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([program.command, program.args, program.variables]));
  try {
    for await (const chunk of createReadStream(program.command)) hash.update(chunk as Buffer);
  } catch {
    return undefined;
  }
  return hash.digest("hex");
}

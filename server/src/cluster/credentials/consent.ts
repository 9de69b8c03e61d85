import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** A program that a kubeconfig names for credentials, as it would be run. */
export interface Program {
  /** An absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** The variables that the kubeconfig sets for it. */
  readonly variables: Readonly<Record<string, string>>;
  /** The auth provider whose token it renews: then the program is not one that the kubeconfig names. */
  readonly renews?: string;
}

/** The question whether a program may be run, as it is put to the user. */
export interface ConsentRequest {
  readonly context: string;
  /** An absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** The names of the variables that the kubeconfig sets for it; their values may be secrets. */
  readonly variables: readonly string[];
  /** The auth provider whose token it renews; undefined where the kubeconfig names the program. */
  readonly renews?: string;
  /** Of the program, its arguments, its variables and the content of its file, in hexadecimal digits. */
  readonly fingerprint: string;
}

/** Who may be run, as far as the user was asked. */
export interface Consents {
  /** Asks, unless the same program, arguments, variables and file were answered before. */
  allowed(context: string, program: Program, changed: () => void): Promise<boolean>;
  /** How it stands with a context: undefined where nothing was asked, or the answer was yes. */
  of(context: string): "asked" | "refused" | undefined;
  /** A no holds until the user connects again. */
  forgetRefusals(): void;
  /** The yes for a program is taken back: from now on it is a no. */
  revoke(fingerprint: string): void;
}

/** The question, put to the user by whoever can. */
export type AskConsent = (request: ConsentRequest) => Promise<boolean>;

/** Consents with nothing asked yet; `ask` is called once for each program, arguments and file. */
export function createConsents(ask: AskConsent): Consents {
  const answers = new Map<string, boolean>();
  const asking = new Map<string, Promise<boolean>>();
  const standing = new Map<string, "asked" | "refused">();
  const askOnce = (context: string, fingerprint: string, program: Program): Promise<boolean> => {
    const variables = Object.keys(program.variables);
    const question = asking.get(fingerprint) ?? ask({ ...program, context, variables, fingerprint });
    asking.set(fingerprint, question);
    return question.catch(() => false).finally(() => asking.delete(fingerprint));
  };
  return {
    allowed: async (context, program, changed) => {
      const key = await fingerprintOf(program);
      if (key === undefined) return false;
      if (answers.get(key) === true) return true;
      if (!answers.has(key)) {
        standing.set(context, "asked");
        changed();
        answers.set(key, await askOnce(context, key, program));
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
    revoke: (fingerprint) => void answers.set(fingerprint, false),
  };
}

/** Another file behind the same path is another program. Undefined where the file cannot be read. */
async function fingerprintOf({ command, args, variables }: Program): Promise<string | undefined> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([command, args, variables]));
  try {
    for await (const chunk of createReadStream(command)) hash.update(chunk as Buffer);
  } catch {
    return undefined;
  }
  return hash.digest("hex");
}

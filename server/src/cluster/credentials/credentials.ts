import { readFile } from "node:fs/promises";
import type { Message } from "../../core/words.ts";
import type { ConnectionHost } from "../host.ts";
import type { Materials } from "../http/agents.ts";
import type { Material, Target } from "../kubeconfig/context.ts";
import { CREDENTIAL_WORDS } from "../words.ts";
import { providerCredential, runExecPlugin } from "./credentialProgram.ts";
import { isOpenIdConnect, oidcCredential } from "./oidc.ts";
import type { ProgramCredential } from "./programOutput.ts";

/** What a kubeconfig, or the program that it names, gives to be let in. */
export interface Credentials {
  readonly materials: Materials;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch; infinity where nobody says. */
  readonly expiresAt: number;
}

/** Reads the credentials of a target, or says in a sentence why there are none. A program is only run if that is allowed. */
export async function prepareCredentials(
  target: Target,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<Credentials | Message> {
  const program = await programCredential(target, host, signal);
  if (program && "sentence" in program) return program;
  const files = await readMaterials(target);
  if ("sentence" in files) return files;
  return {
    materials: { ...files, ...(program && certificateOf(program)) },
    headers: headersOf(target, program?.token),
    expiresAt: program?.expiresAt ?? Number.POSITIVE_INFINITY,
  };
}

/** A token for the cluster goes before everything else that a kubeconfig may hold. */
function headersOf({ user }: Target, programToken: string | undefined): Readonly<Record<string, string>> {
  const token = user.token ?? programToken;
  const basic = user.basic && Buffer.from(`${user.basic.username}:${user.basic.password}`).toString("base64");
  return {
    ...(basic !== undefined && { Authorization: `Basic ${basic}` }),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    ...Object.fromEntries(user.impersonate),
  };
}

function programCredential(
  target: Target,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<ProgramCredential | Message> | undefined {
  const { exec, authProvider } = target.user;
  if (exec) return runExecPlugin(target, exec, host, signal);
  if (isOpenIdConnect(authProvider)) return oidcCredential(target, host, signal);
  return authProvider && providerCredential(target, authProvider, host, signal);
}

function certificateOf(program: ProgramCredential): Materials {
  const { certificate: cert, key } = program;
  return { ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
}

async function readMaterials(target: Target): Promise<Materials | Message> {
  const read: { ca?: string; cert?: string; key?: string } = {};
  const wanted = [
    ["ca", target.authority],
    ["cert", target.user.certificate],
    ["key", target.user.key],
  ] as const;
  for (const [name, material] of wanted) {
    if (material === undefined) continue;
    const text = await readMaterial(material);
    if (text === undefined)
      return CREDENTIAL_WORDS.fileUnreadable({ file: material.kind === "file" ? material.file : name });
    read[name] = text;
  }
  return read;
}

async function readMaterial(material: Material): Promise<string | undefined> {
  if (material.kind === "data") return Buffer.from(material.base64, "base64").toString("utf8");
  return readFile(material.file, "utf8").catch(() => undefined);
}

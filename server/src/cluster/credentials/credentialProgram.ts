import { type JsonObject, listOf, objectOf, textOf } from "../../core/json.ts";
import type { Message } from "../../core/words.ts";
import type { ConnectionHost } from "../host.ts";
import { programOf, type Target } from "../kubeconfig/context.ts";
import { CREDENTIAL_WORDS } from "../words.ts";
import { runAllowed } from "./allowedProgram.ts";
import type { ProgramCredential } from "./programOutput.ts";
import { readCredential, readProviderToken } from "./programOutput.ts";

/**
 * Runs the `exec` plugin that a kubeconfig names for credentials, if that is allowed, and reads what it prints.
 * A message says why there are no credentials.
 */
export async function runExecPlugin(
  target: Target,
  exec: JsonObject,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<ProgramCredential | Message> {
  if (exec.interactiveMode === "Always") {
    return CREDENTIAL_WORDS.programInteractive({ command: textOf(exec.command) ?? "" });
  }
  const added = listOf(exec.env)
    .map(objectOf)
    .flatMap(({ name, value }) => (typeof name === "string" && typeof value === "string" ? [[name, value]] : []));
  const info = {
    apiVersion: textOf(exec.apiVersion) ?? "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: { interactive: false, ...(exec.provideClusterInfo === true && { cluster: { server: target.server } }) },
  };
  const variables: Readonly<Record<string, string>> = Object.fromEntries(added);
  const given = { KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  const { command = "", args = [] } = programOf({ value: { exec }, folder: target.user.folder }) ?? {};
  const ran = await runAllowed(target.context, { command, args, variables, given }, host, signal);
  return "sentence" in ran ? ran : readCredential(ran.output, ran.file);
}

/**
 * Legacy auth providers but OpenID Connect: what they left in the kubeconfig is used for as long as it is valid. Then the
 * command that the provider names (`cmd-path`), if it names one, is run as an `exec` plugin is.
 */
export async function providerCredential(
  target: Target,
  provider: JsonObject,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<ProgramCredential | Message> {
  const config = objectOf(provider.config);
  const token = textOf(config["access-token"]);
  const expiry = Date.parse(textOf(config.expiry) ?? "");
  const expiresAt = Number.isNaN(expiry) ? Number.POSITIVE_INFINITY : expiry;
  if (token !== undefined && expiresAt > Date.now())
    return { token, certificate: undefined, key: undefined, expiresAt };
  const program = programOf({ value: { "auth-provider": provider }, folder: target.user.folder });
  if (program === undefined) return CREDENTIAL_WORDS.providerExpired({ provider: textOf(provider.name) ?? "?" });
  const ran = await runAllowed(target.context, { ...program, variables: {} }, host, signal);
  return "sentence" in ran ? ran : readProviderToken(ran.output, config, ran.file);
}

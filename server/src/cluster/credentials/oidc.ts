import path from "node:path";
import { type JsonObject, objectOf, textOf } from "../../core/json.ts";
import type { Message } from "../../core/words.ts";
import type { ConnectionHost } from "../host.ts";
import { resolveContext, type Target } from "../kubeconfig/context.ts";
import { kubeconfigFiles, readKubeconfig } from "../kubeconfig/readKubeconfig.ts";
import { CONNECTION_WORDS, CREDENTIAL_WORDS } from "../words.ts";
import { runAllowed } from "./allowedProgram.ts";
import type { ProgramCredential } from "./programOutput.ts";

/** A token that expires within this time counts as expired, since clocks differ; kubectl does the same. */
const MARGIN_MS = 10_000;

/** The name that kubeconfigs have for it. */
const PROVIDER = "oidc";

/** Whether an auth provider of a kubeconfig is OpenID Connect, the last one that kubectl has. */
export function isOpenIdConnect(provider: JsonObject | undefined): boolean {
  return provider?.name === PROVIDER;
}

/**
 * The ID token that the kubeconfig holds by now, or a sentence that says why there is none. One that has expired is
 * renewed by kubectl, if that is allowed.
 *
 * We do not ask the issuer ourselves: many issuers take each refresh token once only and answer with the next one. It
 * would have to be written into the kubeconfig, or the user would be logged out of their own kubectl; and some take a
 * second use for theft and end the whole login. kubectl keeps what it gets where it, and we, find it again.
 */
export async function oidcCredential(
  target: Target,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<ProgramCredential | Message> {
  const before = await configNow(target, host);
  const valid = credentialOf(before);
  if (valid) return valid;
  const { context } = target;
  if (textOf(before["refresh-token"]) === undefined) return CREDENTIAL_WORDS.oidcExpired({ context });
  if (signal.aborted) return CONNECTION_WORDS.stopped();
  // Never stopped half way, but for its time limit: a refresh token may be spent by then, and the next one not yet kept.
  const ran = await runAllowed(context, renewal(context, host), host, new AbortController().signal);
  // The token may be there though kubectl failed: not everybody may ask for what it asks for.
  const renewed = credentialOf(await configNow(target, host));
  if (renewed) return renewed;
  return "sentence" in ran ? ran : CREDENTIAL_WORDS.oidcNotRenewed({ context, command: ran.file });
}

/**
 * The same target but for tokens of the same login: without this a connection would be made anew for each token that
 * kubectl writes into the kubeconfig.
 */
export function withoutTokens(target: Target): Target {
  const { authProvider } = target.user;
  if (!isOpenIdConnect(authProvider)) return target;
  const { "id-token": token, "refresh-token": _, ...config } = objectOf(authProvider?.config);
  const claims = Object.entries(claimsOf(textOf(token) ?? "")).filter(([name]) => !CLAIMS_OF_ONE_TOKEN.has(name));
  return { ...target, user: { ...target.user, authProvider: { name: PROVIDER, config, claims } } };
}

/** Registered claims (RFC 7519, section 4.1; OpenID Connect Core, section 2) that say nothing of who the user is. */
const CLAIMS_OF_ONE_TOKEN: ReadonlySet<string> = new Set([
  ...["exp", "iat", "nbf", "jti", "auth_time", "nonce", "at_hash", "c_hash"],
]);

/** Any request would do; this one asks for nothing that is anybody's. */
function renewal(context: string, host: ConnectionHost) {
  const args = ["get", "--raw=/version", `--context=${context}`, "--request-timeout=20s"];
  const variables = { KUBECONFIG: kubeconfigFiles(host).join(path.delimiter) };
  return { command: "kubectl", args, variables, renews: PROVIDER };
}

/** What the kubeconfig says of the provider now: others renew tokens in it, and do not tell. */
async function configNow(target: Target, host: ConnectionHost): Promise<JsonObject> {
  const read = await readKubeconfig(host);
  const now = read.kind === "read" ? resolveContext(read.kubeconfig, target.context) : undefined;
  const known = now === undefined || "sentence" in now ? target : now;
  return objectOf(known.user.authProvider?.config);
}

function credentialOf(config: JsonObject): ProgramCredential | undefined {
  const token = textOf(config["id-token"]);
  if (token === undefined) return undefined;
  const { exp } = claimsOf(token);
  const expiresAt = typeof exp === "number" ? exp * 1000 - MARGIN_MS : Number.POSITIVE_INFINITY;
  return expiresAt > Date.now() ? { token, certificate: undefined, key: undefined, expiresAt } : undefined;
}

/** The claims of a JSON Web Token (RFC 7519, section 3), which only its issuer's readers verify; empty for other text. */
function claimsOf(token: string): JsonObject {
  try {
    return objectOf(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")));
  } catch {
    return {};
  }
}

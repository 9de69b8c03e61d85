import { type JsonObject, objectOf, textOf } from "../../core/json.ts";
import type { Message } from "../../core/words.ts";
import { CREDENTIAL_WORDS } from "../words.ts";

/** What a credentials program printed. */
export interface ProgramCredential {
  readonly token: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** Milliseconds since the epoch; infinity where the program does not say. */
  readonly expiresAt: number;
}

/** The status of the `client.authentication.k8s.io` ExecCredential that an `exec` plugin printed. */
export function readCredential(output: string, command: string): ProgramCredential | Message {
  const status = objectOf(parseObject(output)?.status);
  const token = textOf(status.token);
  const certificate = textOf(status.clientCertificateData);
  const key = textOf(status.clientKeyData);
  if (token === undefined && certificate === undefined) return CREDENTIAL_WORDS.programAnswer({ command });
  return { token, certificate, key, expiresAt: timeOf(status.expirationTimestamp) };
}

/** The token in what the command of an auth provider printed: JSON, with paths as `{.credential.access_token}`. */
export function readProviderToken(output: string, config: JsonObject, command: string): ProgramCredential | Message {
  const printed = parseObject(output);
  const token = textOf(valueAt(printed, textOf(config["token-key"]) ?? "{.access_token}"));
  if (token === undefined) return CREDENTIAL_WORDS.programAnswer({ command });
  const expiresAt = timeOf(valueAt(printed, textOf(config["expiry-key"]) ?? "{.token_expiry}"));
  return { token, certificate: undefined, key: undefined, expiresAt };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function valueAt(value: unknown, path: string): unknown {
  const keys = path
    .replace(/[{}]/g, "")
    .split(".")
    .filter((key) => key !== "");
  return keys.reduce(
    (found: unknown, key) => (Object.hasOwn(objectOf(found), key) ? objectOf(found)[key] : undefined),
    value,
  );
}

function timeOf(value: unknown): number {
  const time = Date.parse(textOf(value) ?? "");
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}

import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Authority } from "./certificates.ts";

/** An OpenID Connect issuer as strict as they come: each refresh token can be used once, and a second time ends the login. */
export interface OidcIssuer {
  /** `https://127.0.0.1:PORT`. */
  readonly url: string;
  /** The methods and paths of what it was asked. */
  readonly asked: readonly string[];
  /** What a login leaves in a kubeconfig: the tokens, the ID token valid for so long. */
  login(validSeconds: number): Readonly<Record<"id-token" | "refresh-token", string>>;
  /** No refresh token is taken any more. */
  endLogins(): void;
  stop(): Promise<void>;
}

const HOUR_SECONDS = 3_600;

/**
 * Starts an issuer for one client: discovery (OpenID Connect Discovery, section 4), its keys (RFC 7517) and refreshing
 * (RFC 6749, section 6). ID tokens are for `subject` in the group `group`.
 */
export async function startOidcIssuer(
  authority: Authority,
  { clientId, subject, group }: { readonly clientId: string; readonly subject: string; readonly group: string },
): Promise<OidcIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const asked: string[] = [];
  let refreshToken: string | undefined;
  let url = "";
  const issue = (validSeconds: number): string => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: url, aud: clientId, sub: subject, groups: [group], iat: now, exp: now + validSeconds };
    const parts = [
      { alg: "ES256", kid: "1", typ: "JWT" },
      { ...claims, jti: random() },
    ];
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    const signature = sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" });
    return `${signed}.${signature.toString("base64url")}`;
  };
  const login = (validSeconds: number) => {
    refreshToken = random();
    return { "id-token": issue(validSeconds), "refresh-token": refreshToken };
  };
  const refresh = (form: URLSearchParams): readonly [status: number, body: object] => {
    const isKnown = refreshToken !== undefined && form.get("refresh_token") === refreshToken;
    refreshToken = undefined;
    if (!isKnown) return [400, { error: "invalid_grant" }];
    const { "id-token": id_token, "refresh-token": refresh_token } = login(HOUR_SECONDS);
    return [200, { access_token: random(), token_type: "Bearer", expires_in: HOUR_SECONDS, id_token, refresh_token }];
  };
  const certificate = authority.issue({ commonName: "issuer", names: ["127.0.0.1"] });
  const server = https.createServer(certificate, async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const [status, body] = await answer(`${request.url}`, async () =>
      refresh(new URLSearchParams(await text(request))),
    );
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  const answer = async (path: string, refreshed: () => Promise<readonly [number, object]>) => {
    switch (path) {
      case "/.well-known/openid-configuration":
        return [200, discovery(url)] as const;
      case "/keys":
        return [
          200,
          { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1", alg: "ES256", use: "sig" }] },
        ] as const;
      case "/token":
        return refreshed();
      default:
        return [404, {}] as const;
    }
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    login,
    endLogins: () => {
      refreshToken = undefined;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function discovery(url: string): object {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
  };
}

function random(): string {
  return randomBytes(16).toString("base64url");
}

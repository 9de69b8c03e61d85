import type { JsonObject } from "../../core/json.ts";
import type { Message } from "../../core/words.ts";

/** What became of a request. */
export type Answer =
  /** `warnings` are the server's (RFC 9111 `Warning: 299`), where it has any. */
  { readonly kind: "ok"; readonly body: JsonObject; readonly warnings?: readonly string[] } | Refusal;

/** There is no answer of the kind that was asked for. */
export type Refusal = StatusAnswer | Broken;

/** The API server itself said no, in a `Status` object. */
export interface StatusAnswer {
  readonly kind: "status";
  readonly status: number;
  readonly message: string;
  readonly retryAfterMs: number | undefined;
  readonly body: JsonObject;
}

/** Nobody knows what the API server would have said. */
export interface Broken {
  readonly kind: "broken";
  readonly why: Message;
  readonly retryAfterMs?: number | undefined;
  /** It broke on a connection that was kept from an earlier request, before any answer. */
  readonly onOldConnection?: boolean;
  /** It is not in the form that was asked for, as far as can be read: another form may do. */
  readonly unreadable?: boolean;
  /** It was sent while the server was lost, and the server is back. */
  readonly outlived?: boolean;
}

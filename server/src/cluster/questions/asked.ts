import type { Message } from "../../core/words.ts";
import type { Current } from "../current.ts";
import type { Endpoint } from "../http/http.ts";
import type { Say } from "../words.ts";
import { WRITE_WORDS } from "../writes/words.ts";

/** Where the parts of a cluster ask: the connection of the moment. */
export interface Asked {
  readonly current: Current;
  readonly say: Say;
  /** The connected API server, undefined when there is none; what is asked ends with the connection. */
  session(): AskedSession | undefined;
  /** The sentence for a question that nobody can answer. */
  notConnected(): string;
}

/** A connection, as a question needs it. */
export interface AskedSession {
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
  /** Resolves when the first attempt to reach the server has come out one way or the other. */
  readonly attempted: Promise<void>;
}

/** The connection of the moment, whatever it is when somebody asks. */
export function askedOf(current: Current, say: (message: Message) => string): Asked {
  return {
    current,
    say,
    session: () => current.connected?.session,
    notConnected: () => say(WRITE_WORDS.notConnected()),
  };
}

import type { LogOutputChannel } from "vscode";
import type { Consents } from "./languageServer/consents.ts";
import type { Server } from "./languageServer/server.ts";
import type { Review } from "./review.ts";
import type { Streams } from "./streams.ts";

/** What every command is given. */
export interface Podsight {
  readonly server: Server;
  readonly log: LogOutputChannel;
  readonly review: Review;
  readonly streams: Streams;
  readonly consents: Consents;
}

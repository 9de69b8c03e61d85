import { createConnection } from "vscode-languageserver/node";
import { startServer } from "./lsp/server.ts";

/** The language server's entry: `server.cjs --stdio`, or another channel of the protocol that the arguments name. */
startServer(createConnection(), { now: Date.now, environment: process.env });

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { createConnection } from "vscode-languageserver/node";
import {
  createMessageConnection,
  type DocumentDiagnosticReport,
  type InitializeParams,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import type * as lsp from "vscode-languageserver-types";
import { startServer } from "../../server/src/lsp/server.ts";

/** A client of the language server, as small as tests need it. */
export interface TestClient {
  readonly connection: MessageConnection;
  readonly capabilities: lsp.LSPAny;
  /** Lines of the server's log so far. */
  readonly log: readonly string[];
  /** The names of the requests and notifications that the server has sent so far, in order. */
  readonly received: readonly string[];
  open(uri: string, text: string, languageId?: string): void;
  /** Replaces a range of the document's text, or all of it. */
  change(uri: string, text: string, range?: lsp.Range): void;
  close(uri: string): void;
  diagnostics(uri: string): Promise<readonly lsp.Diagnostic[]>;
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  request<T>(method: string, params?: unknown): Promise<T>;
  /** Resolves with the parameters of the next (or an earlier, not yet awaited) message of that name that is as wanted. */
  next<T>(method: string, wanted?: (params: T) => boolean): Promise<T>;
  /** Shuts the server down as an editor does. */
  stop(): Promise<void>;
}

/** How the client introduces itself; everything else is what a current VS Code says. */
export interface TestClientOptions {
  readonly folder?: string;
  readonly initializationOptions?: unknown;
  readonly locale?: string;
  readonly name?: string;
  /** The settings below `podsight`, given when the server asks. */
  readonly settings?: unknown;
  readonly capabilities?: lsp.LSPObject;
}

/** What VS Code can do, as far as the server looks. */
export const VSCODE_CAPABILITIES = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: { diagnostic: {}, hover: { contentFormat: ["markdown", "plaintext"] } },
} as const;

/** A server in this process, joined to a client by two streams in memory. The clock stands still. */
export async function startInProcess(options: TestClientOptions = {}): Promise<TestClient> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  startServer(connection, { now: () => Date.UTC(2026, 0, 2, 12, 3), environment: {} });
  const client = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  return introduce(client, options, async () => {
    client.dispose();
    connection.dispose();
  });
}

/** The built server in a process of its own, over its standard streams. */
export async function startProcess(
  program: string,
  options: TestClientOptions & { readonly environment?: NodeJS.ProcessEnv } = {},
): Promise<TestClient & { readonly process: ChildProcess }> {
  const child = spawn(process.execPath, [program, "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { PATH: process.env.PATH, HOME: "/nonexistent", ...options.environment },
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const ended = once(child, "exit");
  const client = await introduce(connection, options, async () => {
    await connection.sendNotification("exit");
    await ended;
    connection.dispose();
  });
  return { ...client, process: child };
}

interface Message {
  readonly method: string;
  readonly params: unknown;
}

async function introduce(
  connection: MessageConnection,
  options: TestClientOptions,
  end: () => Promise<void>,
): Promise<TestClient> {
  const log: string[] = [];
  const received: string[] = [];
  const pending: Message[] = [];
  const waiting = new Set<() => void>();
  const versions = new Map<string, number>();
  const take = (method: string, params: unknown) => {
    received.push(method);
    pending.push({ method, params });
    for (const look of [...waiting]) look();
  };
  connection.onNotification((method, params) => {
    if (method === "window/logMessage") log.push((params as { message: string }).message);
    take(method, params);
  });
  connection.onRequest("workspace/configuration", ({ items }: { items: readonly unknown[] }) =>
    items.map(() => options.settings ?? null),
  );
  connection.onRequest((method, params) => {
    take(method, params);
    return null;
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest<{ capabilities: lsp.LSPAny }>(
    "initialize",
    introduction(options),
  );
  await connection.sendNotification("initialized", {});
  const send = (method: string, params: unknown) => void connection.sendNotification(method, params);
  const pull = (uri: string, previousResultId?: string) =>
    connection.sendRequest<DocumentDiagnosticReport>("textDocument/diagnostic", {
      textDocument: { uri },
      previousResultId,
    });

  return {
    connection,
    capabilities,
    log,
    received,
    open(uri, text, languageId = "yaml") {
      versions.set(uri, 1);
      send("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
    },
    change(uri, text, range) {
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      send("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [range === undefined ? { text } : { text, range }],
      });
    },
    close: (uri) => send("textDocument/didClose", { textDocument: { uri } }),
    async diagnostics(uri) {
      const report = await pull(uri);
      return report.kind === "full" ? report.items : [];
    },
    pull,
    request: (method, params) => connection.sendRequest(method, params),
    next: <T>(method: string, wanted: (params: T) => boolean = () => true) =>
      new Promise<T>((resolve) => {
        const look = () => {
          const index = pending.findIndex((message) => message.method === method && wanted(message.params as T));
          if (index === -1) return;
          waiting.delete(look);
          resolve(pending.splice(index, 1)[0]?.params as T);
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      await connection.sendRequest("shutdown");
      await end();
    },
  };
}

function introduction({
  folder,
  locale,
  name,
  initializationOptions,
  capabilities,
}: TestClientOptions): InitializeParams {
  return {
    processId: process.pid,
    rootUri: folder ?? null,
    workspaceFolders: folder === undefined ? null : [{ uri: folder, name: "workspace" }],
    clientInfo: { name: name ?? "Visual Studio Code" },
    capabilities: capabilities ?? VSCODE_CAPABILITIES,
    ...(locale !== undefined && { locale }),
    ...(initializationOptions !== undefined && { initializationOptions }),
  } as InitializeParams;
}

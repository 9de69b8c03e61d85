import {
  CancellationError,
  type Disposable,
  type Event,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  workspace,
} from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  CONSENT_REQUEST,
  type ConsentParams,
  STATUS_NOTIFICATION,
  type StatusParams,
  TRUST_NOTIFICATION,
} from "../../../server/src/lsp/messages/connection.ts";
import { askForConsent } from "../views/consent.ts";
import { createStatusView } from "../views/status.ts";
import type { Consents } from "./consents.ts";
import { withSlowProgress } from "./progress.ts";
import type { Requests } from "./requests.ts";

/** The language server, started by whoever needs it first and only once. */
export interface Server extends Disposable {
  /** Resolves when the server answers; rejects when it cannot be started. A later call tries again. */
  start(): Promise<LanguageClient>;
  /** Whether somebody has started it; a command that only ends something need not. */
  isStarted(): boolean;
  /** The last state of the cluster that the server reported, undefined before the first. */
  status(): StatusParams | undefined;
  /** Starts the server if need be and asks it, with cancellable progress beyond a second. */
  request<Method extends keyof Requests>(
    method: Method,
    params: Requests[Method]["params"],
    title: string,
  ): Promise<Requests[Method]["result"]>;
}

/** A server that is not running yet: its client, the largest part of this bundle, is not even evaluated before `start`. */
export function createServer(context: ExtensionContext, log: LogOutputChannel, consents: Consents): Server {
  const statusEmitter = new EventEmitter<StatusParams>();
  let status: StatusParams | undefined;
  let starting: Promise<LanguageClient> | undefined;
  let disposed = false;

  statusEmitter.event((params) => {
    status = params;
  });

  const start = (): Promise<LanguageClient> => {
    if (disposed) return Promise.reject(new CancellationError());
    starting ??= startClient(context, log, statusEmitter, consents).catch((error: unknown) => {
      starting = undefined;
      throw error;
    });
    return starting;
  };

  return {
    start,
    isStarted: () => starting !== undefined,
    status: () => status,
    request: (method, params, title) =>
      withSlowProgress(title, async (token) => (await start()).sendRequest(method, params, token)),
    dispose: () => {
      disposed = true;
      statusEmitter.dispose();
      // A server that is still starting is stopped as soon as it can be told to; a failed start left nothing to stop.
      starting?.then((client) => client.stop()).catch((error: unknown) => log.debug(String(error)));
    },
  };
}

async function startClient(
  context: ExtensionContext,
  log: LogOutputChannel,
  status: { readonly event: Event<StatusParams>; fire(params: StatusParams): void },
  consents: Consents,
): Promise<LanguageClient> {
  const { createClient } = await import("./client.ts");
  const view = createStatusView(status.event);
  const client = createClient(context, log, view.showStopped);
  const subscriptions = [
    view,
    client.onNotification(STATUS_NOTIFICATION, (params: StatusParams) => status.fire(params)),
    client.onRequest(CONSENT_REQUEST, (params: ConsentParams): Promise<unknown> => askForConsent(params, consents)),
    workspace.onDidGrantWorkspaceTrust(() =>
      client.sendNotification(TRUST_NOTIFICATION).catch((error: unknown) => log.error(String(error))),
    ),
  ];
  try {
    await client.start();
  } catch (error) {
    for (const subscription of subscriptions) subscription.dispose();
    throw error;
  }
  context.subscriptions.push(...subscriptions);
  return client;
}

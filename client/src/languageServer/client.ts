import { type ExtensionContext, type LogOutputChannel, workspace } from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import type { InitializationOptions } from "../../../server/src/lsp/messages/connection.ts";
import { NODE_ARGUMENTS } from "./nodeArguments.ts";
import { MANIFEST_SELECTOR } from "./selector.ts";

/** Restarts within the window before the server is left alone: a crash that repeats would only burn the battery. */
const MAX_RESTARTS = 4;
const RESTART_WINDOW_MS = 3 * 60 * 1000;

/**
 * The language client, not yet started. `onGivenUp` is called when the server keeps crashing and is not restarted.
 * Nothing here pops up a message: what fails in the background is a state and a line in the log.
 */
export function createClient(context: ExtensionContext, log: LogOutputChannel, onGivenUp: () => void): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: [...MANIFEST_SELECTOR],
    synchronize: {
      configurationSection: "podsight",
      fileEvents: workspace.createFileSystemWatcher("**/*.{yaml,yml,json}"),
    },
    // Asked anew at each start: trust may have been granted before a restart.
    initializationOptions: (): InitializationOptions => ({ trusted: workspace.isTrusted, commands: true }),
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    errorHandler: quietErrorHandler(log, onGivenUp),
    markdown: {
      // The commands that a hover may offer. Each only opens a list or asks; none writes without a question.
      isTrusted: {
        enabledCommands: [
          "podsight.showMatchedPods",
          "podsight.addLabelToMatchedPods",
          "podsight.forwardPort",
          "podsight.describeService",
          "podsight.switchServiceType",
          "podsight.connect",
        ],
      },
      supportHtml: false,
    },
  };
  return new LanguageClient("podsight", "Podsight", serverOptions(context), options);
}

/**
 * VS Code's own Node runs the server, over the same pipe as other editors use. It runs in the extension's folder:
 * a program that a kubeconfig names must not be found in the folder of a stranger's repository.
 */
function serverOptions(context: ExtensionContext): ServerOptions {
  const server = {
    module: context.asAbsolutePath("dist/server.cjs"),
    transport: TransportKind.stdio,
    options: { cwd: context.extensionPath, execArgv: [...NODE_ARGUMENTS] },
  };
  return { run: server, debug: server };
}

function quietErrorHandler(log: LogOutputChannel, onGivenUp: () => void): ErrorHandler {
  let restarts: readonly number[] = [];
  return {
    error: (error) => {
      log.error(String(error));
      return { action: ErrorAction.Continue, handled: true };
    },
    closed: () => {
      const now = Date.now();
      restarts = [...restarts.filter((time) => now - time < RESTART_WINDOW_MS), now];
      if (restarts.length <= MAX_RESTARTS) return { action: CloseAction.Restart, handled: true };
      log.error(`The language server ended ${restarts.length} times in three minutes and is not started again.`);
      onGivenUp();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

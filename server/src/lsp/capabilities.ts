import { type InitializeResult, PositionEncodingKind, TextDocumentSyncKind } from "vscode-languageserver-protocol";
import { CODE_ACTION_KINDS } from "../features/codeAction.ts";
import { COMPLETION_TRIGGERS } from "../features/completion.ts";
import { SEMANTIC_TOKENS_LEGEND } from "../features/semanticTokens.ts";
import type { Client } from "./client.ts";

/** What the server can do, as far as this client has use for it. */
export function capabilitiesFor(client: Client): InitializeResult {
  return {
    serverInfo: { name: "podsight" },
    capabilities: {
      positionEncoding: PositionEncodingKind.UTF16,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      hoverProvider: true,
      completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS], resolveProvider: false },
      inlayHintProvider: { resolveProvider: false },
      codeLensProvider: { resolveProvider: true },
      definitionProvider: true,
      referencesProvider: true,
      renameProvider: { prepareProvider: true },
      documentSymbolProvider: { label: "Podsight" },
      workspaceSymbolProvider: true,
      documentLinkProvider: {},
      semanticTokensProvider: {
        legend: {
          tokenTypes: [...SEMANTIC_TOKENS_LEGEND.tokenTypes],
          tokenModifiers: [...SEMANTIC_TOKENS_LEGEND.tokenModifiers],
        },
        full: true,
        range: true,
      },
      codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS], resolveProvider: false },
      ...(client.pullsDiagnostics && {
        diagnosticProvider: { identifier: "podsight", interFileDependencies: true, workspaceDiagnostics: false },
      }),
      // A client with the extension registers commands itself; two of the same name would clash.
      ...(!client.traits.commands && { executeCommandProvider: { commands: [...SERVER_COMMANDS] } }),
      workspace: { workspaceFolders: { supported: true, changeNotifications: client.changesFolders } },
    },
  };
}

/** Commands that an editor without the extension can have the server run (`workspace/executeCommand`). */
const SERVER_COMMANDS = ["podsight.connect", "podsight.disconnect"] as const;

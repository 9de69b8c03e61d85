import type { InitializeParams } from "vscode-languageserver-protocol";
import { type Locale, localeOf } from "../core/words.ts";
import type { ClientTraits } from "../features/context.ts";
import type { InitializationOptions } from "./messages/connection.ts";
import type { Refreshable } from "./refresh.ts";

/** What the client said of itself when it introduced itself. */
export interface Client {
  readonly traits: ClientTraits;
  readonly locale: Locale;
  readonly trusted: boolean;
  readonly folders: readonly string[];
  /** It asks for diagnostics; else they are pushed. */
  readonly pullsDiagnostics: boolean;
  readonly hasConfiguration: boolean;
  /** It tells of changed settings only who registers for them. */
  readonly registersConfiguration: boolean;
  readonly watchesFiles: boolean;
  readonly changesFolders: boolean;
  readonly refreshes: Readonly<Record<Refreshable, boolean>>;
}

/** Reads the introduction; what is not said is not so. */
export function clientOf(params: InitializeParams): Client {
  const { workspace, textDocument } = params.capabilities;
  const options = optionsOf(params.initializationOptions);
  return {
    traits: {
      commands: options.commands ?? hasExtension(params.clientInfo?.name),
      markdown: textDocument?.hover?.contentFormat?.includes("markdown") === true,
      documentChanges: workspace?.workspaceEdit?.documentChanges === true,
      snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
      changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    },
    locale: localeOf(params.locale),
    trusted: options.trusted === true,
    folders: foldersOf(params),
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true,
    refreshes: {
      diagnostic: workspace?.diagnostics?.refreshSupport === true,
      inlayHint: workspace?.inlayHint?.refreshSupport === true,
      codeLens: workspace?.codeLens?.refreshSupport === true,
      semanticTokens: workspace?.semanticTokens?.refreshSupport === true,
    },
  };
}

function optionsOf(options: unknown): InitializationOptions {
  return typeof options === "object" && options !== null ? options : {};
}

/** VS Code and what is built on it: there the extension itself is the client. */
function hasExtension(name: string | undefined): boolean {
  return name !== undefined && /Visual Studio Code|code-server|VSCodium|Code - OSS|Cursor|Windsurf/i.test(name);
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  if (workspaceFolders != null) return workspaceFolders.map(({ uri }) => uri);
  return rootUri == null ? [] : [rootUri];
}

import type { Connection } from "vscode-languageserver";
import { createNavigation, type Navigation } from "../core/navigation/navigation.ts";
import { EMPTY_WORKSPACE, type WorkspaceSnapshot } from "../core/snapshot.ts";
import type { Clock, FeatureContext } from "../features/context.ts";
import { readText } from "../files/fileText.ts";
import type { Client } from "./client.ts";
import { type Connecting, createConnecting } from "./connecting.ts";
import { askConsent } from "./consent.ts";
import { createForbiddenLabels, type ForbiddenLabels } from "./forbiddenLabels.ts";
import type { Log } from "./guard.ts";
import type { WrittenFile } from "./indexedFile.ts";
import { createLog } from "./log.ts";
import { STATUS_NOTIFICATION } from "./messages/connection.ts";
import { createRefresh, type Refresh, type Refreshable } from "./refresh.ts";
import type { ServerSettings } from "./settings.ts";
import { createState, type State } from "./state.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

/** The parts of a server for one client, put together. */
export interface Session {
  readonly client: Client;
  readonly state: State;
  readonly workspace: Workspace;
  readonly connecting: Connecting;
  readonly forbiddenLabels: ForbiddenLabels;
  readonly refresh: Refresh;
  readonly log: Log;
  /** An open document as it is now, with everything that was typed taken in; undefined when it is not open. */
  contextOf(uri: string): FeatureContext | undefined;
  /** How the manifests of the workspace name and select one another, by what is read of them and typed until now. */
  navigation(): Navigation;
  /** Reads the manifests of the workspace if that has not been done. Resolves when it is. */
  readWorkspace(): Promise<void>;
  /** A document was opened or changed; what it holds is taken in when somebody asks. */
  touch(uri: string): void;
  /** A document is closed: its file counts again, and its namespaces need not be followed for it. */
  close(uri: string): void;
  /** The client's settings, for the first time or changed. Nothing connects by itself before they are known. */
  setSettings(settings: ServerSettings): void;
  /** The folders of the workspace from now on. */
  setFolders(uris: readonly string[]): void;
  dispose(): void;
}

/** What a server asks of the process that it runs in. */
export interface ServerHost {
  /** Milliseconds since the epoch. */
  now(): number;
  readonly environment: NodeJS.ProcessEnv;
}

/** A session with nothing open and nothing connected. */
export function createSession(connection: Connection, client: Client, host: ServerHost): Session {
  const log = createLog(connection);
  const touched = new Set<string>();
  let configured = false;

  const refresh = createRefresh((feature) => askAgain(connection, client, feature, log));
  const workspace: Workspace = createWorkspace({
    log,
    hasFolders: client.folders.length > 0,
    onDidChange: (snapshot) => state.setWorkspace(snapshot),
  });
  const state: State = createState({
    locale: client.locale,
    client: client.traits,
    clock: () => clockAt(host.now()),
    linesOfFile: workspace.linesOf,
    textOfFile: readText,
    mayConnect: () => connecting.mayConnect,
    navigation: () => navigation(),
  });
  const connecting: Connecting = createConnecting(state, {
    trusted: client.trusted,
    environment: host.environment,
    log,
    consent: (params) => askConsent(connection, client.locale, params),
    status: (params) => void connection.sendNotification(STATUS_NOTIFICATION, params),
  });
  const folders = createFolders(client.folders, state, workspace);
  const navigation = keptNavigation(() => [workspace.written(), state.snapshot.workspace]);
  state.setWorkspace({ ...EMPTY_WORKSPACE, complete: client.folders.length === 0 });
  state.onDidChangeSnapshot(refresh.changed);

  function takeTouched(): void {
    const documents = [...touched].flatMap((uri) => state.documents.get(uri) ?? []);
    touched.clear();
    for (const document of documents) if (workspace.takeDocument(document)) refresh.changed();
    if (documents.length > 0 && configured) connecting.update();
  }
  function contextOf(uri: string): FeatureContext | undefined {
    takeTouched();
    const services = state.context(uri)?.services ?? [];
    // Others are looked for as soon as there is a Service that could mean a workload, or something that could mean a Service.
    if ((services.length > 0 || workspace.holds(uri)) && configured) void folders.read();
    return state.context(uri);
  }
  return {
    client,
    state,
    workspace,
    connecting,
    forbiddenLabels: createForbiddenLabels(connecting.cluster, host.now),
    refresh,
    log,
    contextOf,
    navigation,
    readWorkspace: folders.read,
    touch: (uri) => void touched.add(uri),
    close(uri) {
      state.documents.close(uri);
      refresh.forget(uri);
      workspace.didCloseDocument(uri);
      workspace.didChangeFiles([uri]);
      if (configured) connecting.update();
    },
    setSettings(settings) {
      configured = true;
      state.setSettings(settings);
      for (const { uri } of state.documents.all()) contextOf(uri);
      connecting.update();
    },
    setFolders: folders.set,
    dispose() {
      log.end();
      refresh.dispose();
      workspace.dispose();
      connecting.dispose();
    },
  };
}

/** The folders of the workspace: they are read once, and again when they or the limits are others. */
function createFolders(atFirst: readonly string[], state: State, workspace: Workspace) {
  let folders = atFirst;
  let scan: { readonly of: string; readonly done: Promise<void> } = { of: "", done: Promise.resolve() };
  function read(): Promise<void> {
    const { maxFiles, maxMegabytes, maxSeconds } = state.settings;
    const limits = { maxFiles, maxBytes: maxMegabytes * 1024 ** 2, maxMs: maxSeconds * 1000 };
    const wanted = JSON.stringify([folders, limits]);
    if (scan.of !== wanted) scan = { of: wanted, done: workspace.scan(folders, limits) };
    return scan.done;
  }
  function set(uris: readonly string[]): void {
    folders = uris;
    // What is being read of a folder that is closed is of no use any more.
    if (scan.of !== "") void read();
  }
  return { read, set };
}

/** Built when it is asked for, and again only when the manifests are others. */
function keptNavigation(
  manifests: () => readonly [written: readonly WrittenFile[], known: WorkspaceSnapshot],
): () => Navigation {
  let kept: { readonly of: ReturnType<typeof manifests>; readonly navigation: Navigation } | undefined;
  return () => {
    const [written, known] = manifests();
    if (kept?.of[0] !== written || kept.of[1] !== known)
      kept = { of: [written, known], navigation: createNavigation(written, known) };
    return kept.navigation;
  };
}

function askAgain(connection: Connection, { refreshes }: Client, feature: Refreshable, log: Log): void {
  if (!refreshes[feature]) return;
  connection.sendRequest(REFRESH_METHODS[feature]).catch((error: unknown) => log.warn(String(error)));
}

const REFRESH_METHODS: Readonly<Record<Refreshable, string>> = {
  diagnostic: "workspace/diagnostic/refresh",
  inlayHint: "workspace/inlayHint/refresh",
  codeLens: "workspace/codeLens/refresh",
  semanticTokens: "workspace/semanticTokens/refresh",
};

function clockAt(now: number): Clock {
  return { now, utcOffsetMinutes: -new Date(now).getTimezoneOffset() };
}

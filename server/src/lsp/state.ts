import type { Navigation } from "../core/navigation/navigation.ts";
import {
  type ClusterSnapshot,
  EMPTY_WORKSPACE,
  type Minor,
  NEWEST_MINOR,
  NO_CLUSTER,
  type Settings,
  type Snapshot,
  type WorkspaceSnapshot,
} from "../core/snapshot.ts";
import type { Locale } from "../core/words.ts";
import type { ClientTraits, Clock, FeatureContext } from "../features/context.ts";
import type { TextLines } from "../features/positions.ts";
import { createDocuments, type Documents, documentOf, type OpenDocument } from "./documents.ts";
import { sameMeaning } from "./meaning.ts";
import { createMemo, type MeantSnapshot, type Memo } from "./memo.ts";
import { createServerVerdicts, type ObjectVerdict, type ServerVerdicts } from "./serverVerdicts.ts";
import { DEFAULT_SETTINGS, type ServerSettings } from "./settings.ts";

/** The server's only state: the open documents and the present snapshot, with what was computed from them. */
export interface State {
  readonly documents: Documents;
  readonly settings: ServerSettings;
  readonly snapshot: Snapshot;
  readonly locale: Locale;
  /** What a feature needs to answer for an open document; undefined when it is not open. */
  context(uri: string): FeatureContext | undefined;
  /** The same for a text that is not open, with what is known of a cluster. */
  contextOfText(text: string, cluster: ClusterSnapshot): FeatureContext;
  setSettings(settings: ServerSettings): void;
  setCluster(cluster: ClusterSnapshot): void;
  setWorkspace(workspace: WorkspaceSnapshot): void;
  /** What a cluster's API server said of objects of open documents, as diagnostics from now on. */
  learnVerdicts(verdicts: readonly ObjectVerdict[]): void;
  /** Called after each change of the snapshot and after verdicts, not for changes of documents. */
  onDidChangeSnapshot(listener: () => void): void;
}

/** What the state is told once, when the client introduces itself. */
export interface StateHost {
  readonly locale: Locale;
  readonly client: ClientTraits;
  readonly clock: () => Clock;
  /** The lines of a file of the workspace that is not open. */
  readonly linesOfFile: (uri: string) => TextLines | undefined;
  /** The text that those lines count, read for an edit in that file. */
  readonly textOfFile: (uri: string) => string | undefined;
  /** See {@link FeatureContext.navigation}. */
  readonly navigation?: () => Navigation;
  /** See {@link FeatureContext.mayConnect}. */
  readonly mayConnect: () => boolean;
}

/** The state at the beginning: no documents, no cluster, an empty workspace, default settings. */
export function createState(host: StateHost): State {
  const documents = createDocuments();
  const memo = createMemo();
  const verdicts = createServerVerdicts();
  const listeners: (() => void)[] = [];
  let settings = DEFAULT_SETTINGS;
  let meaning = {};
  let snapshot: Snapshot = {
    settings: { locale: host.locale, minor: NEWEST_MINOR, facts: settings.facts, rules: settings.rules },
    cluster: NO_CLUSTER,
    workspace: EMPTY_WORKSPACE,
  };

  function become(cluster: ClusterSnapshot, workspace: WorkspaceSnapshot): void {
    const judgedBy = settingsOf(settings, host.locale, cluster.serverVersion, snapshot.settings);
    if (!sameMeaning(snapshot.workspace, workspace)) meaning = {};
    snapshot = { settings: judgedBy, cluster, workspace };
    for (const listener of listeners) listener();
  }
  return {
    documents,
    locale: host.locale,
    get settings() {
      return settings;
    },
    get snapshot() {
      return snapshot;
    },
    context(uri) {
      const document = documents.get(uri);
      return document && contextOf(document, { snapshot, meaning }, memo, { ...host, documents, verdicts });
    },
    contextOfText(text, cluster) {
      const known = { snapshot: { ...snapshot, cluster, workspace: EMPTY_WORKSPACE }, meaning: {} };
      return contextOf(documentOf(text), known, createMemo(), { ...host, documents, verdicts });
    },
    setSettings(value) {
      settings = value;
      become(snapshot.cluster, snapshot.workspace);
    },
    setCluster: (cluster) => become(cluster, snapshot.workspace),
    setWorkspace: (workspace) => become(snapshot.cluster, workspace),
    learnVerdicts(learned) {
      for (const verdict of learned) verdicts.learn(verdict);
      for (const listener of listeners) listener();
    },
    onDidChangeSnapshot: (listener) => void listeners.push(listener),
  };
}

/** The settings that answers are a function of: the same object for as long as they say the same. */
function settingsOf(
  settings: ServerSettings,
  locale: Locale,
  serverVersion: string | undefined,
  before: Settings,
): Settings {
  const { facts, rules } = settings;
  const minor = settings.kubernetesMinor ?? minorOf(serverVersion) ?? NEWEST_MINOR;
  const same = before.minor === minor && before.facts === facts && before.rules === rules && before.locale === locale;
  return same ? before : { locale, minor, facts, rules };
}

/** The minor of a version such as `1.33.2`; a minor that the product does not know is taken as the nearest that it does. */
function minorOf(version: string | undefined): Minor | undefined {
  const match = /^v?1\.(\d{1,3})/.exec(version ?? "");
  if (match === null) return undefined;
  const minors: readonly Minor[] = [31, 32, 33, 34, 35, 36, 37];
  return minors.findLast((minor) => minor <= Number(match[1])) ?? 31;
}

function contextOf(
  document: OpenDocument,
  meant: MeantSnapshot,
  memo: Memo,
  host: StateHost & { readonly documents: Documents; readonly verdicts: ServerVerdicts },
): FeatureContext {
  const { uri, text } = document;
  const { snapshot } = meant;
  const manifest = document.manifest();
  const services = memo.servicesOf(manifest);
  return {
    uri,
    version: text.version,
    lines: text,
    manifest,
    snapshot,
    services,
    client: host.client,
    clock: host.clock(),
    mayConnect: host.mayConnect(),
    diagnostics: () => host.verdicts.add(services, memo.diagnosticsOf(uri, manifest, meant)),
    resolutionOf: ({ service }) => memo.resolutionOf(uri, service, snapshot),
    labelsOf: memo.labelsOf,
    linesOf: (other) => host.documents.get(other)?.text ?? host.linesOfFile(other),
    ...(host.navigation && { navigation: host.navigation }),
    textOf: (other) => host.documents.get(other)?.text.getText() ?? host.textOfFile(other),
  };
}

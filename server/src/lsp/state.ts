import { type CheckCache, check } from "../core/check.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { isService, type KubernetesObject, type Manifest } from "../core/manifest.ts";
import type { Resolution } from "../core/resolution.ts";
import { resolve } from "../core/resolve.ts";
import { type Service, serviceOf } from "../core/service.ts";
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
import type { ClientTraits, Clock, FeatureContext, WrittenService } from "../features/context.ts";
import type { TextLines } from "../features/positions.ts";
import { createDocuments, type Documents, type OpenDocument } from "./documents.ts";
import { DEFAULT_SETTINGS, type ServerSettings } from "./settings.ts";

/** The server's only state: the open documents and the present snapshot, with what was computed from them. */
export interface State {
  readonly documents: Documents;
  readonly settings: ServerSettings;
  readonly snapshot: Snapshot;
  readonly locale: Locale;
  /** What a feature needs to answer for an open document; undefined when it is not open. */
  context(uri: string): FeatureContext | undefined;
  setSettings(settings: ServerSettings): void;
  setCluster(cluster: ClusterSnapshot): void;
  setWorkspace(workspace: WorkspaceSnapshot): void;
  /** Called after each change of the snapshot, not for changes of documents. */
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
  /** See {@link FeatureContext.mayConnect}. */
  readonly mayConnect: () => boolean;
}

/** The state at the beginning: no documents, no cluster, an empty workspace, default settings. */
export function createState(host: StateHost): State {
  const documents = createDocuments();
  const memo = createMemo();
  const listeners: (() => void)[] = [];
  let settings = DEFAULT_SETTINGS;
  let snapshot: Snapshot = {
    settings: { locale: host.locale, minor: NEWEST_MINOR, facts: settings.facts, rules: settings.rules },
    cluster: NO_CLUSTER,
    workspace: EMPTY_WORKSPACE,
  };

  function become(cluster: ClusterSnapshot, workspace: WorkspaceSnapshot): void {
    const judgedBy = settingsOf(settings, host.locale, cluster.serverVersion, snapshot.settings);
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
      return document && contextOf(document, snapshot, memo, { ...host, documents });
    },
    setSettings(value) {
      settings = value;
      become(snapshot.cluster, snapshot.workspace);
    },
    setCluster: (cluster) => become(cluster, snapshot.workspace),
    setWorkspace: (workspace) => become(snapshot.cluster, workspace),
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

/** What was computed before, by the identity of what it was computed from: nothing outlives its document. */
interface Memo {
  servicesOf(manifest: Manifest): readonly WrittenService[];
  diagnosticsOf(uri: string, manifest: Manifest, snapshot: Snapshot): readonly Diagnostic[];
  resolutionOf(uri: string, service: Service, snapshot: Snapshot): Resolution;
}

function createMemo(): Memo {
  const services = new WeakMap<KubernetesObject, Service>();
  const written = new WeakMap<Manifest, readonly WrittenService[]>();
  const diagnostics = new WeakMap<Manifest, { snapshot: Snapshot; value: readonly Diagnostic[] }>();
  const checked: CheckCache = new WeakMap();
  const resolutions = new WeakMap<Service, { snapshot: Snapshot; uri: string; value: Resolution }>();
  return {
    servicesOf(manifest) {
      const value = written.get(manifest) ?? servicesIn(manifest, services);
      written.set(manifest, value);
      return value;
    },
    diagnosticsOf(uri, manifest, snapshot) {
      const known = diagnostics.get(manifest);
      if (known?.snapshot === snapshot) return known.value;
      const value = check({ uri, manifest }, snapshot, checked);
      diagnostics.set(manifest, { snapshot, value });
      return value;
    },
    resolutionOf(uri, service, snapshot) {
      const known = resolutions.get(service);
      if (known?.snapshot === snapshot && known.uri === uri) return known.value;
      const value = resolve(service, snapshot, uri);
      resolutions.set(service, { snapshot, uri, value });
      return value;
    },
  };
}

function servicesIn(manifest: Manifest, known: WeakMap<KubernetesObject, Service>): readonly WrittenService[] {
  return manifest.documents.flatMap(({ start, content }) =>
    content.objects.filter(isService).map((object) => {
      const service = known.get(object) ?? serviceOf(object);
      known.set(object, service);
      return { start, object, service };
    }),
  );
}

function contextOf(
  document: OpenDocument,
  snapshot: Snapshot,
  memo: Memo,
  host: StateHost & { readonly documents: Documents },
): FeatureContext {
  const { uri, text } = document;
  const manifest = document.manifest();
  return {
    uri,
    version: text.version,
    lines: text,
    manifest,
    snapshot,
    services: memo.servicesOf(manifest),
    client: host.client,
    clock: host.clock(),
    mayConnect: host.mayConnect(),
    diagnostics: () => memo.diagnosticsOf(uri, manifest, snapshot),
    resolutionOf: ({ service }) => memo.resolutionOf(uri, service, snapshot),
    linesOf: (other) => host.documents.get(other)?.text ?? host.linesOfFile(other),
    textOf: (other) => host.documents.get(other)?.text.getText() ?? host.textOfFile(other),
  };
}

import type { Diagnostic, LiveLabels } from "../core/diagnostic.ts";
import type { KubernetesObject, Manifest } from "../core/manifest/manifest.ts";
import type { Service } from "../core/manifest/service.ts";
import type { Navigation } from "../core/navigation/navigation.ts";
import type { LabelIndex } from "../core/pods/labelCounts.ts";
import type { Pod } from "../core/pods/pod.ts";
import type { Resolution } from "../core/pods/resolution.ts";
import type { NamespacePods, Snapshot } from "../core/snapshot.ts";
import type { TextLines } from "./positions.ts";

/** One open document and the snapshot: all that a feature's answer is a function of. */
export interface FeatureContext {
  readonly uri: string;
  /** The document's version as the client counts it. */
  readonly version: number;
  readonly lines: TextLines;
  readonly manifest: Manifest;
  readonly snapshot: Snapshot;
  /** The core Services of the document, in the order of the text. */
  readonly services: readonly WrittenService[];
  readonly client: ClientTraits;
  readonly clock: Clock;
  /** Whether connecting to a cluster can be offered: the workspace is trusted and the settings do not forbid it. */
  readonly mayConnect: boolean;
  /** What `check` finds in the document; spans are the file's. Asked twice it is computed once. */
  diagnostics(): readonly Diagnostic[];
  /** What stands behind one of {@link services}. Asked twice it is computed once. */
  resolutionOf(written: WrittenService): Resolution;
  /** The lines of this document, another open one, or a workload's file of the workspace; undefined for any other. */
  linesOf(uri: string): TextLines | undefined;
  /** The labels of the Pods that a Service could mean. Asked twice of the same Pods they are counted once. */
  labelsOf?(of: LabelsAsked): LabelIndex;
  /** The text that {@link linesOf} counts, for edits in another file; without it none are offered there. */
  textOf?(uri: string): string | undefined;
  /** Whether a live workload's own selector forbids labels of a fix in its template; without it nobody has asked. */
  isForbidden?(labels: LiveLabels): boolean;
  /** How the manifests of the workspace name and select one another; without it nothing is known of that. */
  navigation?(): Navigation;
}

/** The Pods of a namespace and the workloads that fit it: the same as before while the first three are. */
export interface LabelsAsked {
  readonly live: NamespacePods | undefined;
  readonly workspace: readonly Pod[];
  /** What decides which of the workspace's workloads fit. */
  readonly scope: string;
  /** Those that do. */
  readonly written: () => readonly Pod[];
}

/** A Service at its place in the file: add `start` to every span of `service` and `object`. */
export interface WrittenService {
  readonly start: number;
  readonly object: KubernetesObject;
  readonly service: Service;
}

/** What differs between editors in how an answer may be shown. */
export interface ClientTraits {
  /** The client has the commands `podsight.*` of the extension: VS Code and what is built on it. */
  readonly commands: boolean;
  /** Hovers and tooltips may be Markdown; else they are plain text. */
  readonly markdown: boolean;
  /** Edits may name the version of the document that they are for (`workspaceEdit.documentChanges`). */
  readonly documentChanges?: boolean;
  /** Completion items may hold stops for the cursor (`completionItem.snippetSupport`). */
  readonly snippets?: boolean;
  /** Edits may be annotated, so that the user confirms them in a preview (`changeAnnotationSupport`). */
  readonly changeAnnotations?: boolean;
}

/** The time, given as a value so that answers stay functions. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Minutes that the reader's clock is ahead of UTC. */
  readonly utcOffsetMinutes: number;
}

/** The number that names a Service in commands and requests: the offset in the file where the object begins. */
export function offsetOf({ start, service }: WrittenService): number {
  return start + service.span[0];
}

/** The Service with the given {@link offsetOf}, or the one that is written around that offset; undefined where none is. */
export function serviceAt(context: FeatureContext, offset: number): WrittenService | undefined {
  return (
    context.services.find((written) => offsetOf(written) === offset) ??
    context.services.find(
      ({ start, service }) => start + service.span[0] <= offset && offset <= start + service.span[1],
    )
  );
}

/** Whether a kustomization uses the document as a patch: parts of objects, of which nothing can be said by themselves. */
export function isPatch({ uri, snapshot }: Pick<FeatureContext, "uri" | "snapshot">): boolean {
  return snapshot.workspace.patches?.has(uri) === true;
}

import type * as lsp from "vscode-languageserver-types";
import { objectText, type Renameable, type RenameEdit, rename, renameable } from "../core/navigation/rename.ts";
import { topicAt } from "../core/navigation/topic.ts";
import { shiftSpan } from "../core/span.ts";
import { type Message, render, words } from "../core/words.ts";
import type { FeatureContext } from "./context.ts";
import { fileName } from "./fileName.ts";
import { oneLine } from "./page.ts";
import { linesOf, rangeOf } from "./positions.ts";

/** An answer, or the sentence that says why there is none. */
export type Answer<T> =
  | { readonly kind: "answer"; readonly value: T }
  | { readonly kind: "refused"; readonly why: string };

/** The edits of a rename; `warning` is what the user should know beside them, in their language. */
export interface Renamed {
  readonly edit: lsp.WorkspaceEdit;
  readonly warning: string | undefined;
}

const NOT_RENAMEABLE = words({
  en: "Label keys, label values and port names can be renamed, where manifests mean one another by them.",
  ja: "名前を変更できるのは、マニフェストが互いに参照しているラベルキー、ラベルの値、ポート名です。",
});

/** The word under a position that a rename would replace. */
export function prepareRename(
  context: FeatureContext,
  position: lsp.Position,
): Answer<{ readonly range: lsp.Range; readonly placeholder: string }> {
  const topic = topicUnder(context, position);
  if (topic === undefined) return refused(context, NOT_RENAMEABLE());
  const range = rangeOf(context.lines, shiftSpan(topic.span, topic.at.start));
  return { kind: "answer", value: { range, placeholder: nameOf(topic) } };
}

/**
 * The edits that rename what is under a position everywhere in the workspace where it means the same. A selector that
 * the API server would refuse to change has to be confirmed in the preview.
 */
export function renameAt(context: FeatureContext, position: lsp.Position, newName: string): Answer<Renamed> {
  const navigation = context.navigation?.();
  const topic = topicUnder(context, position);
  if (navigation === undefined || topic === undefined) return refused(context, NOT_RENAMEABLE());
  const renamed = rename(navigation, topic, newName, (uri) => context.textOf?.(uri));
  if (renamed.kind === "refused") return refused(context, renamed.why);
  const left = leftAlone(context, renamed.untouched, nameOf(topic));
  const changing = kustomizationsWith(context, renamed.edits, topic);
  const warning = warningOf(context, renamed.edits, left, changing);
  return { kind: "answer", value: { edit: toLsp(context, renamed.edits), warning } };
}

/** Files in which a place could not be changed, and templates and broken files that hold the old name. */
function leftAlone(context: FeatureContext, untouched: readonly string[], oldName: string): readonly string[] {
  const unreadable = context.snapshot.workspace.unreadable.slice(0, MOST_LOOKED_AT);
  const holding = unreadable.filter((uri) => context.textOf?.(uri)?.includes(oldName) === true);
  return [...new Set([...untouched, ...holding])];
}

/** Kustomizations and patches that are applied to what is edited, and hold the old name of a label. */
function kustomizationsWith(
  context: FeatureContext,
  edits: readonly RenameEdit[],
  topic: Renameable,
): readonly string[] {
  const { forms, patches = [] } = context.snapshot.workspace;
  if (topic.kind !== "label" || forms === undefined) return [];
  const layers = [...new Set(edits.map(({ file }) => file))].flatMap((file) =>
    (forms.get(file) ?? []).flatMap((form) => form.layers),
  );
  if (layers.length === 0) return [];
  const changing = [...new Set([...layers.map(({ uri }) => uri), ...patches])].slice(0, MOST_LOOKED_AT);
  return changing.filter((uri) => holdsLabel(context.textOf?.(uri) ?? "", topic));
}

/** As a key before its colon or in the path of an operation; a value with its key somewhere before it. */
function holdsLabel(text: string, { key, value, part }: Extract<Renameable, { kind: "label" }>): boolean {
  const inPath = `labels/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const hasKey = [`${key}:`, `${key}":`, `${key}':`, inPath].some((written) => text.includes(written));
  return hasKey && (part === "key" || value === undefined || text.includes(value));
}

/** The preview shows annotations only to somebody who groups by them, so the warning is given beside it. */
function warningOf(
  { snapshot }: FeatureContext,
  edits: readonly RenameEdit[],
  left: readonly string[],
  changing: readonly string[],
): string | undefined {
  const { locale } = snapshot.settings;
  const workloads = edits.flatMap(({ occurrence }) => (occurrence.isImmutable ? [objectText(occurrence)] : []));
  const refusedLater = workloads.length === 0 ? [] : [`${namesOf(workloads)}: ${render(REFUSED_LATER(), locale)}`];
  const notTouched = left.length === 0 ? [] : [render(NOT_TOUCHED({ files: namesOf(left.map(fileName)) }), locale)];
  const alsoThere =
    changing.length === 0 ? [] : [render(ALSO_THERE({ files: namesOf(changing.map(fileName)) }), locale)];
  const sentences = [...refusedLater, ...notTouched, ...alsoThere];
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

function namesOf(names: readonly string[]): string {
  const each = [...new Set(names)];
  return oneLine([...each.slice(0, MOST_NAMED), ...(each.length > MOST_NAMED ? ["…"] : [])].join(", "));
}

function topicUnder(context: FeatureContext, position: lsp.Position): Renameable | undefined {
  const navigation = context.navigation?.();
  return navigation && renameable(topicAt(navigation, context.uri, context.lines.offsetAt(position)));
}

function nameOf(topic: Renameable): string {
  if (topic.kind !== "label") return topic.name;
  return topic.part === "key" ? topic.key : (topic.value ?? "");
}

const RENAME = words({ en: "Rename", ja: "名前の変更" });
const IN_FILES = words({
  en: "In {count} {count|file|files} of the workspace.",
  ja: "ワークスペースの {count} 個のファイル。",
});
const NOT_TOUCHED = words({
  en: "Not touched, since they cannot be read as a whole: {files}.",
  ja: "全体を読み取れないため変更しないファイル: {files}。",
});
const ALSO_THERE = words({
  en: "Kustomizations and patches are not renamed; these have the label, too: {files}.",
  ja: "kustomization とパッチは変更しません。次のファイルにも同じラベルがあります: {files}。",
});
const IMMUTABLE = words({ en: "Selector of a workload", ja: "ワークロードのセレクター" });
const REFUSED_LATER = words({
  en: "The API server refuses another selector for a workload that exists: it has to be deleted and created anew.",
  ja: "既存のワークロードのセレクターは変更できず、API サーバーに拒否されます。削除して作り直す必要があります。",
});

/** Names in a sentence. */
const MOST_NAMED = 5;
/** Unreadable files that are looked into for the old name. */
const MOST_LOOKED_AT = 50;

function toLsp(context: FeatureContext, edits: readonly RenameEdit[]): lsp.WorkspaceEdit {
  const files = new Map<string, RenameEdit[]>();
  for (const edit of edits) files.set(edit.file, [...(files.get(edit.file) ?? []), edit]);
  const annotated = context.client.documentChanges === true && context.client.changeAnnotations === true;
  const textEdits = Array.from(files, ([uri, ofFile]) => ({
    uri,
    edits: editsOfFile(context, uri, ofFile, annotated),
  }));
  if (context.client.documentChanges !== true) {
    return { changes: Object.fromEntries(textEdits.map(({ uri, edits: ofFile }) => [uri, ofFile])) };
  }
  const documentChanges = textEdits.map(({ uri, edits: ofFile }) => ({
    textDocument: { uri, version: uri === context.uri ? context.version : null },
    edits: ofFile,
  }));
  return annotated ? { documentChanges, changeAnnotations: annotations(context, files.size) } : { documentChanges };
}

function editsOfFile(
  context: FeatureContext,
  uri: string,
  edits: readonly RenameEdit[],
  annotated: boolean,
): (lsp.TextEdit | lsp.AnnotatedTextEdit)[] {
  const lines = uri === context.uri ? context.lines : linesOf(context.textOf?.(uri) ?? "");
  return edits.map(({ span, newText, occurrence: { isImmutable } }) => ({
    range: rangeOf(lines, span),
    newText,
    ...(annotated && { annotationId: isImmutable ? "immutable" : "rename" }),
  }));
}

/** Only what the API server would refuse has to be confirmed; all can be seen before (Shift+Enter in VS Code). */
function annotations({ snapshot }: FeatureContext, fileCount: number): Record<string, lsp.ChangeAnnotation> {
  const { locale } = snapshot.settings;
  return {
    rename: {
      label: render(RENAME(), locale),
      needsConfirmation: false,
      description: render(IN_FILES({ count: fileCount }), locale),
    },
    immutable: {
      label: render(IMMUTABLE(), locale),
      needsConfirmation: true,
      description: render(REFUSED_LATER(), locale),
    },
  };
}

function refused<T>({ snapshot }: FeatureContext, why: Message): Answer<T> {
  return { kind: "refused", why: render(why, snapshot.settings.locale) };
}

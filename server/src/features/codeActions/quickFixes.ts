import type * as lsp from "vscode-languageserver-types";
import type { Diagnostic, Edit, Fix, LiveLabels } from "../../core/diagnostic.ts";
import { certainEdits, certainFix } from "../../core/refactor/fixAll.ts";
import { labelTemplate } from "../../core/refactor/labelTemplate.ts";
import { render, words } from "../../core/words.ts";
import type { FeatureContext } from "../context.ts";
import { rangeOf, spanOf } from "../positions.ts";
import { workspaceEdit } from "../workspaceEdit.ts";
import type { ActionProducer, ActionRequest } from "./action.ts";

/** The fixes of what is wrong at the cursor; the certain one is preferred. */
export const quickFixes: ActionProducer = {
  kind: "quickfix",
  when: "always",
  produce: (context, request) =>
    findingsIn(context, request).flatMap((diagnostic) =>
      (diagnostic.fixes ?? []).flatMap((fix) => quickFix(context, request, diagnostic, fix)),
    ),
};

/** Labels that fixes at the cursor would give live workloads: the cluster can be asked beforehand whether they are allowed. */
export function liveLabelsIn(context: FeatureContext, request: ActionRequest): readonly LiveLabels[] {
  return findingsIn(context, request).flatMap(({ fixes = [] }) => fixes.flatMap(({ liveLabels }) => liveLabels ?? []));
}

const ALL_OF_KIND = words({
  en: "Fix all {count} of {code} in this file",
  ja: "このファイルの {code} {count} 件をすべて修正する",
});

/** The same for every finding of the kind in the file, where there are more of it than the one at the cursor. */
export const fixesOfKind: ActionProducer = {
  kind: "quickfix",
  when: "always",
  produce(context, request) {
    const fixable = findingsIn(context, request).filter((diagnostic) => certainFix(diagnostic) !== undefined);
    const codes = new Set(fixable.map(({ code }) => code));
    return [...codes].flatMap((code) => {
      const { edits, count } = certainEdits(context.diagnostics(), code);
      const edit = count > 1 ? workspaceEdit(context, edits) : undefined;
      if (edit === undefined) return [];
      const title = render(ALL_OF_KIND({ count, code }), context.snapshot.settings.locale);
      const resolved = request.diagnostics.filter((one) => one.code === code);
      return [{ title, kind: "quickfix", edit, diagnostics: resolved }];
    });
  },
};

function findingsIn(context: FeatureContext, { range }: ActionRequest): readonly Diagnostic[] {
  const [start, end] = spanOf(context.lines, range);
  return context.diagnostics().filter(({ span, fixes }) => fixes && span[0] <= end && start <= span[1]);
}

function quickFix(
  context: FeatureContext,
  { diagnostics }: ActionRequest,
  diagnostic: Diagnostic,
  fix: Fix,
): readonly lsp.CodeAction[] {
  const remedy = remedyOf(context, fix);
  if (remedy === undefined) return [];
  const range = rangeOf(context.lines, diagnostic.span);
  return [
    {
      title: render(fix.title, context.snapshot.settings.locale),
      kind: "quickfix",
      ...remedy,
      diagnostics: diagnostics.filter((one) => one.code === diagnostic.code && isSameRange(one.range, range)),
      ...(fix.certain && { isPreferred: true }),
    },
  ];
}

/** Edits, or a command that asks before it changes the cluster; undefined where the client or the text does not allow it. */
function remedyOf(context: FeatureContext, fix: Fix): Pick<lsp.CodeAction, "edit" | "command"> | undefined {
  const { liveLabels, title } = fix;
  if (liveLabels !== undefined) {
    if (context.isForbidden?.(liveLabels)) return undefined;
    const argument = { ...liveLabels, labels: Object.fromEntries(liveLabels.labels) };
    const command = { title: render(title, context.snapshot.settings.locale), command: LABEL_COMMAND };
    return context.client.commands ? { command: { ...command, arguments: [argument] } } : undefined;
  }
  const edits = editsOf(context, fix);
  const edit = edits && workspaceEdit(context, edits);
  return edit && { edit };
}

/** The extension's command that changes labels; its argument is a workload of the cluster with its labels. */
const LABEL_COMMAND = "podsight.addLabelToMatchedPods";

/** All edits of a fix; undefined where a template cannot take the labels, so that the fix is not offered. */
function editsOf(context: FeatureContext, { edits, templateLabels }: Fix): readonly Edit[] | undefined {
  if (templateLabels === undefined) return edits;
  const text = context.textOf?.(templateLabels.file);
  const labelling = text === undefined ? undefined : labelTemplate(text, templateLabels);
  return labelling && [...edits, ...labelling.map((edit) => ({ ...edit, file: templateLabels.file }))];
}

function isSameRange(a: lsp.Range, b: lsp.Range): boolean {
  return isSamePosition(a.start, b.start) && isSamePosition(a.end, b.end);
}

function isSamePosition(a: lsp.Position, b: lsp.Position): boolean {
  return a.line === b.line && a.character === b.character;
}

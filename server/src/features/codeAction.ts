import type * as lsp from "vscode-languageserver-types";
import type { LiveLabels } from "../core/diagnostic.ts";
import { SERVICE_TYPES } from "../core/refactor/serviceType.ts";
import type { ActionProducer } from "./codeActions/action.ts";
import { endpointsToSlices } from "./codeActions/convertEndpoints.ts";
import { createEndpointSlice } from "./codeActions/createEndpointSlice.ts";
import { fixAll } from "./codeActions/fixAll.ts";
import { fixesOfKind, liveLabelsIn, quickFixes } from "./codeActions/quickFixes.ts";
import { selectWorkload } from "./codeActions/selectWorkload.ts";
import { switchTo } from "./codeActions/switchType.ts";
import type { FeatureContext } from "./context.ts";

/** Every sort of code action, in the order in which a menu shows them. */
const PRODUCERS: readonly ActionProducer[] = [
  quickFixes,
  fixesOfKind,
  createEndpointSlice,
  ...SERVICE_TYPES.map(switchTo),
  selectWorkload,
  endpointsToSlices,
  fixAll,
];

/** The kinds of all code actions, for the server's capabilities. */
export const CODE_ACTION_KINDS: readonly string[] = [...new Set(PRODUCERS.map(({ kind }) => kind))];

/** What the protocol's request asks for (`CodeActionParams`, without the document). */
export interface CodeActionRequest {
  readonly range: lsp.Range;
  readonly context: lsp.CodeActionContext;
}

/**
 * The code actions for a range: fixes of what is wrong there, switches of the Service's type, selectors to take.
 * Kinds that are not asked for are not computed; refactorings are not while the cursor only moves.
 */
export function codeActions(context: FeatureContext, request: CodeActionRequest): lsp.CodeAction[] {
  const { range, context: asked } = request;
  return PRODUCERS.filter((producer) => isAsked(producer, asked)).flatMap(({ produce }) =>
    produce(context, { range, diagnostics: asked.diagnostics }),
  );
}

/** The labels that the answer would offer for live workloads, so that those they do not allow are known before it is given. */
export function liveLabelsAsked(
  context: FeatureContext,
  { range, context: asked }: CodeActionRequest,
): readonly LiveLabels[] {
  return isAsked(quickFixes, asked) ? liveLabelsIn(context, { range, diagnostics: asked.diagnostics }) : [];
}

/** A number of the protocol; written out, so that the features need its types only. */
const AUTOMATIC: lsp.CodeActionTriggerKind = 2;

/** Kinds are prefixes: who asks for `refactor` is given `refactor.rewrite.serviceType.NodePort`. */
function isAsked({ kind, when }: ActionProducer, { only, triggerKind }: lsp.CodeActionContext): boolean {
  if (only !== undefined) return only.some((asked) => asked === "" || kind === asked || kind.startsWith(`${asked}.`));
  switch (when) {
    case "always":
      return true;
    case "invoked":
      return triggerKind !== AUTOMATIC;
    case "named":
      return false;
  }
}

import type * as lsp from "vscode-languageserver-types";
import { type Diagnostic, type RelatedPlace, type Severity, withoutFollowing } from "../core/diagnostic.ts";
import { spanIn } from "../core/navigation/navigation.ts";
import { rulePage } from "../core/rulesPage.ts";
import type { Span } from "../core/span.ts";
import { render } from "../core/words.ts";
import type { FeatureContext } from "./context.ts";
import { rangeOf } from "./positions.ts";

/** What is wrong in a document, as the protocol says it: a mistake that the API server would answer twice once. */
export function diagnostics(context: FeatureContext): lsp.Diagnostic[] {
  return withoutFollowing(context.diagnostics()).map((diagnostic) => toLsp(context, diagnostic));
}

function toLsp(context: FeatureContext, diagnostic: Diagnostic): lsp.Diagnostic {
  const { code, message, span, severity, deprecated, related, field, kind, stage } = diagnostic;
  return {
    range: rangeOf(context.lines, span),
    severity: SEVERITIES[severity],
    code,
    codeDescription: { href: rulePage(code) },
    source: "podsight",
    message: render(message, context.snapshot.settings.locale),
    ...(deprecated && { tags: [DEPRECATED] }),
    ...(related && { relatedInformation: related.flatMap((place) => relatedInformation(context, place)) }),
    data: { stage, ...(field !== undefined && { field }), ...(kind !== undefined && { kind }) },
  };
}

/** A place in a file whose lines are not known cannot be shown, and is left out. */
function relatedInformation(context: FeatureContext, place: RelatedPlace): lsp.DiagnosticRelatedInformation[] {
  const uri = place.file ?? context.uri;
  const lines = context.linesOf(uri);
  if (lines === undefined) return [];
  const span = place.service === undefined ? place.span : placeOfService(context, uri, place.service);
  if (span === undefined) return [];
  const message = render(place.message, context.snapshot.settings.locale);
  return [{ location: { uri, range: rangeOf(lines, span) }, message }];
}

function placeOfService({ navigation }: FeatureContext, uri: string, name: string): Span | undefined {
  const at = navigation?.().services.find((one) => one.uri === uri && one.object.name?.value === name);
  return at && spanIn(at, at.object.name?.span ?? at.object.span);
}

/** Numbers of the protocol; written out, so that the features need its types only. */
const SEVERITIES: Readonly<Record<Severity, lsp.DiagnosticSeverity>> = { error: 1, warning: 2, info: 3, hint: 4 };
const DEPRECATED: lsp.DiagnosticTag = 2;

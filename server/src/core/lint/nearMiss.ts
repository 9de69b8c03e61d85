import type { Diagnostic, Severity } from "../diagnostic.ts";
import type { Service } from "../manifest/service.ts";
import type { Resolution } from "../pods/resolution.ts";
import { nearMissFixes } from "../refactor/nearMissFixes.ts";
import type { Span } from "../span.ts";
import type { Message } from "../words.ts";
import type { LintContext } from "./rule.ts";

/** A finding on the part of the selector that is to blame, with what would put it right. */
export function selectorDiagnostic(
  context: LintContext,
  finding: { readonly code: string; readonly severity: Severity; readonly message: Message },
): Diagnostic {
  const span = blamedSpan(context.service, context.resolution);
  return { ...finding, span, stage: "lint", fixes: nearMissFixes(context) };
}

/** The value that the nearest miss differs in, else the only pair that no Pod has, else the whole selector. */
function blamedSpan({ selector, span }: Service, { nearMisses, pairs }: Resolution): Span {
  if (selector.kind !== "pairs") return span;
  const nearest = nearMisses[0]?.missing[0];
  if (nearest !== undefined) return nearest.valueSpan;
  const [unmet, another] = pairs.filter(({ count }) => count === 0);
  if (unmet !== undefined && another === undefined) return unmet.pair.span;
  return selector.span;
}

import type { Diagnostic, Fix, Severity } from "../diagnostic.ts";
import { setScalar } from "../edit.ts";
import { valueAt } from "../node.ts";
import type { NearMiss, Resolution } from "../resolution.ts";
import type { Service } from "../service.ts";
import type { Span } from "../span.ts";
import { type Message, words } from "../words.ts";
import type { LintContext } from "./rule.ts";

/** Fixes offered for one finding. */
const FIXES = 3;

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

const SELECT = words({ en: "Select {key}={value}", ja: "{key}={value} を選択する" });

/** For each near miss whose Pods have another value under the same key: select that value. */
function nearMissFixes({ object, text, resolution }: LintContext): readonly Fix[] {
  return resolution.nearMisses.slice(0, FIXES).flatMap((miss) => takeValue(miss, object.node, text));
}

function takeValue({ missing, actual }: NearMiss, object: Parameters<typeof valueAt>[0], text: string): readonly Fix[] {
  const [pair] = missing;
  if (pair === undefined) return [];
  const value = actual.get(pair.key);
  const node = valueAt(object, "spec", "selector", pair.key);
  if (value === undefined || node?.kind !== "scalar") return [];
  return [{ title: SELECT({ key: pair.key, value }), edits: [setScalar(text, node, value)], certain: false }];
}

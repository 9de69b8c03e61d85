import { isLabelKey, isLabelValue } from "../apiserver/formats.ts";
import type { RelatedPlace, Severity } from "../diagnostic.ts";
import type { SelectorPair, Service } from "../manifest/service.ts";
import type { Explanation } from "../pods/explain.ts";
import { type Pod, workloadOf } from "../pods/pod.ts";
import type { Resolution } from "../pods/resolution.ts";
import { nearMissFixes } from "../refactor/nearMissFixes.ts";
import type { Span } from "../span.ts";
import { type Message, words } from "../words.ts";
import type { LintContext, LintFinding } from "./rule.ts";

/** A finding on the part of the selector that is to blame, with what would put it right and the templates that it names. */
export function selectorFinding(
  context: LintContext,
  { workloads }: Pick<Explanation, "workloads">,
  finding: { readonly severity: Severity; readonly message: Message },
): LintFinding {
  const span = blamedSpan(context.service, context.resolution);
  return { ...finding, span, fixes: nearMissFixes(context), related: templatesOf(workloads) };
}

/** Whether no Pod can have such labels, and the API server refuses the selector: that is said where it is written. */
export function isRefused(pairs: readonly SelectorPair[]): boolean {
  return pairs.some(({ key, value }) => !isLabelKey(key) || !isLabelValue(value));
}

const TEMPLATE = words({
  en: "The Pod template's labels of {kind} {name}",
  ja: "{kind} {name} の Pod テンプレートのラベル",
});
const WORKLOAD = words({ en: "{kind} {name}", ja: "{kind} {name}" });

/** Where the workloads of the workspace are written; the cluster's Pods have no place. */
export function templatesOf(pods: readonly Pod[]): readonly RelatedPlace[] {
  return pods.flatMap((pod) => {
    const { origin } = pod;
    if (origin.kind !== "workspace") return [];
    const { uri: file, span, labelsSpan } = origin;
    const { kind, name } = workloadOf(pod);
    const message = labelsSpan === undefined ? WORKLOAD({ kind, name }) : TEMPLATE({ kind, name });
    return [{ file, span: labelsSpan ?? span, message }];
  });
}

/** The places at which the manifests of these Pods' workloads have their names, to stand beside a finding. */
export function workloadsAt(pods: readonly Pod[]): readonly RelatedPlace[] {
  return pods.flatMap((pod) => {
    const { origin } = pod;
    const { kind, name } = workloadOf(pod);
    return origin.kind === "workspace"
      ? [{ file: origin.uri, span: origin.span, message: WORKLOAD({ kind, name }) }]
      : [];
  });
}

/** What the nearest miss differs in, else the only pair that no Pod has, else the whole selector. */
function blamedSpan({ selector, span }: Service, { nearMisses, pairs }: Resolution): Span {
  if (selector.kind !== "pairs") return span;
  const [miss] = nearMisses;
  const [pair, another] = miss?.missing ?? [];
  if (miss !== undefined && pair !== undefined && another === undefined)
    return miss.kind === "otherKey" ? pair.keySpan : pair.valueSpan;
  const [unmet, more] = pairs.filter(({ count }) => count === 0);
  return unmet !== undefined && more === undefined ? unmet.pair.span : selector.span;
}

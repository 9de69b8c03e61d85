import type { KubernetesObject } from "../manifest/manifest.ts";
import type { SelectorPair } from "../manifest/service.ts";
import type { Located, Span } from "../span.ts";
import { type MapNode, type Node, stringOf, valueAt } from "../yaml/node.ts";
import { items, located } from "./nodes.ts";

/** A label selector by which an object means Pods of its own namespace, other than a Service's and a workload's own. */
export interface PodSelector {
  readonly span: Span;
  readonly pairs: readonly SelectorPair[];
  readonly expressions: readonly PodSelectorExpression[];
  /** Names of those Pods' ports, where the object means them by name. */
  readonly ports: readonly Located<string>[];
}

/** An item of `matchExpressions`, as it is written. */
export interface PodSelectorExpression {
  readonly key: Located<string>;
  readonly operator: string;
  readonly values: readonly Located<string>[];
}

/**
 * The selectors of a PodDisruptionBudget and of a NetworkPolicy, and those in a Pod template's affinity, anti-affinity and
 * topologySpreadConstraints. Left out are those of other namespaces, those for all Pods, and those that a template fills in.
 */
export function podSelectorsOf(
  { kind, apiVersion, node }: KubernetesObject,
  template: MapNode | undefined,
): readonly PodSelector[] {
  const spec = valueAt(node, "spec");
  if (template !== undefined) return ofTemplate(valueAt(template, "spec"));
  if (kind === "PodDisruptionBudget" && apiVersion.startsWith("policy/")) return selector(valueAt(spec, "selector"));
  if (kind === "NetworkPolicy" && apiVersion.startsWith("networking.k8s.io/")) return ofNetworkPolicy(spec);
  return [];
}

/** A rule's ports are those of the Pods that get the traffic: the policy's own for what comes in. */
function ofNetworkPolicy(spec: Node | undefined): readonly PodSelector[] {
  const [ingress, egress] = ["ingress", "egress"].map((key) => items(valueAt(spec, key)));
  const from = (ingress ?? []).flatMap((rule) => items(valueAt(rule, "from")));
  return [
    ...selector(valueAt(spec, "podSelector"), (ingress ?? []).flatMap(portsOf)),
    ...from.flatMap((peer) => ofPeer(peer)),
    ...(egress ?? []).flatMap((rule) => {
      const to = items(valueAt(rule, "to"));
      // The ports of several peers are those of each of them, and may be named by another.
      return to.flatMap((peer) => ofPeer(peer, to.length === 1 ? portsOf(rule) : []));
    }),
  ];
}

function ofPeer(peer: Node, ports: readonly Located<string>[] = []): readonly PodSelector[] {
  return valueAt(peer, "namespaceSelector") === undefined ? selector(valueAt(peer, "podSelector"), ports) : [];
}

function portsOf(rule: Node): readonly Located<string>[] {
  return items(valueAt(rule, "ports")).flatMap((port) => located(valueAt(port, "port")) ?? []);
}

function ofTemplate(spec: Node | undefined): readonly PodSelector[] {
  const spread = items(valueAt(spec, "topologySpreadConstraints"));
  return [...affinityTerms(spec), ...spread].flatMap((term) => selector(valueAt(term, "labelSelector")));
}

/** The terms that are about Pods of the same namespace. */
function affinityTerms(spec: Node | undefined): readonly Node[] {
  const terms = ["podAffinity", "podAntiAffinity"].flatMap((key) => {
    const affinity = valueAt(spec, "affinity", key);
    return [
      ...items(valueAt(affinity, "requiredDuringSchedulingIgnoredDuringExecution")),
      ...items(valueAt(affinity, "preferredDuringSchedulingIgnoredDuringExecution")).flatMap(
        (preferred) => valueAt(preferred, "podAffinityTerm") ?? [],
      ),
    ];
  });
  return terms.filter(
    (term) => valueAt(term, "namespaceSelector") === undefined && valueAt(term, "namespaces") === undefined,
  );
}

/** Where a template's own labels are meant by their keys: `matchLabelKeys` and `mismatchLabelKeys` of its terms. */
export function labelKeysMeant(template: MapNode): readonly Located<string>[] {
  const spec = valueAt(template, "spec");
  const terms = [...affinityTerms(spec), ...items(valueAt(spec, "topologySpreadConstraints"))];
  return terms
    .flatMap((term) => ["matchLabelKeys", "mismatchLabelKeys"].flatMap((key) => items(valueAt(term, key))))
    .flatMap((key) => located(key) ?? []);
}

/** None where a part of it is unknown: it would seem to mean more Pods than it does. */
function selector(node: Node | undefined, ports: readonly Located<string>[] = []): readonly PodSelector[] {
  if (node?.kind !== "map") return [];
  const pairs = pairsOf(valueAt(node, "matchLabels"));
  const expressions = expressionsOf(valueAt(node, "matchExpressions"));
  if (pairs === undefined || expressions === undefined || pairs.length + expressions.length === 0) return [];
  return [{ span: node.span, pairs, expressions, ports }];
}

function pairsOf(node: Node | undefined): readonly SelectorPair[] | undefined {
  if (node === undefined) return [];
  if (node.kind !== "map") return undefined;
  const pairs = node.entries.map(({ key, keySpan, value, span }): SelectorPair | undefined => {
    const text = stringOf(value);
    return text === undefined ? undefined : { key, keySpan, value: text, valueSpan: value.span, span };
  });
  return allKnown(pairs);
}

function expressionsOf(node: Node | undefined): readonly PodSelectorExpression[] | undefined {
  if (node === undefined) return [];
  if (node.kind !== "sequence") return undefined;
  return allKnown(
    node.items.map((item): PodSelectorExpression | undefined => {
      const key = located(valueAt(item, "key"));
      const operator = stringOf(valueAt(item, "operator"));
      const values = allKnown(items(valueAt(item, "values")).map(located));
      return key && operator !== undefined && values ? { key, operator, values } : undefined;
    }),
  );
}

function allKnown<T>(parts: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known : undefined;
}

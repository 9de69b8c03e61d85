import type { SelectorPair } from "../manifest/service.ts";
import { type Located, type Span, spanContains } from "../span.ts";
import type {
  WrittenExpression,
  WrittenPolicy,
  WrittenReferrer,
  WrittenService,
  WrittenWorkload,
} from "../workspace/written.ts";
import type { At, PodSelectorAt, ReferenceAt } from "./at.ts";
import { type Navigation, podSelectorsIn, referencesIn } from "./navigation.ts";

/** What is written at a place and means something elsewhere. `span` is relative to the document of `at`. */
export type Topic =
  /**
   * A label's key, or (with the key) its value: of a Service's selector, a Pod template, a workload's own selector, or
   * another one that means Pods (`podSelector`).
   */
  | {
      readonly kind: "label";
      readonly part: "key" | "value";
      readonly key: string;
      readonly value: string | undefined;
      readonly role: "serviceSelector" | "template" | "ownSelector" | "podSelector";
      readonly span: Span;
      readonly at: At<WrittenService | WrittenWorkload | WrittenPolicy>;
      readonly podSelector?: PodSelectorAt;
    }
  /** The name of a container's port: where it is declared, or where a targetPort, a probe, a hook or a policy means it. */
  | {
      readonly kind: "containerPort";
      readonly name: string;
      readonly role: "targetPort" | "declaration" | "use";
      readonly span: Span;
      readonly at: At<WrittenService | WrittenWorkload | WrittenPolicy>;
      readonly podSelector?: PodSelectorAt;
    }
  /** A targetPort that is a number. */
  | { readonly kind: "portNumber"; readonly number: number; readonly span: Span; readonly at: At<WrittenService> }
  /** The name of a Service's port, where the Service has it or where another object means it. */
  | {
      readonly kind: "servicePort";
      readonly name: string;
      readonly role: "declaration" | "use";
      readonly span: Span;
      readonly at: At;
      readonly services: readonly At<WrittenService>[];
    }
  /** A Service's own name, or where another object means it by its name. */
  | {
      readonly kind: "service";
      readonly role: "declaration" | "use";
      readonly span: Span;
      readonly at: At;
      readonly services: readonly At<WrittenService>[];
    };

/** What is written at an offset of a file; undefined where nothing is that means anything elsewhere. */
export function topicAt(navigation: Navigation, uri: string, offset: number): Topic | undefined {
  const found = navigation.objectAt(uri, offset);
  if (found === undefined) return undefined;
  const { start, object } = found;
  const inside = offset - start;
  switch (object.kind) {
    case "service":
      return serviceTopic({ uri, start, object }, inside);
    case "workload": {
      const at = { uri, start, object };
      return workloadTopic(at, inside) ?? podSelectorTopic(at, inside) ?? referenceTopic(navigation, at, inside);
    }
    case "policy":
      return podSelectorTopic({ uri, start, object }, inside);
    case "referrer":
      return referenceTopic(navigation, { uri, start, object }, inside);
  }
}

function serviceTopic(at: At<WrittenService>, offset: number): Topic | undefined {
  const { selector, ports, name } = at.object.service;
  if (name !== undefined && spanContains(name.span, offset)) {
    return { kind: "service", role: "declaration", span: name.span, at, services: [at] };
  }
  const pairs = selector.kind === "pairs" ? selector.pairs : [];
  const label = labelTopic(at, "serviceSelector", pairs, offset);
  if (label !== undefined) return label;
  for (const port of ports) {
    if (isAt(port.targetPort, offset)) {
      const { value, span } = port.targetPort;
      return typeof value === "number"
        ? { kind: "portNumber", number: value, span, at }
        : { kind: "containerPort", name: value, role: "targetPort", span, at };
    }
    if (isAt(port.name, offset)) {
      const { value, span } = port.name;
      return { kind: "servicePort", name: value, role: "declaration", span, at, services: [at] };
    }
  }
  return undefined;
}

function workloadTopic(at: At<WrittenWorkload>, offset: number): Topic | undefined {
  const { labels, selector, portNames, portUses } = at.object;
  const label =
    labelTopic(at, "template", labels, offset) ??
    labelTopic(at, "ownSelector", selector.pairs, offset) ??
    expressionTopic(at, selector.expressions, offset) ??
    keyTopic(at, offset);
  if (label !== undefined) return label;
  const declared = portNames.find((name) => isAt(name, offset));
  const used = portUses.find((name) => isAt(name, offset));
  const name = declared ?? used;
  if (name === undefined) return undefined;
  const role = declared === undefined ? "use" : "declaration";
  return { kind: "containerPort", name: name.value, role, span: name.span, at };
}

function keyTopic(at: At<WrittenWorkload>, offset: number): LabelTopic | undefined {
  const key = at.object.labelKeysMeant.find((one) => isAt(one, offset));
  const value = at.object.labels.find((label) => label.key === key?.value)?.value;
  return key && { kind: "label", part: "key", key: key.value, value, role: "ownSelector", span: key.span, at };
}

function podSelectorTopic(at: At<WrittenWorkload | WrittenPolicy>, offset: number): Topic | undefined {
  for (const podSelector of podSelectorsIn(at)) {
    const { pairs, expressions, ports } = podSelector.selector;
    const label =
      labelTopic(at, "podSelector", pairs, offset) ?? expressionTopic(at, expressions, offset, "podSelector");
    if (label !== undefined) return { ...label, podSelector };
    const port = ports.find((one) => isAt(one, offset));
    if (port !== undefined) {
      return { kind: "containerPort", name: port.value, role: "use", span: port.span, at, podSelector };
    }
  }
  return undefined;
}

type LabelTopic = Extract<Topic, { kind: "label" }>;

function labelTopic(
  at: LabelTopic["at"],
  role: LabelTopic["role"],
  pairs: readonly SelectorPair[],
  offset: number,
): LabelTopic | undefined {
  const pair = pairs.find(({ span }) => spanContains(span, offset));
  if (pair === undefined) return undefined;
  const isKey = spanContains(pair.keySpan, offset);
  const { key, value } = pair;
  return {
    kind: "label",
    part: isKey ? "key" : "value",
    key,
    value,
    role,
    span: isKey ? pair.keySpan : pair.valueSpan,
    at,
  };
}

/** Of a key alone the value is that of the template beside it; another object has none. */
function expressionTopic(
  at: At<WrittenWorkload | WrittenPolicy>,
  expressions: readonly Pick<WrittenExpression, "key" | "values">[],
  offset: number,
  role: LabelTopic["role"] = "ownSelector",
): LabelTopic | undefined {
  for (const { key, values } of expressions) {
    const common = { kind: "label", key: key.value, role, at } as const;
    if (isAt(key, offset)) {
      const labels = role === "ownSelector" && at.object.kind === "workload" ? at.object.labels : [];
      return { ...common, part: "key", value: labels.find((label) => label.key === key.value)?.value, span: key.span };
    }
    const value = values.find((one) => isAt(one, offset));
    if (value !== undefined) return { ...common, part: "value", value: value.value, span: value.span };
  }
  return undefined;
}

function referenceTopic(
  navigation: Navigation,
  at: At<WrittenWorkload | WrittenReferrer>,
  offset: number,
): Topic | undefined {
  for (const found of referencesIn(at)) {
    const { service, port } = found.reference;
    const meant = (): readonly At<WrittenService>[] => navigation.servicesMeant(found satisfies ReferenceAt);
    if (isAt(service, offset)) return { kind: "service", role: "use", span: service.span, at, services: meant() };
    if (isAt(port, offset)) {
      return { kind: "servicePort", name: port.value, role: "use", span: port.span, at, services: meant() };
    }
  }
  return undefined;
}

function isAt<T>(located: Located<T> | undefined, offset: number): located is Located<T> {
  return located !== undefined && spanContains(located.span, offset);
}

import type { SelectorPair } from "../manifest/service.ts";
import type { Span } from "../span.ts";
import type { WrittenExpression, WrittenService, WrittenWorkload } from "../workspace/written.ts";
import type { At, PodSelectorAt } from "./at.ts";
import { keyOf, type Navigation, spanIn } from "./navigation.ts";
import type { Topic } from "./topic.ts";

/** A place where a topic is written. `span` is the file's. */
export interface Occurrence {
  readonly uri: string;
  readonly span: Span;
  /** `declaration`: what the others mean, such as a template's label, a container's port, a Service's name. */
  readonly role: "declaration" | "use";
  readonly at: At;
  /** The API server refuses to change this place once the object exists. */
  readonly isImmutable: boolean;
}

/** Objects that hang together by one label or port name, followed at most. */
const MOST_OBJECTS = 5_000;

/**
 * Every place that means the same as the topic, in the order in which they hang together: the Services and other selectors
 * that mean a workload by a label, the other workloads that those mean by it, and so on. Of a label, the places of the
 * topic's part: its key, or its value.
 */
export function occurrencesOf(navigation: Navigation, topic: Topic): readonly Occurrence[] {
  switch (topic.kind) {
    case "label": {
      const { key, value, part } = topic;
      const values = new Set([value]);
      const isMeant = (pair: SelectorPair) => pair.key === key && (value === undefined || values.has(pair.value));
      const label = { key, value, part };
      const tests: Tests = {
        service: (service) => pairsOf(service).some(isMeant),
        selector: ({ selector: { pairs, expressions } }) =>
          pairs.some(isMeant) || expressions.some((expression) => isAbout(expression, label)),
      };
      // By the key of an expression, labels of other values are meant, too.
      const follow = ({ object }: At<WrittenWorkload>) => {
        if (part === "key") for (const one of object.labels) if (one.key === key) values.add(one.value);
      };
      const { objects, selectors } = connected(navigation, topic, tests, follow);
      return [
        ...objects.flatMap((at) => labelPlaces(at, isMeant, label)),
        ...selectors.flatMap((selector) => selectorPlaces(selector, isMeant, label)),
      ];
    }
    case "containerPort": {
      const { name } = topic;
      const tests: Tests = {
        service: (service) => targetsOf(service).some((target) => target.value === name),
        selector: ({ selector: { ports } }) => ports.some((port) => port.value === name),
      };
      const { objects, selectors } = connected(navigation, topic, tests);
      const ofSelectors = selectors.flatMap(({ at, selector: { ports } }) =>
        ports.filter((port) => port.value === name).map(({ span }) => place(at, span, "use")),
      );
      return [...objects.flatMap((at) => portPlaces(at, name)), ...ofSelectors];
    }
    case "portNumber":
      return [place(topic.at, topic.span, "use"), ...portNumberPlaces(navigation, topic.at, topic.number)];
    case "servicePort":
      return topic.services.flatMap((service) => servicePortPlaces(navigation, service, topic.name));
    case "service":
      return topic.services.flatMap((service) => servicePlaces(navigation, service));
  }
}

interface Tests {
  service(service: At<WrittenService>): boolean;
  selector(selector: PodSelectorAt): boolean;
}

interface Connected {
  readonly objects: readonly At<WrittenService | WrittenWorkload>[];
  readonly selectors: readonly PodSelectorAt[];
}

/** What the topic is written in and all that hangs together with it through Services and selectors that pass the tests. */
function connected(
  navigation: Navigation,
  { at: from, podSelector }: Extract<Topic, { kind: "label" | "containerPort" }>,
  tests: Tests,
  follow: (meant: At<WrittenWorkload>) => void = () => undefined,
): Connected {
  const found = new Map<string, At<WrittenService | WrittenWorkload>>();
  const selectors = new Map<string, PodSelectorAt>();
  const add = (at: At<WrittenService | WrittenWorkload>): void => {
    if (found.size < MOST_OBJECTS && !found.has(keyOf(at))) found.set(keyOf(at), at);
  };
  const addSelector = (selector: PodSelectorAt): void => {
    const key = `${keyOf(selector.at)} ${selector.selector.span[0]}`;
    if (selectors.size >= MOST_OBJECTS || selectors.has(key)) return;
    selectors.set(key, selector);
    for (const workload of navigation.workloadsMeant(selector)) {
      follow(workload);
      add(workload);
    }
  };
  const { object } = from;
  if (podSelector !== undefined) addSelector(podSelector);
  else if (object.kind !== "policy") add({ ...from, object });
  // A Map is walked in the order in which it grows.
  for (const { uri, start, object: one } of found.values()) {
    if (one.kind === "service") {
      navigation.workloadsOf({ uri, start, object: one }).forEach(add);
      continue;
    }
    const workload = { uri, start, object: one };
    navigation.servicesOf(workload).filter(tests.service).forEach(add);
    navigation.selectorsOf(workload).filter(tests.selector).forEach(addSelector);
  }
  return { objects: [...found.values()], selectors: [...selectors.values()] };
}

function isAbout({ key, values }: Pick<WrittenExpression, "key" | "values">, label: LabelPart): boolean {
  return key.value === label.key && (label.part === "key" || values.some(({ value }) => value === label.value));
}

function selectorPlaces(
  { at, selector: { pairs, expressions } }: PodSelectorAt,
  isMeant: (pair: SelectorPair) => boolean,
  label: LabelPart,
): readonly Occurrence[] {
  const spans = [...pairs.filter(isMeant).map((pair) => partOf(pair, label)), ...expressionSpans(expressions, label)];
  return spans.map((span) => place(at, span, "use"));
}

interface LabelPart {
  readonly key: string;
  readonly value: string | undefined;
  readonly part: "key" | "value";
}

function labelPlaces(
  at: At<WrittenService | WrittenWorkload>,
  isMeant: (pair: SelectorPair) => boolean,
  label: LabelPart,
): readonly Occurrence[] {
  if (at.object.kind === "service") {
    return pairsOf({ ...at, object: at.object })
      .filter(isMeant)
      .map((pair) => place(at, partOf(pair, label), "use"));
  }
  const { labels, selector, isSelectorImmutable, labelKeysMeant } = at.object;
  const keysMeant = label.part === "key" ? labelKeysMeant.filter(({ value }) => value === label.key) : [];
  return [
    ...selector.pairs.filter(isMeant).map((pair) => place(at, partOf(pair, label), "use", isSelectorImmutable)),
    ...expressionSpans(selector.expressions, label).map((span) => place(at, span, "use", isSelectorImmutable)),
    ...labels.filter(isMeant).map((pair) => place(at, partOf(pair, label), "declaration")),
    ...keysMeant.map(({ span }) => place(at, span, "use")),
  ];
}

function partOf({ keySpan, valueSpan }: SelectorPair, { part }: LabelPart): Span {
  return part === "key" ? keySpan : valueSpan;
}

function expressionSpans(
  expressions: readonly Pick<WrittenExpression, "key" | "values">[],
  { key, value, part }: LabelPart,
): readonly Span[] {
  return expressions
    .filter((expression) => expression.key.value === key)
    .flatMap((expression) =>
      part === "key"
        ? [expression.key.span]
        : expression.values.filter((one) => one.value === value).map(({ span }) => span),
    );
}

function portPlaces(at: At<WrittenService | WrittenWorkload>, name: string): readonly Occurrence[] {
  const { object } = at;
  const isNamed = ({ value }: { readonly value: string | number }) => value === name;
  if (object.kind === "service") {
    return targetsOf({ ...at, object })
      .filter(isNamed)
      .map(({ span }) => place(at, span, "use"));
  }
  return [
    ...object.portNames.filter(isNamed).map(({ span }) => place(at, span, "declaration")),
    ...object.portUses.filter(isNamed).map(({ span }) => place(at, span, "use")),
  ];
}

function portNumberPlaces(navigation: Navigation, service: At<WrittenService>, number: number): readonly Occurrence[] {
  return navigation.workloadsOf(service).flatMap((at) => {
    const declared = at.object.portNumbers.filter(({ value }) => value === number);
    return declared.map(({ span }) => place(at, span, "declaration"));
  });
}

function servicePortPlaces(navigation: Navigation, at: At<WrittenService>, name: string): readonly Occurrence[] {
  const own = at.object.service.ports.flatMap((port) => (port.name?.value === name ? [port.name.span] : []));
  const uses = navigation
    .referencesTo(at)
    .flatMap(({ at: referrer, reference: { port } }) =>
      port?.value === name ? [place(referrer, port.span, "use")] : [],
    );
  return [...own.map((span) => place(at, span, "declaration")), ...uses];
}

function servicePlaces(navigation: Navigation, at: At<WrittenService>): readonly Occurrence[] {
  const span = at.object.name?.span ?? at.object.span;
  const uses = navigation
    .referencesTo(at)
    .map(({ at: referrer, reference }) => place(referrer, reference.service.span, "use"));
  return [place(at, span, "declaration"), ...uses];
}

/** The pairs of a Service's selector as they are written; none where it has no selector, or one that is unknown. */
export function pairsOf({ object: { service } }: At<WrittenService>): readonly SelectorPair[] {
  return service.selector.kind === "pairs" ? service.selector.pairs : [];
}

function targetsOf({ object: { service } }: At<WrittenService>) {
  return service.ports.flatMap(({ targetPort }) => targetPort ?? []);
}

function place(at: At, span: Span, role: Occurrence["role"], isImmutable = false): Occurrence {
  return { uri: at.uri, span: spanIn(at, span), role, at, isImmutable };
}

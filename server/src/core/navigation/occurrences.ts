import type { SelectorPair } from "../manifest/service.ts";
import type { Span } from "../span.ts";
import type { WrittenService, WrittenWorkload } from "../workspace/written.ts";
import type { At } from "./at.ts";
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
 * Every place that means the same as the topic, in the order in which they hang together: the Services that select a
 * workload by a label, the other workloads that those select by it, and so on. Of a label, the places of the topic's
 * part: its key, or its value.
 */
export function occurrencesOf(navigation: Navigation, topic: Topic): readonly Occurrence[] {
  switch (topic.kind) {
    case "label": {
      const { key, value, part } = topic;
      const isMeant = (pair: SelectorPair) => pair.key === key && (value === undefined || pair.value === value);
      return connected(navigation, topic.at, (service) => pairsOf(service).some(isMeant)).flatMap((at) =>
        labelPlaces(at, isMeant, { key, value, part }),
      );
    }
    case "containerPort": {
      const { name } = topic;
      const isMeant = (service: At<WrittenService>) => targetsOf(service).some((target) => target.value === name);
      return connected(navigation, topic.at, isMeant).flatMap((at) => portPlaces(at, name));
    }
    case "portNumber":
      return [place(topic.at, topic.span, "use"), ...portNumberPlaces(navigation, topic.at, topic.number)];
    case "servicePort":
      return topic.services.flatMap((service) => servicePortPlaces(navigation, service, topic.name));
    case "service":
      return topic.services.flatMap((service) => servicePlaces(navigation, service));
  }
}

/** The object and all that hang together with it through Services that pass the test. */
function connected(
  navigation: Navigation,
  from: At<WrittenService | WrittenWorkload>,
  test: (service: At<WrittenService>) => boolean,
): readonly At<WrittenService | WrittenWorkload>[] {
  const found = new Map([[keyOf(from), from]]);
  // A Map is walked in the order in which it grows.
  for (const { uri, start, object } of found.values()) {
    const next =
      object.kind === "service"
        ? navigation.workloadsOf({ uri, start, object })
        : navigation.servicesOf({ uri, start, object }).filter(test);
    for (const at of next) if (found.size < MOST_OBJECTS && !found.has(keyOf(at))) found.set(keyOf(at), at);
  }
  return [...found.values()];
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
  const spanOf = ({ keySpan, valueSpan }: SelectorPair) => (label.part === "key" ? keySpan : valueSpan);
  if (at.object.kind === "service") {
    return pairsOf({ ...at, object: at.object })
      .filter(isMeant)
      .map((pair) => place(at, spanOf(pair), "use"));
  }
  const { labels, selector, isSelectorImmutable } = at.object;
  return [
    ...selector.pairs.filter(isMeant).map((pair) => place(at, spanOf(pair), "use", isSelectorImmutable)),
    ...expressionSpans(at.object, label).map((span) => place(at, span, "use", isSelectorImmutable)),
    ...labels.filter(isMeant).map((pair) => place(at, spanOf(pair), "declaration")),
  ];
}

function expressionSpans({ selector }: WrittenWorkload, { key, value, part }: LabelPart): readonly Span[] {
  return selector.expressions
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

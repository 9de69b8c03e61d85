import type { WrittenService, WrittenWorkload } from "../workspace/written.ts";
import type { At } from "./at.ts";
import { type Navigation, spanIn } from "./navigation.ts";
import { type Occurrence, occurrencesOf, pairsOf } from "./occurrences.ts";
import type { Topic } from "./topic.ts";

/** Places of workloads that have one pair of a selector which matches none of them as a whole. */
const MOST_PLACES = 100;

/**
 * Where a topic leads: from what means something to what is meant (a pair of a selector to the templates that it
 * matches, a targetPort to the containers' ports, a reference to the Service), and from what is meant back to what means it.
 */
export function definitionOf(navigation: Navigation, topic: Topic): readonly Occurrence[] {
  switch (topic.kind) {
    case "label":
      return labelDefinition(navigation, topic);
    case "portNumber": {
      const declared = occurrencesOf(navigation, topic).filter(({ role }) => role === "declaration");
      return declared.length > 0 ? declared : navigation.workloadsOf(topic.at).map(workloadPlace);
    }
    case "containerPort":
      return nearOf(navigation, topic);
    case "servicePort":
    case "service": {
      const other = topic.role === "use" ? "declaration" : "use";
      return occurrencesOf(navigation, topic).filter(({ role }) => role === other);
    }
  }
}

/** Only what hangs together directly: not what other Services select by the same name. */
function nearOf(navigation: Navigation, topic: Extract<Topic, { kind: "containerPort" }>): readonly Occurrence[] {
  const { at, role, podSelector } = topic;
  const { object } = at;
  const all = occurrencesOf(navigation, topic);
  if (podSelector !== undefined) {
    const workloads = navigation.workloadsMeant(podSelector);
    return all.filter((one) => one.role === "declaration" && isIn(one, workloads));
  }
  if (object.kind === "policy") return [];
  if (object.kind === "service") {
    const workloads = navigation.workloadsOf({ ...at, object });
    return all.filter((one) => one.role === "declaration" && isIn(one, workloads));
  }
  if (role === "use") return all.filter((one) => one.role === "declaration" && one.at.object === object);
  return all.filter((one) => isIn(one, navigation.servicesOf({ ...at, object })));
}

function labelDefinition(navigation: Navigation, topic: Extract<Topic, { kind: "label" }>): readonly Occurrence[] {
  const { at, key, value, role, podSelector } = topic;
  const { object } = at;
  if (podSelector !== undefined) {
    return navigation.workloadsMeant(podSelector).flatMap((workload) => labelOf(workload, key));
  }
  if (object.kind === "policy") return [];
  if (object.kind === "service") {
    const matched = navigation.workloadsOf({ ...at, object });
    const alone = value === undefined ? [] : navigation.workloadsLabelled(key, value).slice(0, MOST_PLACES);
    return (matched.length > 0 ? matched : alone).flatMap((workload) => labelOf(workload, key));
  }
  const workload = { ...at, object };
  if (role === "ownSelector") return labelOf(workload, key);
  return navigation.servicesOf(workload).flatMap((service) => {
    const pairs = pairsOf(service).filter((pair) => pair.key === key && pair.value === value);
    return pairs.map((pair) => occurrence(service, pair.span, "use"));
  });
}

/** The label in a template; the workload itself where a kustomization adds it. */
function labelOf(at: At<WrittenWorkload>, key: string): readonly Occurrence[] {
  const labels = at.object.labels.filter((label) => label.key === key);
  return labels.length > 0 ? labels.map(({ span }) => occurrence(at, span, "declaration")) : [workloadPlace(at)];
}

function workloadPlace(at: At<WrittenWorkload>): Occurrence {
  return occurrence(at, at.object.name?.span ?? at.object.span, "declaration");
}

function occurrence(at: At, span: readonly [number, number], role: Occurrence["role"]): Occurrence {
  return { uri: at.uri, span: spanIn(at, span), role, at, isImmutable: false };
}

function isIn({ at }: Occurrence, others: readonly At<WrittenService | WrittenWorkload>[]): boolean {
  return others.some(({ uri, object }) => uri === at.uri && object === at.object);
}

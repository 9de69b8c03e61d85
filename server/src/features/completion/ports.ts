import { nodeAt } from "../../core/outline/place.ts";
import type { ContainerPort, Pod } from "../../core/pods/pod.ts";
import { resolve, workloadsMatching } from "../../core/pods/resolve.ts";
import { matchesAll } from "../../core/pods/selector.ts";
import { words } from "../../core/words.ts";
import { deployedService, pairsOf } from "../../core/workspace/matching.ts";
import { plainOf, stringOf, valueAt } from "../../core/yaml/node.ts";
import { sourceWords } from "../source.ts";
import { type Asked, choiceOf, liveSource, said } from "./asked.ts";
import type { Candidate } from "./candidate.ts";

const NUMBER_ON = words({ en: "{port} on {pods} {pods|Pod|Pods}", ja: "Pod {pods} 個で {port}" });
const NUMBER_IN = words({ en: "{port} in {pods} {pods|workload|workloads}", ja: "ワークロード {pods} 個で {port}" });
const FREE = words({ en: "free", ja: "空き" });
const IN_RANGE = words({ en: "in the range; whether it is free is unknown", ja: "範囲内。空きかどうかは不明" });
const DEFAULT_RANGE = words({ en: "free; the range is the default one", ja: "空き。範囲は既定のもの" });
const CONVENTIONAL = words({ en: "customary", ja: "慣例" });

/** The names and numbers that the matched Pods declare, those of most Pods first. */
export function targetPortCandidates(asked: Asked): readonly Candidate[] {
  const declared = declaredPorts(asked);
  const names = groupedBy(declared, ({ port }) => port.name);
  const numbers = groupedBy(declared, ({ port }) => port.port);
  return [
    ...names.map(([name, ports]) => candidate(asked, name, ports, ({ port }) => port.port)),
    ...numbers.map(([number, ports]) => candidate(asked, number, ports, ({ port }) => port.name)),
  ];
}

/** Numbers for the Service's own port: what the Pods declare, and what clients expect. */
export function portCandidates(asked: Asked): readonly Candidate[] {
  const numbers = groupedBy(declaredPorts(asked), ({ port }) => port.port);
  const known = new Set(numbers.map(([number]) => number));
  const customary = [80, 443].filter((number) => !known.has(number));
  return [
    ...customary.map(
      (value): Candidate => ({
        label: String(value),
        writes: { kind: "value", value },
        note: said(asked, CONVENTIONAL()),
      }),
    ),
    ...numbers.map(([number, ports]) => candidate(asked, number, ports, ({ port }) => port.name)),
  ];
}

/** Names for the Service's port: those that the matched Pods give theirs, but those that other ports have already. */
export function portNameCandidates(asked: Asked): readonly Candidate[] {
  const taken = asked.service.ports
    .filter(({ index }) => index !== asked.target.path[2])
    .map(({ name }) => name?.value);
  const names = groupedBy(declaredPorts(asked), ({ port }) => port.name).filter(([name]) => !taken.includes(name));
  return names.map(([name, ports]) => candidate(asked, name, ports, ({ port }) => port.port));
}

const NODE_PORTS_OFFERED = 10;
/** Where the API server is not told otherwise (`--service-node-port-range`). */
const DEFAULT_NODE_PORTS = [30_000, 32_767] as const;

/** Node ports that no Service holds, lowest first: the API server hands out the upper ones by itself. */
export function nodePortCandidates(asked: Asked): readonly Candidate[] {
  const { settings, cluster } = asked.context.snapshot;
  const { nodePortRange } = settings.facts;
  const { inUse } = cluster;
  if (inUse === undefined && nodePortRange === undefined) return [];
  const [first, last] = nodePortRange ?? DEFAULT_NODE_PORTS;
  const here = nodePortsHere(asked);
  const offered: number[] = [];
  for (let port = first; port <= last && offered.length < NODE_PORTS_OFFERED; port++) {
    if (inUse?.nodePorts.get(port) === undefined && !here.has(port)) offered.push(port);
  }
  const knownToBeFree = nodePortRange === undefined ? DEFAULT_RANGE() : FREE();
  const note = said(asked, inUse === undefined ? IN_RANGE() : knownToBeFree);
  const source = inUse === undefined ? {} : { source: cluster.context ?? "" };
  return offered.map((value) => ({ label: String(value), writes: { kind: "value", value }, note, ...source }));
}

/** What the Services of the file hold, this one included. */
function nodePortsHere({ context }: Asked): ReadonlySet<unknown> {
  const ports = context.services.map(({ object }) => valueAt(object.node, "spec", "ports"));
  return new Set(
    ports.flatMap((list) =>
      list?.kind === "sequence"
        ? list.items.flatMap((item) => {
            const port = valueAt(item, "nodePort");
            return port === undefined ? [] : [plainOf(port)];
          })
        : [],
    ),
  );
}

interface Declared {
  readonly port: ContainerPort;
  readonly pod: Pod;
  /** Where the Pod is known from. */
  readonly source: string;
}

/** The ports of the protocol in question that the matched Pods' containers declare. */
function declaredPorts(asked: Asked): readonly Declared[] {
  const { context, target, node } = asked;
  const written = nodeAt(node, target.path.slice(0, -1));
  const protocol = stringOf(valueAt(written, "protocol")) || "TCP";
  const { minor } = context.snapshot.settings;
  const { pods, source } = matchedPods(asked);
  return pods.flatMap((pod) =>
    pod.ports
      .filter((port) => port.protocol === protocol && (port.container === "container" || minor >= 33))
      .map((port) => ({ port, pod, source })),
  );
}

/** The Pods of the cluster that the selector matches, else the workloads of the workspace; none for no selector. */
function matchedPods(asked: Asked): { readonly pods: readonly Pod[]; readonly source: string } {
  const { context, service } = asked;
  const { snapshot, uri, clock } = context;
  const deployed = deployedService(service, snapshot.workspace, uri, snapshot.cluster);
  const { live } = choiceOf(asked);
  const pairs = pairsOf(deployed);
  const pods = live?.pods.filter((pod) => matchesAll(pod, pairs)) ?? [];
  const isWhole = live !== undefined && (live.mode ?? "full") === "full";
  if (isWhole && pods.length > 0) return { pods, source: liveSource(asked, live) };
  const selected = isWhole ? undefined : selectedByServer(asked);
  if (selected !== undefined) return selected;
  const written = workloadsMatching(service, snapshot.workspace, uri);
  const isHere = written.every(({ origin }) => origin.kind === "workspace" && origin.uri === uri);
  const reach = {
    kind: "workspace",
    reach: isHere ? "file" : "workspace",
    cluster: snapshot.cluster.knowledge,
  } as const;
  return { pods: written, source: said(asked, sourceWords(reach, clock)) };
}

/** Of a namespace too large to be followed as a whole, the server itself is asked for what a selector matches. */
function selectedByServer(asked: Asked): ReturnType<typeof matchedPods> | undefined {
  const { snapshot, uri, clock } = asked.context;
  const { pods, source } = resolve(asked.service, snapshot, uri);
  if (source.kind !== "cluster" || pods.length === 0) return undefined;
  return { pods, source: said(asked, sourceWords(source, clock)) };
}

function groupedBy<K extends string | number>(
  declared: readonly Declared[],
  keyOf: (one: Declared) => K | undefined,
): readonly (readonly [K, readonly Declared[]])[] {
  const groups = new Map<K, Declared[]>();
  for (const one of declared) {
    const key = keyOf(one);
    if (key === undefined || key === "") continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups].sort((a, b) => b[1].length - a[1].length);
}

function candidate(
  asked: Asked,
  value: string | number,
  ports: readonly Declared[],
  otherOf: (one: Declared) => string | number | undefined,
): Candidate {
  const isLive = ports[0]?.pod.origin.kind === "cluster";
  const sentence = isLive ? NUMBER_ON : NUMBER_IN;
  const others = groupedBy(ports, (one) => otherOf(one) ?? value);
  const parts = others.map(([other, on]) =>
    said(asked, sentence({ port: other, pods: new Set(on.map(({ pod }) => pod)).size })),
  );
  return {
    label: String(value),
    writes: { kind: "value", value },
    note: parts.slice(0, 3).join(", "),
    source: ports[0]?.source ?? "",
  };
}

import type { Fix } from "../../diagnostic.ts";
import type { Span } from "../../span.ts";
import { nearest } from "../../typo.ts";
import { words } from "../../words.ts";
import { isHeadless, usesNodePorts } from "../defaults.ts";
import { type Field, type Port, type ServiceFields, textOf } from "../fields.ts";
import { addition, removal, replacement, UNCERTAIN } from "../fixes.ts";
import { isDnsLabel, isLabelKey, isPortName, isPortNumber, toDnsLabel } from "../formats.ts";
import { example, type Rule } from "../rule.ts";

const PROTOCOLS = ["SCTP", "TCP", "UDP"];

/** What the API server asks of a Service's ports. Node ports are in nodePorts.ts. */
export const PORT_RULES: readonly Rule[] = [
  {
    code: "ports-required",
    stage: "validate",
    kind: "Required",
    reads: ["ports", "type", "clusterIP", "clusterIPs"],
    about: "A Service needs at least one port. Only headless Services and those of type ExternalName do without.",
    example: {
      wrong: example("selector:", "  app: till"),
      right: example("selector:", "  app: till", "ports:", "  - port: 80"),
    },
    *check(service, { text }) {
      const { ports, spec, type } = service;
      if ((ports.value?.length ?? 0) > 0 || type.value === "ExternalName" || isHeadless(service)) return;
      const message = words({
        en: "The Service has no port. Each needs at least one, except headless Services and those of type ExternalName.",
        ja: "Service にポートがありません。Headless と ExternalName 以外の Service には一つ以上必要です。",
      })();
      const fixes =
        ports.node === undefined ? addition(text, spec.map, "ports", [{ port: 80 }], undefined, UNCERTAIN) : [];
      yield { span: ports.entry?.keySpan ?? spec.span, field: "spec.ports", message, fixes };
    },
  },
  {
    code: "port-name-required",
    stage: "validate",
    kind: "Required",
    reads: ["ports"],
    about: "With more than one port each needs a name, so that Ingresses, DNS records and clients can tell them apart.",
    example: {
      wrong: example("ports:", "  - port: 80", "  - name: metrics", "    port: 9090"),
      right: example("ports:", "  - name: http", "    port: 80", "  - name: metrics", "    port: 9090"),
    },
    *check({ ports: { value: ports = [] } }, { text }) {
      if (ports.length < 2) return;
      const taken = new Set(ports.map(({ name }) => textOf(name)));
      for (const [index, port] of ports.entries()) {
        if (port.name.unknown || textOf(port.name) !== "") continue;
        const name = freshName(port, taken);
        taken.add(name);
        const message = words({
          en: "The port has no name. With more than one port each needs one.",
          ja: "ポートに名前がありません。ポートが二つ以上あるときは、それぞれに名前が必要です。",
        })();
        const first = port.node.kind === "map" ? port.node.entries[0]?.key : undefined;
        const fixes = port.name.node
          ? replacement(text, port.name.node, name)
          : addition(text, port.node, "name", name, first === undefined ? undefined : { before: first });
        yield { span: spanOfPort(port), field: `spec.ports[${index}].name`, message, fixes };
      }
    },
  },
  {
    code: "port-name-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["ports"],
    about: "A port's name is a DNS label: at most 63 lower-case letters, digits and `-`.",
    example: {
      wrong: example("ports:", "  - name: HTTP_Web", "    port: 80"),
      right: example("ports:", "  - name: http-web", "    port: 80"),
    },
    *check({ ports }, { text }) {
      for (const [index, { name }] of (ports.value ?? []).entries()) {
        const value = textOf(name);
        if (value === "" || isDnsLabel(value)) continue;
        const message = words({
          en: 'Port name "{name}" is not a DNS label: at most 63 lower-case letters, digits and "-", with a letter or digit at both ends.',
          ja: 'ポート名 "{name}" は DNS ラベルではありません。63 文字以内の英小文字、数字、"-" で、両端は英小文字か数字です。',
        })({ name: value });
        const label = toDnsLabel(value);
        const others = (ports.value ?? []).some((other) => textOf(other.name) === label);
        const fixes = others
          ? []
          : replacement(text, name.node, label, { certain: label === value.toLowerCase().replaceAll("_", "-") });
        yield { span: spanIn(name, ports), field: `spec.ports[${index}].name`, message, fixes };
      }
    },
  },
  {
    code: "port-name-duplicate",
    stage: "validate",
    kind: "Duplicate",
    reads: ["ports"],
    about: "No two ports of a Service have the same name.",
    example: {
      wrong: example("ports:", "  - name: http", "    port: 80", "  - name: http", "    port: 8080"),
      right: example("ports:", "  - name: http", "    port: 80", "  - name: http-8080", "    port: 8080"),
    },
    *check({ ports }, { text }) {
      const first = new Map<string, Field<string>>();
      const taken = new Set((ports.value ?? []).map(({ name }) => textOf(name)));
      for (const [index, port] of (ports.value ?? []).entries()) {
        const value = textOf(port.name);
        const before = first.get(value);
        if (value === "") continue;
        if (before === undefined) {
          first.set(value, port.name);
          continue;
        }
        const message = words({
          en: 'Port name "{name}" is given twice. Each port needs a name of its own.',
          ja: 'ポート名 "{name}" が重複しています。ポートごとに別の名前が必要です。',
        })({ name: value });
        const other = words({ en: "The first port with this name", ja: "この名前の最初のポート" })();
        const better = freshName(port, taken);
        yield {
          span: spanIn(port.name, ports),
          field: `spec.ports[${index}].name`,
          message,
          fixes: replacement(text, port.name.node, better, UNCERTAIN),
          related: before.node ? [{ span: before.node.span, message: other }] : [],
        };
      }
    },
  },
  {
    code: "port-out-of-range",
    stage: "validate",
    kind: "Invalid",
    reads: ["ports"],
    about: "`port` is a number from 1 to 65535. It cannot be left out.",
    example: { wrong: example("ports:", "  - port: 80443"), right: example("ports:", "  - port: 8443") },
    *check({ ports }, { text }) {
      for (const [index, item] of (ports.value ?? []).entries()) {
        const { port, targetPort } = item;
        const value = port.value ?? 0;
        if (port.unknown || isPortNumber(value)) continue;
        const message =
          port.value !== undefined
            ? words({
                en: "port {port} is out of range: 1 to 65535 are allowed.",
                ja: "port の {port} は範囲外です。1～65535 にしてください。",
              })({ port: value })
            : words({
                en: "port is missing. It is the number that clients connect to, from 1 to 65535.",
                ja: "port がありません。クライアントが接続する番号を 1～65535 で書いてください。",
              })();
        const target =
          typeof targetPort.value === "number" && isPortNumber(targetPort.value) ? targetPort.value : undefined;
        const fixes =
          port.entry || target === undefined ? [] : addition(text, item.node, "port", target, undefined, UNCERTAIN);
        yield { span: spanOfNumber(item), field: `spec.ports[${index}].port`, message, fixes };
      }
    },
  },
  {
    code: "port-duplicate",
    stage: "validate",
    kind: "Duplicate",
    reads: ["ports"],
    about: "The same port number may occur once for each protocol.",
    example: {
      wrong: example("ports:", "  - name: a", "    port: 80", "  - name: b", "    port: 80"),
      right: example("ports:", "  - name: a", "    port: 80", "  - name: b", "    port: 80", "    protocol: UDP"),
    },
    *check({ ports }) {
      const first = new Map<string, Port>();
      for (const [index, item] of (ports.value ?? []).entries()) {
        const { port, protocol } = item;
        if (port.unknown || protocol.unknown) continue;
        const key = `${textOf(protocol)} ${port.value ?? 0}`;
        const before = first.get(key);
        if (before === undefined) {
          first.set(key, item);
          continue;
        }
        const message = words({
          en: "Port {port}/{protocol} is given twice. A port number may occur once for each protocol.",
          ja: "ポート {port}/{protocol} が重複しています。同じ番号はプロトコルごとに一つだけです。",
        })({ port: port.value ?? 0, protocol: textOf(protocol) });
        const other = words({ en: "The first of the two", ja: "最初のポート" })();
        const related = [{ span: spanOfNumber(before), message: other }];
        const follows = !isPortNumber(port.value ?? 0) && { follows: "port-out-of-range" };
        yield { span: spanOfNumber(item), field: `spec.ports[${index}]`, message, related, ...follows };
      }
    },
  },
  {
    code: "protocol-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["ports"],
    about: "`protocol` is TCP, UDP or SCTP, in capital letters. Application protocols go to `appProtocol`.",
    example: {
      wrong: example("ports:", "  - port: 80", "    protocol: tcp"),
      right: example("ports:", "  - port: 80", "    protocol: TCP"),
    },
    *check({ ports }, { text }) {
      for (const [index, { protocol }] of (ports.value ?? []).entries()) {
        const value = textOf(protocol);
        if (protocol.unknown || PROTOCOLS.includes(value)) continue;
        const message = words({
          en: 'Protocol "{value}" does not exist. It is TCP, UDP or SCTP, in capital letters.',
          ja: 'プロトコル "{value}" はありません。TCP、UDP、SCTP のいずれかを大文字で書いてください。',
        })({ value });
        const better = nearest(value, PROTOCOLS);
        yield {
          span: spanIn(protocol, ports),
          field: `spec.ports[${index}].protocol`,
          message,
          fixes: replacement(text, protocol.node, better),
        };
      }
    },
  },
  {
    code: "target-port-out-of-range",
    stage: "validate",
    kind: "Invalid",
    reads: ["ports"],
    about: "A numeric `targetPort` is from 1 to 65535. Left out, it is the same as `port`.",
    example: {
      wrong: example("ports:", "  - port: 80", "    targetPort: 80443"),
      right: example("ports:", "  - port: 80", "    targetPort: 8443"),
    },
    *check({ ports }) {
      for (const [index, item] of (ports.value ?? []).entries()) {
        const { port, targetPort } = item;
        const { value } = targetPort;
        if (typeof value !== "number" || isPortNumber(value)) continue;
        const taken =
          targetPort.node === undefined || (value === port.value && !port.unknown && targetPort.entry === undefined);
        const message = taken
          ? words({
              en: "targetPort takes the value of port, and {value} is out of range: 1 to 65535 are allowed.",
              ja: "targetPort には port の値が使われますが、{value} は範囲外です。1～65535 にしてください。",
            })({ value })
          : words({
              en: "targetPort {value} is out of range: 1 to 65535 are allowed.",
              ja: "targetPort の {value} は範囲外です。1～65535 にしてください。",
            })({ value });
        const span = targetPort.node?.span ?? spanOfNumber(item);
        const follows = taken && { follows: "port-out-of-range" };
        yield { span, field: `spec.ports[${index}].targetPort`, message, ...follows };
      }
    },
  },
  {
    code: "target-port-name-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["ports"],
    about:
      "A `targetPort` in letters names a container port: at most 15 lower-case letters, digits and `-`, at least one letter. A number stands without quotes.",
    example: {
      wrong: example("ports:", "  - port: 80", '    targetPort: "8080"'),
      right: example("ports:", "  - port: 80", "    targetPort: 8080"),
    },
    *check({ ports }, { text }) {
      for (const [index, { targetPort }] of (ports.value ?? []).entries()) {
        const { value } = targetPort;
        if (typeof value !== "string" || isPortName(value)) continue;
        const number = /^\d{1,5}$/.test(value) && isPortNumber(Number(value)) ? Number(value) : undefined;
        const message =
          number === undefined
            ? words({
                en: 'targetPort "{value}" is not a port name: at most 15 lower-case letters, digits and single "-", at least one letter.',
                ja: 'targetPort "{value}" はポート名ではありません。15 文字以内の英小文字、数字、連続しない "-" で、英字を一つ以上含みます。',
              })({ value })
            : words({
                en: 'In quotes "{value}" is the name of a port, and a name needs a letter. Write the number without quotes.',
                ja: '引用符で囲むと "{value}" はポート名になり、名前には英字が必要です。番号は引用符なしで書いてください。',
              })({ value });
        const fixes =
          number === undefined
            ? replacement(text, targetPort.node, portNameLike(value), { certain: false })
            : replacement(text, targetPort.node, number);
        yield { span: spanIn(targetPort, ports), field: `spec.ports[${index}].targetPort`, message, fixes };
      }
    },
  },
  {
    code: "app-protocol-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["ports"],
    about: "`appProtocol` is a name such as `http`, or one with a domain such as `kubernetes.io/h2c`.",
    example: {
      wrong: example("ports:", "  - port: 80", "    appProtocol: http/1/1"),
      right: example("ports:", "  - port: 80", "    appProtocol: http"),
    },
    *check({ ports }, { text }) {
      for (const [index, { appProtocol, node }] of (ports.value ?? []).entries()) {
        const { value } = appProtocol;
        if (value === undefined || isLabelKey(value)) continue;
        const message = words({
          en: 'appProtocol "{value}" is not a name such as http, or one with a domain such as kubernetes.io/h2c.',
          ja: 'appProtocol "{value}" は http のような名前や kubernetes.io/h2c のようなドメイン付きの名前ではありません。',
        })({ value });
        const fixes = value === "" ? removal(text, node, appProtocol.entry) : [];
        yield { span: spanIn(appProtocol, ports), field: `spec.ports[${index}].appProtocol`, message, fixes };
      }
    },
  },
  {
    code: "kubelet-port-exposed",
    stage: "validate",
    kind: "Invalid",
    until: 32,
    reads: ["type", "ports"],
    about: "Up to Kubernetes 1.32 a load balancer may not offer port 10250, which the kubelet uses.",
    example: {
      wrong: example("type: LoadBalancer", "ports:", "  - port: 10250"),
      right: example("type: LoadBalancer", "ports:", "  - port: 443", "    targetPort: 10250"),
    },
    *check({ type, ports }) {
      if (type.value !== "LoadBalancer") return;
      for (const [index, item] of (ports.value ?? []).entries()) {
        if (item.port.value !== 10_250) continue;
        const message = words({
          en: "A load balancer may not offer port 10250 before Kubernetes 1.33: the kubelet uses it. Choose another port.",
          ja: "Kubernetes 1.33 より前では、ロードバランサーで kubelet が使うポート 10250 を公開できません。別のポートにしてください。",
        })();
        yield { span: spanOfNumber(item), field: `spec.ports[${index}]`, message };
      }
    },
  },
  {
    code: "node-port-on-cluster-ip",
    stage: "validate",
    kind: "Forbidden",
    reads: ["type", "ports"],
    about: "Only the types NodePort and LoadBalancer have node ports.",
    example: {
      wrong: example("ports:", "  - port: 80", "    nodePort: 30080"),
      right: example("type: NodePort", "ports:", "  - port: 80", "    nodePort: 30080"),
    },
    *check({ type, ports, spec }, { text }) {
      if (type.value !== "ClusterIP") return;
      for (const [index, { nodePort, node }] of (ports.value ?? []).entries()) {
        if (nodePort.unknown || (nodePort.value ?? 0) === 0) continue;
        const message = words({
          en: "nodePort is only for the types NodePort and LoadBalancer; this Service is ClusterIP.",
          ja: "nodePort はタイプ NodePort と LoadBalancer だけで使えます。この Service は ClusterIP です。",
        })();
        const switchType: readonly Fix[] = type.entry
          ? replacement(text, type.node, "NodePort", UNCERTAIN)
          : addition(text, spec.map, "type", "NodePort", undefined, UNCERTAIN);
        const fixes = [...removal(text, node, nodePort.entry), ...switchType];
        yield { span: nodePort.entry?.span ?? node.span, field: `spec.ports[${index}].nodePort`, message, fixes };
      }
    },
  },
  {
    code: "node-port-duplicate",
    stage: "validate",
    kind: "Duplicate",
    reads: ["type", "ports", "allocateLoadBalancerNodePorts"],
    about: "A node port serves one port of a Service for each protocol.",
    example: {
      wrong: example(
        "type: ExternalName",
        "externalName: a.example.com",
        "ports:",
        "  - {name: a, port: 80, nodePort: 30080}",
        "  - {name: b, port: 81, nodePort: 30080}",
      ),
      right: example(
        "type: ExternalName",
        "externalName: a.example.com",
        "ports:",
        "  - {name: a, port: 80}",
        "  - {name: b, port: 81}",
      ),
    },
    *check(service, { text, stored }) {
      // An update's allocator finds them first, see node-port-given-twice.
      if (stored && usesNodePorts(service)) return;
      const first = new Map<string, Port>();
      for (const [index, { port, nodePort }] of nodePortsAfterAllocation(service).entries()) {
        if (nodePort === undefined || port.protocol.unknown) continue;
        const key = `${textOf(port.protocol)} ${nodePort}`;
        const before = first.get(key);
        if (before === undefined) {
          first.set(key, port);
          continue;
        }
        const message = port.nodePort.entry
          ? words({
              en: "nodePort {nodePort} is given twice for {protocol}.",
              ja: "nodePort {nodePort} が {protocol} で重複しています。",
            })({ nodePort, protocol: textOf(port.protocol) })
          : words({
              en: "Ports with the same number share a node port, and two of {protocol} cannot.",
              ja: "同じ番号のポートはノードポートを共有しますが、{protocol} のポート二つでは共有できません。",
            })({ protocol: textOf(port.protocol) });
        const span = port.nodePort.node?.span ?? port.port.node?.span ?? spanOfPort(port);
        // Ports of one number would share a node port again.
        const isShared = before.port.value === port.port.value;
        const fixes = isShared ? [] : removal(text, port.node, port.nodePort.entry, UNCERTAIN);
        const other = words({ en: "The first of the two", ja: "最初のポート" })();
        const related = [{ span: before.nodePort.node?.span ?? spanOfPort(before), message: other }];
        yield { span, field: `spec.ports[${index}].nodePort`, message, fixes, related };
      }
    },
  },
];

/**
 * The node ports as they stand after the allocators ran: a number that was asked for, or one that ports of the same
 * number share (then a text that stands for it), or undefined for none.
 */
function nodePortsAfterAllocation(
  service: ServiceFields,
): readonly { port: Port; nodePort: number | string | undefined }[] {
  const { ports, allocateLoadBalancerNodePorts } = service;
  const allocates = usesNodePorts(service);
  const forAll = allocates && !(service.type.value === "LoadBalancer" && allocateLoadBalancerNodePorts.value === false);
  const shared = new Map<number, number | string>();
  if (allocates) {
    for (const { port, nodePort } of ports.value ?? []) {
      const asked = nodePort.value ?? 0;
      if (asked !== 0 && !shared.has(port.value ?? 0)) shared.set(port.value ?? 0, asked);
    }
  }
  return (ports.value ?? []).map((port) => {
    const number = port.port.value ?? 0;
    if (port.nodePort.unknown || port.port.unknown) return { port, nodePort: undefined };
    if (port.nodePort.value) return { port, nodePort: port.nodePort.value };
    return { port, nodePort: forAll ? (shared.get(number) ?? `of ${number}`) : undefined };
  });
}

const WELL_KNOWN: Readonly<Record<number, string>> = { 80: "http", 443: "https", 53: "dns", 22: "ssh", 25: "smtp" };

function freshName(port: Port, taken: ReadonlySet<string>): string {
  const number = port.port.value ?? 0;
  const protocol = textOf(port.protocol).toLowerCase();
  const known = WELL_KNOWN[number];
  const candidates = [known, `port-${number}`, `${protocol}-${number}`].filter((name) => name !== undefined);
  for (let suffix = 2; ; suffix++) {
    const free = candidates.find((name) => isDnsLabel(name) && !taken.has(name));
    if (free !== undefined) return free;
    candidates.push(`port-${Math.abs(number)}-${suffix}`);
  }
}

/** A port name close to the text; undefined where little would be left of it. */
function portNameLike(text: string): string | undefined {
  const label = toDnsLabel(text, 15);
  return label !== undefined && isPortName(label) ? label : undefined;
}

/** Where the number stands, or should. */
function spanOfNumber(item: Port): Span {
  return item.port.node?.span ?? spanOfPort(item);
}

function spanOfPort({ node }: Port): Span {
  return node.kind === "map" ? (node.entries[0]?.span ?? node.span) : node.span;
}

function spanIn({ node, entry }: Field<unknown>, list: Field<unknown>): Span {
  if (node !== undefined && node.span[0] < node.span[1]) return node.span;
  return entry?.keySpan ?? list.entry?.keySpan ?? [0, 0];
}

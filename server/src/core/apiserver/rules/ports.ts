import { nearest } from "../../typo.ts";
import { words } from "../../words.ts";
import { isHeadless } from "../defaults.ts";
import { type Port, textOf } from "../fields.ts";
import { addition, removal, replacement, UNCERTAIN } from "../fixes.ts";
import { isLabelKey, isPortNumber } from "../formats.ts";
import { placeInList, placeOfPortNumber } from "../places.ts";
import { example, type Rule } from "../rule.ts";

const PROTOCOLS = ["SCTP", "TCP", "UDP"];

/** What the API server asks of a Service's ports as a whole, and of their numbers and protocols. */
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
        yield { span: placeOfPortNumber(item), field: `spec.ports[${index}].port`, message, fixes };
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
        const related = [{ span: placeOfPortNumber(before), message: other }];
        const follows = !isPortNumber(port.value ?? 0) && { follows: "port-out-of-range" };
        yield { span: placeOfPortNumber(item), field: `spec.ports[${index}]`, message, related, ...follows };
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
          span: placeInList(protocol, ports),
          field: `spec.ports[${index}].protocol`,
          message,
          fixes: replacement(text, protocol.node, better),
        };
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
        yield { span: placeInList(appProtocol, ports), field: `spec.ports[${index}].appProtocol`, message, fixes };
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
        yield { span: placeOfPortNumber(item), field: `spec.ports[${index}]`, message };
      }
    },
  },
];

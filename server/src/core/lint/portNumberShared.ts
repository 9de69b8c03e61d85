import type { Port } from "../apiserver/fields.ts";
import { listOf, objectOf } from "../json.ts";
import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const SHARED = words({
  en: "Port {port} stands here for {first} and for {second}. When one of them changes, kubectl apply can lose the other; kubectl apply --server-side does not.",
  ja: "ポート {port} が {first} と {second} の両方にあります。片方を変えて kubectl apply するともう片方が失われることがあります。kubectl apply --server-side では失われません。",
});

const BOTH = ["ports:", "  - {name: dns, port: 53, protocol: UDP}", "  - {name: dns-tcp, port: 53}"];

/** Client-side apply merges ports by their number alone, so that two of one number can become one. */
export const portNumberShared: LintRule = {
  code: "port-number-shared",
  severity: "info",
  reads: ["ports"],
  explanation: {
    en: "Two ports of one number with different protocols are right, and usual for DNS. Client-side `kubectl apply` and patches merge ports by number alone: after a change one of the two can be gone (kubernetes#39188, #105610). It is said where the Service of this name in the connected cluster has other ports than the manifest, which is when it matters.",
    ja: "番号が同じでプロトコルの違うポートは正しく、DNS では普通です。しかしクライアント側の `kubectl apply` とパッチはポートを番号だけで照合するため、変更すると片方が消えることがあります (kubernetes#39188、#105610)。接続中のクラスターの同名の Service とポートが異なるときにだけ表示します。",
  },
  example: {
    wrong: service("selector: {app: till}", ...BOTH),
    right: service("selector: {app: till}", "ports:", "  - {name: dns, port: 53, protocol: UDP}"),
    live: [{ name: "till-6c9f-2xkqp", labels: { app: "till" } }],
    stored: { spec: { clusterIP: "10.96.0.9", ports: [{ name: "dns", port: 53, protocol: "UDP" }] } },
  },
  *check({ fields: { ports }, stored }) {
    if (stored === undefined || !changesPorts(stored, ports.value ?? [])) return;
    const seen = new Map<number, string>();
    for (const { port, protocol } of ports.value ?? []) {
      if (port.value === undefined || port.node === undefined || protocol.unknown) continue;
      const second = protocol.value ?? "TCP";
      const first = seen.get(port.value);
      if (first === undefined) seen.set(port.value, second);
      else if (first !== second) yield { span: port.node.span, message: SHARED({ port: port.value, first, second }) };
    }
  },
};

/** Whether the stored Service has other ports: then applying the manifest is a change of the list. */
function changesPorts(stored: unknown, ports: readonly Port[]): boolean {
  const before = listOf(objectOf(objectOf(stored).spec).ports).map((port) => {
    const { port: number, protocol, targetPort } = objectOf(port);
    return JSON.stringify([number, protocol ?? "TCP", targetPort ?? number]);
  });
  const after = ports.map(({ port, protocol, targetPort }) =>
    JSON.stringify([port.value, protocol.value ?? "TCP", targetPort.value ?? port.value]),
  );
  return before.toSorted().join() !== after.toSorted().join();
}

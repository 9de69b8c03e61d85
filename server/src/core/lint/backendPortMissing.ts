import type { Port } from "../apiserver/fields.ts";
import { words } from "../words.ts";
import { meantBy, nearnessOf, placeOfClaim } from "./claimed.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const MISSING = words({
  en: "{kind} {name} sends to port {port} of this Service, which has {ports}.",
  ja: "{kind} {name} はこの Service のポート {port} に送りますが、あるのは {ports} です。",
});

const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec: {defaultBackend: {service: {name: till, port: {name: web}}}}
`;
const PORTS = (name: string): string => service("selector: {app: till}", "ports:", `  - {name: ${name}, port: 80}`);

/** An Ingress or a route that sends to a port which the Service does not have: its path leads nowhere. */
export const backendPortMissing: LintRule = {
  code: "backend-port-missing",
  severity: "warning",
  reads: ["ports"],
  explanation: {
    en: "An Ingress, or a route of the Gateway API, in the same file sends to a port of this Service that it does not have. Both are accepted, and requests on that path fail. It is information where the other object is in another file of the folder.",
    ja: "同じファイルの Ingress または Gateway API のルートが、この Service にないポートに送っています。どちらも受け付けられますが、そのパスへのリクエストは失敗します。フォルダー内の別のファイルにある場合は情報です。",
  },
  example: { wrong: `${INGRESS}---\n${PORTS("http")}`, right: `${INGRESS}---\n${PORTS("web")}` },
  *check(context) {
    const ports = context.fields.ports.value ?? [];
    const { entry } = context.fields.ports;
    if (entry === undefined || ports.some(({ name, port }) => name.unknown || port.unknown)) return;
    for (const claim of meantBy(context)) {
      const { port, kind, name } = claim;
      if (port === undefined || ports.some((own) => own.name.value === port || own.port.value === port)) continue;
      const message = MISSING({ kind, name, port, ports: ports.map(portText).slice(0, 5).join(", ") });
      const severity = nearnessOf(claim, context) === "file" ? "warning" : "info";
      yield { span: entry.keySpan, severity, message, related: [placeOfClaim(claim)] };
    }
  },
};

function portText({ name, port }: Port): string {
  return name.value ? `${name.value} (${port.value})` : String(port.value);
}

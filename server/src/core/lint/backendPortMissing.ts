import type { Port } from "../apiserver/fields.ts";
import { nearest } from "../typo.ts";
import { words } from "../words.ts";
import type { ServicePortName } from "../workspace/claims.ts";
import { meantBy, nearnessOf, placeOfClaim } from "./claimed.ts";
import { service } from "./examples.ts";
import type { MeantService } from "./meantService.ts";
import { placesOf, useName } from "./missingService.ts";
import type { LintRule } from "./rule.ts";

const MISSING = words({
  en: "{kind} {name} sends to port {port} of this Service, which has {ports}.",
  ja: "{kind} {name} はこの Service のポート {port} に送りますが、あるのは {ports} です。",
});

const NO_PORT = words({
  en: "Service {name} has no port {port}. It has {ports}.",
  ja: "Service {name} にポート {port} はありません。あるのは {ports} です。",
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
    en: "An Ingress, or a route of the Gateway API, sends to a port that the Service does not have. Both are accepted, and requests on that path fail. It is said where the port is meant, as a warning where the Service is in the same file or only in the connected cluster. It is information, at the Service too, where the two are in different files of a folder or a kustomization.",
    ja: "Ingress または Gateway API のルートが、Service にないポートに送っています。どちらも受け付けられますが、そのパスへのリクエストは失敗します。ポートを指している場所に示し、Service が同じファイルにあるか、接続中のクラスターにだけあるときは警告です。同じフォルダーや kustomization の別のファイルにあるときは情報で、Service の側にも示します。",
  },
  example: { wrong: `${INGRESS}---\n${PORTS("http")}`, right: `${INGRESS}---\n${PORTS("web")}` },
  *check(context) {
    const ports = context.fields.ports.value ?? [];
    const { entry } = context.fields.ports;
    if (entry === undefined || ports.some(({ name, port }) => name.unknown || port.unknown)) return;
    for (const claim of meantBy(context)) {
      const { port, kind, name } = claim;
      // In the same file it is said where the port is meant.
      if (nearnessOf(claim, context) === "file") continue;
      if (port === undefined || ports.some((own) => own.name.value === port || own.port.value === port)) continue;
      const message = MISSING({ kind, name, port, ports: textOf(ports.map(namesOf)) });
      yield { span: entry.keySpan, severity: "info", message, related: [placeOfClaim(claim)] };
    }
  },
  checkReference(context) {
    const { reference, meant } = context;
    const port = reference.port ?? reference.portNumber;
    const lists = port === undefined ? [] : portsOf(meant);
    if (port === undefined || lists.length === 0 || lists.some((ports) => has(ports, port.value))) return [];
    const ports = lists[0] ?? [];
    const said = { name: reference.service.value, port: port.value, ports: textOf(ports) };
    const near = nearPort(ports, port.value);
    const fixes = near === undefined ? [] : [useName(context, port, near)];
    if (meant.kind !== "written") return [{ span: port.span, message: NO_PORT(said), fixes }];
    const severity = meant.nearness === "file" ? "warning" : "info";
    const related = meant.services.slice(0, 3).flatMap(placesOf);
    return [{ span: port.span, severity, message: NO_PORT(said), fixes, related }];
  },
};

/** The ports of each Service that can be meant; none where those of one are not known, or are another rule's matter. */
function portsOf(meant: MeantService): readonly (readonly ServicePortName[])[] {
  if (meant.kind === "stored") return meant.ports === undefined || meant.ports.length === 0 ? [] : [meant.ports];
  if (meant.kind !== "written" || meant.nearness === undefined) return [];
  const lists = meant.services.flatMap(({ ports }) => (ports === undefined || ports.length === 0 ? [] : [ports]));
  return lists.length === meant.services.length ? lists : [];
}

function has(ports: readonly ServicePortName[], wanted: string | number): boolean {
  return ports.some(({ name, port }) => name === wanted || port === wanted);
}

/** The only port, or the one of nearly the same name; in the way that the port is meant, by name or by number. */
function nearPort(ports: readonly ServicePortName[], wanted: string | number): string | number | undefined {
  const [only, another] = ports;
  if (typeof wanted === "number") return another === undefined ? only?.port : undefined;
  const names = ports.flatMap(({ name }) => name || []);
  return another === undefined ? names[0] : nearest(wanted, names);
}

function textOf(ports: readonly ServicePortName[]): string {
  const texts = ports.map(({ name, port }) => (name ? `${name} (${port})` : String(port)));
  return texts.slice(0, 5).join(", ");
}

function namesOf({ name, port }: Port): ServicePortName {
  return { name: name.value, port: port.value ?? 0 };
}

import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const UNKNOWN = words({
  en: "Neither appProtocol nor the port's name says a protocol, so a service mesh takes it for plain TCP or has to guess.",
  ja: "appProtocol にもポートの名前にもプロトコルがないため、メッシュ (Istio など) は単なる TCP とみなすか推測することになります。",
});

/** Istio's convention, which others have taken over: `http`, `grpc-api`, `tcp-replication`. */
export const portNameConvention: LintRule = {
  code: "port-name-convention",
  severity: "off",
  reads: ["ports"],
  explanation: {
    en: "Service meshes read the protocol of a TCP port from `appProtocol` or, where that is not set, from the part of the port's name before the first hyphen (`http`, `grpc-api`). Without either they treat it as plain TCP or guess.",
    ja: "メッシュ (Istio など) は TCP ポートのプロトコルを `appProtocol` から、なければポート名の最初のハイフンまで (`http`、`grpc-api`) から読み取ります。どちらもなければ単なる TCP とみなすか推測します。",
  },
  example: {
    wrong: service("selector: {app: till}", "ports:", "  - {name: web, port: 80}"),
    right: service("selector: {app: till}", "ports:", "  - {name: http-web, port: 80}"),
  },
  *check({ fields: { ports } }) {
    for (const { node, name, protocol, appProtocol } of ports.value ?? []) {
      if (name.unknown || protocol.unknown || appProtocol.unknown || (protocol.value ?? "TCP") !== "TCP") continue;
      const [prefix = ""] = (name.value ?? "").split("-");
      if ((appProtocol.value ?? "") === "" && !PROTOCOLS.has(prefix)) {
        yield { span: name.node?.span ?? node.span, message: UNKNOWN() };
      }
    }
  },
};

/** The protocols that Istio knows by name (istio.io, "Protocol Selection"); `grpc-web` begins with one. */
const PROTOCOLS: ReadonlySet<string> = new Set([
  "grpc",
  "http",
  "http2",
  "https",
  "mongo",
  "mysql",
  "redis",
  "tcp",
  "tls",
]);

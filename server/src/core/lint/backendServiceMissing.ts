import { service } from "./examples.ts";
import { missingService } from "./missingService.ts";
import type { LintRule } from "./rule.ts";

const ingress = (name: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec: {defaultBackend: {service: {name: ${name}, port: {number: 80}}}}
---
${service("selector: {app: till}", "ports:", "  - port: 80")}`;

/** An Ingress or a route whose backend is a Service that is not there: what comes on that path is lost. */
export const backendServiceMissing: LintRule = {
  code: "backend-service-missing",
  severity: "warning",
  explanation: {
    en: "A backend of this Ingress, or of this route of the Gateway API, names a Service that is not there, and requests on that path fail. It is a warning where a Service of nearly that name stands in the same file or folder, and where the connected cluster has none of the name and neither has the workspace. Without a cluster a name that nobody knows is not reported unless the settings give this code a severity, since charts and operators make Services too.",
    ja: "この Ingress、または Gateway API のルートのバックエンドが、存在しない Service を指しており、そのパスへのリクエストは失敗します。同じファイルやフォルダーによく似た名前の Service があるとき、または接続中のクラスターにもワークスペースにもその名前がないときは警告です。クラスターがなければ、誰も知らない名前は、設定でこのコードに重大度を与えたときだけ報告します。チャートやオペレーターも Service を作るためです。",
  },
  example: { wrong: ingress("tlil"), right: ingress("till") },
  check: () => [],
  checkReference: (context) => (isBackend(context.object.kind) ? missingService(context, "warning") : []),
};

/** Whatever else means a Service by its name sends requests to it. */
function isBackend(kind: string): boolean {
  return kind !== "StatefulSet" && kind !== "EndpointSlice";
}

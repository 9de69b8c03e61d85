import { service } from "./examples.ts";
import { missingService } from "./missingService.ts";
import type { LintRule } from "./rule.ts";

const slice = (name: string): string => `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: till-1
  labels: {kubernetes.io/service-name: ${name}}
addressType: IPv4
endpoints: [{addresses: [192.0.2.7]}]
ports: [{port: 8080}]
---
${service("ports:", "  - {port: 80, targetPort: 8080}")}`;

/** An EndpointSlice for a Service that is not there: nothing is ever sent to its addresses. */
export const endpointSliceServiceMissing: LintRule = {
  code: "endpoint-slice-service-missing",
  severity: "warning",
  explanation: {
    en: "The label `kubernetes.io/service-name` of this EndpointSlice names a Service that is not there, so nothing is sent to its addresses. It is a warning where a Service of nearly that name stands in the same file or folder or in the connected cluster, and information where the cluster and the workspace have none. Without a cluster a name that nobody knows is not reported unless the settings give this code a severity.",
    ja: "この EndpointSlice のラベル `kubernetes.io/service-name` が存在しない Service を指しており、そのアドレスには何も送られません。同じファイルやフォルダー、または接続中のクラスターによく似た名前の Service があるときは警告、クラスターにもワークスペースにもないときは情報です。クラスターがなければ、誰も知らない名前は、設定でこのコードに重大度を与えたときだけ報告します。",
  },
  example: { wrong: slice("tlil"), right: slice("till") },
  check: () => [],
  checkReference: (context) => (context.object.kind === "EndpointSlice" ? missingService(context, "info") : []),
};

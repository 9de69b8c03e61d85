import { service } from "./examples.ts";
import { missingService } from "./missingService.ts";
import type { LintRule } from "./rule.ts";

const statefulSet = (name: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: till}
spec:
  serviceName: ${name}
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till}}
    spec: {containers: [{name: main, image: till, ports: [{name: http, containerPort: 8080}]}]}
---
${service("clusterIP: None", "selector: {app: till}", "ports:", "  - port: 8080")}`;

/** A StatefulSet whose governing Service is not there: its Pods run, and nobody finds them by their names. */
export const statefulSetServiceMissing: LintRule = {
  code: "stateful-set-service-missing",
  severity: "warning",
  explanation: {
    en: "The `serviceName` of this StatefulSet names a Service that is not there. Its Pods run, but DNS has no names for the single ones. It is a warning where a Service of nearly that name stands in the same file or folder or in the connected cluster, and information where the cluster and the workspace have none. Without a cluster a name that nobody knows is not reported unless the settings give this code a severity.",
    ja: "この StatefulSet の `serviceName` が存在しない Service を指しています。Pod は動きますが、個々の Pod の名前は DNS で引けません。同じファイルやフォルダー、または接続中のクラスターによく似た名前の Service があるときは警告、クラスターにもワークスペースにもないときは情報です。クラスターがなければ、誰も知らない名前は、設定でこのコードに重大度を与えたときだけ報告します。",
  },
  example: { wrong: statefulSet("tlil"), right: statefulSet("till") },
  check: () => [],
  checkReference: (context) => (context.object.kind === "StatefulSet" ? missingService(context, "info") : []),
};

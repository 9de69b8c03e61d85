import { isHeadless } from "../apiserver/defaults.ts";
import { words } from "../words.ts";
import { meantBy, placeOfClaim } from "./claimed.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const NOT_HEADLESS = words({
  en: "StatefulSet {name} names this Service in serviceName, which gives its Pods DNS names of their own. For that the Service must be headless (clusterIP: None).",
  ja: "StatefulSet {name} の serviceName がこの Service を指しています。Pod ごとの DNS 名を得るには、Service が Headless (clusterIP: None) である必要があります。",
});

const STATEFUL_SET = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: till}
spec:
  serviceName: till
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till}}
    spec: {containers: [{name: main, image: till, ports: [{name: http, containerPort: 8080}]}]}
`;

/** The governing Service of a StatefulSet: with an address of its own, its members have no names. */
export const statefulSetService: LintRule = {
  code: "stateful-set-service",
  severity: "info",
  types: ["ClusterIP"],
  reads: ["clusterIP", "clusterIPs"],
  explanation: {
    en: "A StatefulSet in the same file or folder names this Service as its `serviceName`. DNS answers for its single Pods (`till-0.till.shop.svc`) only where that Service is headless. It can't be made so later without being deleted.",
    ja: "同じファイルまたはフォルダーの StatefulSet が、この Service を `serviceName` に指定しています。個々の Pod の DNS 名 (`till-0.till.shop.svc`) が引けるのは Service が Headless のときだけです。後から変えるには削除が必要です。",
  },
  example: {
    wrong: `${STATEFUL_SET}---\n${service("selector: {app: till}", "ports:", "  - port: 8080")}`,
    right: `${STATEFUL_SET}---\n${service("clusterIP: None", "selector: {app: till}", "ports:", "  - port: 8080")}`,
  },
  *check(context) {
    const { service, fields } = context;
    const claim = meantBy(context).find(({ kind }) => kind === "StatefulSet");
    if (claim === undefined || isHeadless(fields)) return;
    const span = service.name?.span ?? fields.spec.span;
    yield { span, message: NOT_HEADLESS({ name: claim.name }), related: [placeOfClaim(claim)] };
  },
};

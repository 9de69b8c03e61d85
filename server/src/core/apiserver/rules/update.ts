import type { Span } from "../../span.ts";
import { words } from "../../words.ts";
import { isHeadless, needsHealthCheck } from "../defaults.ts";
import { type Field, type ServiceFields, textOf } from "../fields.ts";
import { addition, itemRemoval, removal, replacement, UNCERTAIN } from "../fixes.ts";
import { isPortNumber } from "../formats.ts";
import { example, exampleWith, type Finding, type Rule } from "../rule.ts";

const PORTS = ["ports:", "  - port: 80"] as const;
const STORED = {
  metadata: { name: "till" },
  spec: {
    type: "ClusterIP",
    clusterIP: "10.96.0.9",
    clusterIPs: ["10.96.0.9"],
    ipFamilies: ["IPv4"],
    ipFamilyPolicy: "SingleStack",
    ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
  },
};
const DUAL = {
  metadata: { name: "till" },
  spec: {
    ...STORED.spec,
    clusterIPs: ["10.96.0.9", "fd00:10:96::9"],
    ipFamilies: ["IPv4", "IPv6"],
    ipFamilyPolicy: "RequireDualStack",
  },
};
const DUAL_FACTS = { serviceCIDRs: ["10.96.0.0/12", "fd00:10:96::/112"], dualStack: true };
const BALANCER = {
  ...STORED,
  spec: {
    ...STORED.spec,
    type: "LoadBalancer",
    loadBalancerClass: "example.com/a",
    allocateLoadBalancerNodePorts: true,
    externalTrafficPolicy: "Local",
    healthCheckNodePort: 30_100,
  },
};

/** What cannot change once a Service is stored. */
export const UPDATE_RULES: readonly Rule[] = [
  {
    code: "resource-version-stale",
    stage: "update",
    on: "update",
    reads: ["resourceVersion"],
    about:
      "A `resourceVersion` in a manifest is a precondition: the API server refuses the update (409) when the stored Service has changed since. Manifests leave it out.",
    example: {
      wrong: exampleWith(["name: till", 'resourceVersion: "41"']),
      right: exampleWith(["name: till"]),
      stored: { ...STORED, metadata: { name: "till", resourceVersion: "42" } },
    },
    *check({ resourceVersion, metadata }, { stored, text }) {
      const value = textOf(resourceVersion);
      const before = stored ? textOf(stored.resourceVersion) : "";
      if (value === "" || before === "" || value === before) return;
      const message = words({
        en: "resourceVersion {value} is not that of the stored Service ({before}), so the API server refuses the update. Leave it out.",
        ja: "resourceVersion の {value} は保存されている Service のもの（{before}）と違うため、API サーバーは更新を拒否します。書かないでください。",
      })({ value, before });
      const fixes = removal(text, metadata.map, resourceVersion.entry);
      yield { span: resourceVersion.node?.span ?? metadata.span, message, fixes };
    },
  },
  ...(["deletionTimestamp", "deletionGracePeriodSeconds"] as const).map(
    (name): Rule => ({
      code: name === "deletionTimestamp" ? "deletion-time-immutable" : "deletion-grace-period-immutable",
      stage: "update",
      kind: "Invalid",
      on: "update",
      reads: [name],
      about:
        name === "deletionTimestamp"
          ? "`metadata.deletionTimestamp` is set by the API server when deletion is asked for. An update cannot set it; once it is set, another one in the manifest has no effect."
          : "`metadata.deletionGracePeriodSeconds` is set by the API server when deletion is asked for. An update that says another one is refused.",
      example: {
        wrong: exampleWith([
          "name: till",
          name === "deletionTimestamp" ? "deletionTimestamp: 2026-11-23T10:00:00Z" : "deletionGracePeriodSeconds: 5",
        ]),
        right: exampleWith(["name: till"]),
        stored: STORED,
      },
      *check(service, { stored, text }) {
        const field = service[name];
        const before = stored?.[name].value;
        if (stored === undefined || field.value === undefined || sameMoment(field.value, before)) return;
        // Once it is set, the API server puts its own in place of whatever an update says.
        if (name === "deletionTimestamp" && before !== undefined) return;
        const message = words({
          en: "{field} is set by the API server and can't be changed. Leave it out.",
          ja: "{field} は API サーバーが設定するもので、変更できません。書かないでください。",
        })({ field: name });
        const fixes = removal(text, service.metadata.map, field.entry);
        yield { span: field.node?.span ?? service.metadata.span, field: `metadata.${name}`, message, fixes };
      },
    }),
  ),
  {
    code: "finalizer-too-late",
    stage: "update",
    kind: "Forbidden",
    on: "update",
    reads: ["finalizers"],
    about: "Once deletion has been asked for, finalizers can be taken off but none can be added.",
    example: {
      wrong: exampleWith(["name: till", "finalizers: [example.com/clean-up]"]),
      right: exampleWith(["name: till"]),
      stored: { ...STORED, metadata: { name: "till", deletionTimestamp: "2026-11-23T10:00:00Z" } },
    },
    *check({ finalizers, metadata }, { stored, text }) {
      if (stored?.deletionTimestamp.value === undefined) return;
      const before = new Set(stored.finalizers.value?.map(textOf));
      for (const item of finalizers.value ?? []) {
        if (item.unknown || before.has(textOf(item))) continue;
        const message = words({
          en: "The stored Service is being deleted; finalizer {value} can no longer be added.",
          ja: "保存されている Service は削除中のため、ファイナライザー {value} を追加することはできません。",
        })({ value: textOf(item) });
        const fixes = item.node ? itemRemoval(text, metadata.map, finalizers.entry, item.node) : [];
        yield { span: item.node?.span ?? metadata.span, field: "metadata.finalizers", message, fixes };
      }
    },
  },
  {
    code: "cluster-ip-immutable",
    stage: "update",
    kind: "Invalid",
    on: "update",
    reads: ["type", "clusterIP", "clusterIPs"],
    about:
      "A Service keeps its addresses, and stays headless if it was. Left out of the manifest they are kept. To change them, delete the Service and create it anew, or go through type ExternalName.",
    example: { wrong: example("clusterIP: 10.96.0.77", ...PORTS), right: example(...PORTS), stored: STORED },
    *check(service, context) {
      const { stored, text } = context;
      if (stored === undefined || !bothHaveAddresses(service, stored) || (isHeadless(service) && isHeadless(stored)))
        return;
      for (const index of changedAddresses(service, stored)) {
        const before = textOf(stored.clusterIPs.value?.[index] ?? stored.clusterIP);
        const message = words({
          en: "The cluster IP can't be changed from {before} once the Service exists. Leave it out to keep it, or delete the Service first.",
          ja: "Service ができた後でクラスター IP を {before} から変えることはできません。書かなければ保たれます。変えるには先に Service を削除してください。",
        })({ before });
        const item = service.clusterIPs.value?.[index];
        const node = item?.node ?? service.clusterIP.node;
        const single = service.clusterIP.entry !== undefined && service.clusterIPs.value?.length === 1;
        const fixes = single ? replacement(text, service.clusterIP.node, before, UNCERTAIN) : [];
        yield { span: node?.span ?? service.spec.span, field: `spec.clusterIPs[${index}]`, message, fixes };
      }
    },
  },
  {
    code: "second-address-released",
    stage: "allocate",
    step: "ip-policy",
    kind: "Invalid",
    on: "update",
    reads: ["type", "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"],
    about:
      "A second address or IP family is given back by `ipFamilyPolicy: SingleStack`, not by leaving it out of the list.",
    example: {
      wrong: example("clusterIP: 10.96.0.9", "clusterIPs: [10.96.0.9]", ...PORTS),
      right: example("ipFamilyPolicy: SingleStack", ...PORTS),
      stored: DUAL,
      facts: DUAL_FACTS,
    },
    *check(service, context) {
      const { stored, text } = context;
      if (
        stored === undefined ||
        service.type.value === "ExternalName" ||
        service.ipFamilyPolicy.value === "SingleStack"
      )
        return;
      if (!isReduced(service.clusterIPs, stored.clusterIPs) && !isReduced(service.ipFamilies, stored.ipFamilies))
        return;
      const message = words({
        en: "The stored Service has two IP families. To give the second back, set ipFamilyPolicy to SingleStack.",
        ja: "保存されている Service には IP ファミリーが二つあります。二つ目を手放すには ipFamilyPolicy を SingleStack にしてください。",
      })();
      const { ipFamilyPolicy, spec } = service;
      const fixes = ipFamilyPolicy.node
        ? replacement(text, ipFamilyPolicy.node, "SingleStack", UNCERTAIN)
        : addition(text, spec.map, "ipFamilyPolicy", "SingleStack", undefined, UNCERTAIN);
      yield {
        span: spanOf(service, "ipFamilyPolicy", "clusterIPs", "ipFamilies"),
        field: "spec.ipFamilyPolicy",
        message,
        fixes,
      };
    },
  },
  {
    code: "ip-family-immutable",
    stage: "update",
    kind: "Invalid",
    on: "update",
    reads: ["type", "clusterIP", "clusterIPs", "ipFamilies"],
    about: "The first IP family of a Service with addresses stays; a second one can come and go.",
    example: {
      wrong: example("ipFamilies: [IPv6, IPv4]", "ipFamilyPolicy: RequireDualStack", ...PORTS),
      right: example("ipFamilies: [IPv4, IPv6]", "ipFamilyPolicy: RequireDualStack", ...PORTS),
      stored: DUAL,
      facts: DUAL_FACTS,
    },
    *check(service, { stored }) {
      if (stored === undefined || !bothHaveAddresses(service, stored) || isHeadless(service) || isHeadless(stored))
        return;
      const [now, before] = [service.ipFamilies.value ?? [], stored.ipFamilies.value ?? []];
      if (now.length === 0 || before.length === 0) return;
      const changed =
        now.length === before.length
          ? now.some((family, index) => textOf(family) !== textOf(before[index] ?? family))
          : textOf(now[0] ?? before[0] ?? EMPTY) !== textOf(before[0] ?? EMPTY);
      if (!changed) return;
      const message = words({
        en: "The first IP family can't be changed from {before} once the Service exists.",
        ja: "Service ができた後で最初の IP ファミリーを {before} から変えることはできません。",
      })({ before: textOf(before[0] ?? EMPTY) });
      yield { span: spanOf(service, "ipFamilies"), field: "spec.ipFamilies[0]", message };
    },
  },
  {
    code: "load-balancer-class-immutable",
    stage: "update",
    kind: "Invalid",
    on: "update",
    reads: ["type", "loadBalancerClass"],
    about: "The class of a load balancer cannot be added, changed or removed while the type stays LoadBalancer.",
    example: {
      wrong: example("type: LoadBalancer", "loadBalancerClass: example.com/b", ...PORTS),
      right: example("type: LoadBalancer", "loadBalancerClass: example.com/a", ...PORTS),
      stored: BALANCER,
    },
    *check(service, { stored, text }) {
      const { type, loadBalancerClass, spec } = service;
      if (
        stored?.type.value !== "LoadBalancer" ||
        type.value !== "LoadBalancer" ||
        loadBalancerClass.value === stored.loadBalancerClass.value
      )
        return;
      const before = stored.loadBalancerClass.value;
      const message =
        before === undefined
          ? words({
              en: "loadBalancerClass can't be added to a load balancer that exists without one.",
              ja: "loadBalancerClass なしで作られたロードバランサーに、後から追加することはできません。",
            })()
          : words({
              en: "loadBalancerClass can't be changed from {before} once the load balancer exists.",
              ja: "ロードバランサーができた後で loadBalancerClass を {before} から変えることはできません。",
            })({ before });
      const fixes =
        before === undefined
          ? removal(text, spec.map, loadBalancerClass.entry)
          : [
              ...replacement(text, loadBalancerClass.node, before),
              ...(loadBalancerClass.node ? [] : addition(text, spec.map, "loadBalancerClass", before)),
            ];
      yield { span: spanOf(service, "loadBalancerClass", "type"), field: "spec.loadBalancerClass", message, fixes };
    },
  },
  {
    code: "health-check-node-port-immutable",
    stage: "update",
    kind: "Forbidden",
    on: "update",
    reads: ["type", "externalTrafficPolicy", "healthCheckNodePort"],
    about:
      "The health check port of a load balancer stays while the type is LoadBalancer and `externalTrafficPolicy` is Local.",
    example: {
      wrong: example(
        "type: LoadBalancer",
        "loadBalancerClass: example.com/a",
        "externalTrafficPolicy: Local",
        "healthCheckNodePort: 30101",
        ...PORTS,
      ),
      right: example(
        "type: LoadBalancer",
        "loadBalancerClass: example.com/a",
        "externalTrafficPolicy: Local",
        ...PORTS,
      ),
      stored: BALANCER,
    },
    *check(service, { stored, text }) {
      if (stored === undefined || !needsHealthCheck(stored) || !needsHealthCheck(service)) return;
      const before = stored.healthCheckNodePort.value ?? 0;
      const value = service.healthCheckNodePort.value ?? 0;
      if (value === before) return;
      const message = words({
        en: "healthCheckNodePort can't be changed from {before} once it is handed out. Leave it out to keep it.",
        ja: "割り当てられた healthCheckNodePort を {before} から変えることはできません。書かなければ保たれます。",
      })({ before });
      const fixes = removal(text, service.spec.map, service.healthCheckNodePort.entry);
      const found = { span: spanOf(service, "healthCheckNodePort"), field: "spec.healthCheckNodePort", fixes };
      yield { ...found, message };
      // The allocator does not look at a number that is only changed, so that validation comes to see what is no port.
      if (value === 0 || isPortNumber(value)) return;
      const noPort = words({
        en: "healthCheckNodePort {value} is no port: ports are 1 to 65535.",
        ja: "healthCheckNodePort の {value} はポート番号ではありません。1～65535 の数値です。",
      })({ value });
      yield { ...found, kind: "Invalid", message: noPort };
    },
  },
];

const EMPTY: Field<string> = { value: "", unknown: false, entry: undefined, node: undefined };

function sameMoment(left: string | number, right: string | number | undefined): boolean {
  if (typeof left === "string" && typeof right === "string") return Date.parse(left) === Date.parse(right);
  return left === right;
}

function bothHaveAddresses(service: ServiceFields, stored: ServiceFields): boolean {
  return service.type.value !== "ExternalName" && stored.type.value !== "ExternalName";
}

/** The indexes that the server names: each that differs in lists of one length, else the first only. */
function changedAddresses(service: ServiceFields, stored: ServiceFields): readonly number[] {
  const [now, before] = [service.clusterIPs.value ?? [], stored.clusterIPs.value ?? []];
  if (now.length === 0 || before.length === 0) return [];
  const indexes = now.length === before.length ? [...now.keys()] : [0];
  return indexes.filter(
    (index) => !now[index]?.unknown && textOf(now[index] ?? EMPTY) !== textOf(before[index] ?? EMPTY),
  );
}

function isReduced(now: Field<readonly unknown[]>, before: Field<readonly unknown[]>): boolean {
  return (now.value?.length ?? 0) > 0 && (now.value?.length ?? 0) < (before.value?.length ?? 0);
}

function spanOf(
  service: ServiceFields,
  ...names: readonly (
    | "ipFamilyPolicy"
    | "clusterIPs"
    | "ipFamilies"
    | "loadBalancerClass"
    | "type"
    | "healthCheckNodePort"
  )[]
): Finding["span"] {
  for (const name of names) {
    const { node, entry } = service[name];
    const span: Span | undefined = node && node.span[0] < node.span[1] ? node.span : entry?.keySpan;
    if (span !== undefined) return span;
  }
  return service.spec.span;
}

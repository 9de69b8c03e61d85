import { nearest } from "../../typo.ts";
import { words } from "../../words.ts";
import { isExternallyAccessible, isHeadless, needsHealthCheck } from "../defaults.ts";
import { placeOf, type ServiceFields, textOf } from "../fields.ts";
import { addition, removal, replacement, UNCERTAIN } from "../fixes.ts";
import { isDnsName, isLabelKey } from "../formats.ts";
import { example, type Rule } from "../rule.ts";

const TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const PORTS = ["ports:", "  - port: 80"] as const;

/** What hangs on the type: which fields each one needs, and which it does not bear. */
export const TYPE_RULES: readonly Rule[] = [
  {
    code: "type-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["type"],
    about:
      "A Service's type is `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`, spelt like this. A headless Service is a ClusterIP with `clusterIP: None`.",
    example: { wrong: example("type: Nodeport", ...PORTS), right: example("type: NodePort", ...PORTS) },
    *check(service, { text }) {
      const value = textOf(service.type);
      if (TYPES.includes(value)) return;
      const message = words({
        en: 'Type "{value}" does not exist. It is ClusterIP, NodePort, LoadBalancer or ExternalName.',
        ja: 'タイプ "{value}" はありません。ClusterIP、NodePort、LoadBalancer、ExternalName のいずれかです。',
      })({ value });
      yield {
        span: placeOf(service.type, service.spec.span),
        field: "spec.type",
        message,
        fixes: replacement(text, service.type.node, nearest(value, TYPES)),
      };
    },
  },
  {
    code: "headless-not-allowed",
    stage: "validate",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs"],
    about:
      "`clusterIP: None` makes a headless Service, which only type ClusterIP can be: node ports and load balancers need an address to forward to.",
    example: {
      wrong: example("type: NodePort", "clusterIP: None", ...PORTS),
      right: example("type: NodePort", ...PORTS),
    },
    *check(service, { text }) {
      const { type, clusterIP, clusterIPs, spec } = service;
      if ((type.value !== "LoadBalancer" && type.value !== "NodePort") || !isHeadless(service)) return;
      const message = words({
        en: "A Service of type {type} needs a cluster IP: None is only for type ClusterIP.",
        ja: "タイプ {type} の Service にはクラスター IP が必要です。None はタイプ ClusterIP だけで使えます。",
      })({ type: type.value });
      const fixes = [
        ...(clusterIPs.entry === clusterIP.entry ? removal(text, spec.map, clusterIP.entry, UNCERTAIN) : []),
        ...replacement(text, type.node, "ClusterIP", UNCERTAIN),
      ];
      yield {
        span: placeOf(clusterIP.entry ? clusterIP : clusterIPs, service.spec.span),
        field: "spec.clusterIPs[0]",
        message,
        fixes,
      };
    },
  },
  ...(["clusterIPs", "ipFamilies"] as const).map(
    (name): Rule => ({
      code: name === "clusterIPs" ? "external-name-with-cluster-ip" : "external-name-with-ip-families",
      stage: "validate",
      kind: "Forbidden",
      reads: ["type", "clusterIP", name],
      about:
        name === "clusterIPs"
          ? "A Service of type ExternalName is an alias in DNS and has no address."
          : "A Service of type ExternalName has no address, and so no IP families.",
      example: {
        wrong: example(
          "type: ExternalName",
          "externalName: till.example.com",
          name === "clusterIPs" ? "clusterIP: 10.96.0.77" : "ipFamilies: [IPv4]",
        ),
        right: example("type: ExternalName", "externalName: till.example.com"),
      },
      *check(service, { text }) {
        const field = service[name];
        if (service.type.value !== "ExternalName" || (field.value?.length ?? 0) === 0) return;
        const written = field.entry?.key ?? name;
        const message = words({
          en: "{field} is not for type ExternalName, which has no address of its own.",
          ja: "{field} はタイプ ExternalName では使えません。固有のアドレスを持たないためです。",
        })({ field: written });
        yield {
          span: field.entry?.span ?? service.spec.span,
          field: `spec.${name}`,
          message,
          fixes: addressRemoval(text, service, name),
        };
      },
    }),
  ),
  {
    code: "external-name-with-ip-family-policy",
    stage: "validate",
    kind: "Forbidden",
    reads: ["type", "ipFamilyPolicy"],
    about: "A Service of type ExternalName has no address, and so no IP family policy.",
    example: {
      wrong: example("type: ExternalName", "externalName: till.example.com", "ipFamilyPolicy: SingleStack"),
      right: example("type: ExternalName", "externalName: till.example.com"),
    },
    *check({ type, ipFamilyPolicy, spec }, { text }) {
      if (type.value !== "ExternalName" || ipFamilyPolicy.value === undefined) return;
      const message = words({
        en: "ipFamilyPolicy is not for type ExternalName, which has no address of its own.",
        ja: "ipFamilyPolicy はタイプ ExternalName では使えません。固有のアドレスを持たないためです。",
      })();
      const fixes = removal(text, spec.map, ipFamilyPolicy.entry);
      yield { span: ipFamilyPolicy.entry?.span ?? spec.span, field: "spec.ipFamilyPolicy", message, fixes };
    },
  },
  {
    code: "external-name-required",
    stage: "validate",
    kind: "Required",
    reads: ["type", "externalName"],
    about: "A Service of type ExternalName stands for the DNS name in `externalName`.",
    example: {
      wrong: example("type: ExternalName"),
      right: example("type: ExternalName", "externalName: till.example.com"),
    },
    *check({ type, externalName, spec }, { text }) {
      if (type.value !== "ExternalName" || !["", "."].includes(textOf(externalName))) return;
      const message = words({
        en: "Type ExternalName needs externalName: the DNS name that the Service stands for.",
        ja: "タイプ ExternalName には externalName が必要です。Service が指す DNS 名を書いてください。",
      })();
      const fixes = externalName.entry
        ? []
        : addition(text, spec.map, "externalName", "service.example.com", { after: "type" }, UNCERTAIN);
      yield {
        span: externalName.entry?.span ?? type.entry?.span ?? spec.span,
        field: "spec.externalName",
        message,
        fixes,
      };
    },
  },
  {
    code: "external-name-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["type", "externalName"],
    about: "`externalName` is a DNS name in lower case, without a scheme, port or path.",
    example: {
      wrong: example("type: ExternalName", "externalName: https://till.example.com/"),
      right: example("type: ExternalName", "externalName: till.example.com"),
    },
    *check(service, { text }) {
      const { type, externalName } = service;
      const value = textOf(externalName);
      const name = value.endsWith(".") ? value.slice(0, -1) : value;
      if (type.value !== "ExternalName" || name === "" || isDnsName(name)) return;
      const message = words({
        en: 'externalName "{value}" is not a DNS name: lower-case letters, digits, "-" and ".", no scheme, port or path.',
        ja: 'externalName "{value}" は DNS 名ではありません。英小文字、数字、"-"、"." だけで、スキーム、ポート、パスは書けません。',
      })({ value });
      const bare = value
        .trim()
        .toLowerCase()
        .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
        .replace(/[:/?#].*$/, "");
      const certain = bare === value.toLowerCase();
      const fixes = isDnsName(bare) ? replacement(text, externalName.node, bare, { certain }) : [];
      yield { span: placeOf(externalName, service.spec.span), field: "spec.externalName", message, fixes };
    },
  },
  {
    code: "load-balancer-class-not-allowed",
    stage: "validate",
    kind: "Forbidden",
    reads: ["type", "loadBalancerClass"],
    about: "`loadBalancerClass` chooses who makes the load balancer; other types have none.",
    example: {
      wrong: example("loadBalancerClass: example.com/internal", ...PORTS),
      right: example("type: LoadBalancer", "loadBalancerClass: example.com/internal", ...PORTS),
    },
    check: (service, { text }) => onlyForLoadBalancer(service, "loadBalancerClass", "spec.loadBalancerClass", text),
  },
  {
    code: "load-balancer-class-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["type", "loadBalancerClass"],
    about: "`loadBalancerClass` is named like a label key, for example `example.com/internal`.",
    example: {
      wrong: example("type: LoadBalancer", "loadBalancerClass: an internal one", ...PORTS),
      right: example("type: LoadBalancer", "loadBalancerClass: example.com/internal", ...PORTS),
    },
    *check(service, { text }) {
      const { type, loadBalancerClass, spec } = service;
      const { value } = loadBalancerClass;
      if (type.value !== "LoadBalancer" || value === undefined || isLabelKey(value)) return;
      const message = words({
        en: 'loadBalancerClass "{value}" is not a name such as internal or example.com/internal.',
        ja: 'loadBalancerClass "{value}" は internal や example.com/internal のような名前ではありません。',
      })({ value });
      const fixes = value === "" ? removal(text, spec.map, loadBalancerClass.entry) : [];
      yield { span: placeOf(loadBalancerClass, service.spec.span), field: "spec.loadBalancerClass", message, fixes };
    },
  },
  {
    code: "allocate-node-ports-not-allowed",
    stage: "validate",
    kind: "Forbidden",
    reads: ["type", "allocateLoadBalancerNodePorts"],
    about: "`allocateLoadBalancerNodePorts` says whether a load balancer gets node ports; other types do not ask.",
    example: {
      wrong: example("type: NodePort", "allocateLoadBalancerNodePorts: false", ...PORTS),
      right: example("type: LoadBalancer", "allocateLoadBalancerNodePorts: false", ...PORTS),
    },
    check: (service, { text }) =>
      onlyForLoadBalancer(service, "allocateLoadBalancerNodePorts", "spec.allocateLoadBalancerNodePorts", text),
  },
  {
    code: "external-traffic-policy-not-allowed",
    stage: "validate",
    kind: "Invalid",
    reads: ["type", "externalIPs", "externalTrafficPolicy"],
    about:
      "`externalTrafficPolicy` is for traffic from outside: types NodePort and LoadBalancer, and ClusterIP with `externalIPs`.",
    example: {
      wrong: example("externalTrafficPolicy: Local", ...PORTS),
      right: example("type: NodePort", "externalTrafficPolicy: Local", ...PORTS),
    },
    *check(service, { text }) {
      const { externalTrafficPolicy, type, spec } = service;
      if (isExternallyAccessible(service) || textOf(externalTrafficPolicy) === "") return;
      const message = words({
        en: "externalTrafficPolicy is for Services that are reached from outside (NodePort, LoadBalancer, or externalIPs); this one is {type}.",
        ja: "externalTrafficPolicy は外から到達できる Service（NodePort、LoadBalancer、externalIPs あり）用です。この Service は {type} です。",
      })({ type: textOf(type) });
      const fixes = removal(text, spec.map, externalTrafficPolicy.entry);
      yield {
        span: externalTrafficPolicy.entry?.span ?? spec.span,
        field: "spec.externalTrafficPolicy",
        message,
        fixes,
      };
    },
  },
  {
    code: "health-check-node-port-not-allowed",
    stage: "validate",
    kind: "Invalid",
    reads: ["type", "externalIPs", "externalTrafficPolicy", "healthCheckNodePort"],
    about: "`healthCheckNodePort` is for type LoadBalancer with `externalTrafficPolicy: Local`.",
    example: {
      wrong: example("type: LoadBalancer", "healthCheckNodePort: 30100", ...PORTS),
      right: example("type: LoadBalancer", "externalTrafficPolicy: Local", "healthCheckNodePort: 30100", ...PORTS),
    },
    *check(service, { text }) {
      const { healthCheckNodePort, spec } = service;
      if (needsHealthCheck(service) || (healthCheckNodePort.value ?? 0) === 0) return;
      const message = words({
        en: "healthCheckNodePort is only for type LoadBalancer with externalTrafficPolicy: Local.",
        ja: "healthCheckNodePort は、タイプ LoadBalancer で externalTrafficPolicy: Local のときだけ使えます。",
      })();
      const fixes = removal(text, spec.map, healthCheckNodePort.entry);
      yield { span: healthCheckNodePort.entry?.span ?? spec.span, field: "spec.healthCheckNodePort", message, fixes };
    },
  },
];

function* onlyForLoadBalancer(
  service: ServiceFields,
  name: "loadBalancerClass" | "allocateLoadBalancerNodePorts",
  path: string,
  text: string,
): ReturnType<Rule["check"]> {
  const { type, spec } = service;
  const field = service[name];
  if (type.value === "LoadBalancer" || field.value === undefined) return;
  const message = words({
    en: "{field} is only for type LoadBalancer; this Service is {type}.",
    ja: "{field} はタイプ LoadBalancer だけで使えます。この Service は {type} です。",
  })({ field: name, type: textOf(type) });
  yield { span: field.entry?.span ?? spec.span, field: path, message, fixes: removal(text, spec.map, field.entry) };
}

/** Takes out what is written of the field; of the cluster IPs both forms. */
function addressRemoval(
  text: string,
  { spec, clusterIP, clusterIPs, ipFamilies }: ServiceFields,
  name: "clusterIPs" | "ipFamilies",
): ReturnType<typeof removal> {
  if (name === "ipFamilies") return removal(text, spec.map, ipFamilies.entry);
  const one = removal(text, spec.map, clusterIPs.entry);
  if (clusterIP.entry === undefined || clusterIP.entry === clusterIPs.entry) return one;
  const other = removal(text, spec.map, clusterIP.entry);
  const [first] = one;
  const [second] = other;
  if (first === undefined || second === undefined || spec.map?.style !== "block") return [];
  return [{ ...first, edits: [...first.edits, ...second.edits] }];
}

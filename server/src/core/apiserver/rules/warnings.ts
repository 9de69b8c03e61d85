import type { Minor } from "../../snapshot.ts";
import { words } from "../../words.ts";
import { type Field, placeOf, type ServiceFields, textOf } from "../fields.ts";
import { removal, replacement } from "../fixes.ts";
import { type Address, formatAddress, formatAsWritten, formatNetwork, parseAddress, parseNetwork } from "../ip.ts";
import { type Context, example, type Finding, type Rule } from "../rule.ts";

const PORTS = ["ports:", "  - port: 80"] as const;

/** What the API server accepts and warns of. */
export const WARNING_RULES: readonly Rule[] = [
  {
    code: "address-form",
    stage: "warning",
    reads: ["type", "clusterIP", "clusterIPs", "externalIPs", "loadBalancerIP"],
    about:
      "An address is best written in its standard form (RFC 5952 for IPv6, no leading zeros): other forms are read differently by different programs, and controllers may see a change that is none.",
    example: {
      wrong: example('externalIPs: ["2001:DB8:0::1"]', ...PORTS),
      right: example('externalIPs: ["2001:db8::1"]', ...PORTS),
    },
    *check(service, context) {
      const { clusterIPs, clusterIP, externalIPs, loadBalancerIP } = service;
      const isAddress =
        service.type.value !== "ExternalName" && textOf(clusterIP) !== "" && textOf(clusterIP) !== "None";
      if (isAddress) yield* listForms("spec.clusterIPs", clusterIPs, service, context);
      yield* listForms("spec.externalIPs", externalIPs, service, context);
      if (textOf(loadBalancerIP) !== "") yield* formFindings("spec.loadBalancerIP", loadBalancerIP, service, context);
    },
  },
  {
    code: "load-balancer-ip-unreadable",
    stage: "warning",
    until: 32,
    reads: ["loadBalancerIP"],
    about: "Up to Kubernetes 1.32 the API server warns of a `loadBalancerIP` that is not an IP address.",
    example: {
      wrong: example("type: LoadBalancer", "loadBalancerIP: by-hand", ...PORTS),
      right: example("type: LoadBalancer", ...PORTS),
    },
    *check({ loadBalancerIP, spec }) {
      const value = textOf(loadBalancerIP);
      // An IPv6 address may have a zone here.
      const address = value.includes(":") ? value.replace(/%.+$/, "") : value;
      if (value === "" || parseAddress(address) !== undefined) return;
      const message = words({
        en: '"{value}" is not an IP address. The API server accepts it here, but no load balancer can use it.',
        ja: '"{value}" は IP アドレスではありません。API サーバーは受け付けますが、ロードバランサーは使えません。',
      })({ value });
      yield { span: placeOf(loadBalancerIP, spec.span), field: "spec.loadBalancerIP", message };
    },
  },
  {
    code: "source-range-form",
    stage: "warning",
    reads: ["loadBalancerSourceRanges"],
    about: "A network is best written in its standard form, with no bits beyond its prefix.",
    example: {
      wrong: example("type: LoadBalancer", 'loadBalancerSourceRanges: ["2001:DB8::/32"]', ...PORTS),
      right: example("type: LoadBalancer", 'loadBalancerSourceRanges: ["2001:db8::/32"]', ...PORTS),
    },
    *check({ loadBalancerSourceRanges, spec }, { minor, stored, text }) {
      for (const [index, item] of (loadBalancerSourceRanges.value ?? []).entries()) {
        const value = textOf(item);
        // Up to 1.32 blanks around the network are warned of, too.
        const network = item.unknown ? undefined : parseNetwork(minor < 33 ? value.trim() : value);
        const old = stored?.loadBalancerSourceRanges.value?.some((before) => textOf(before) === value);
        if (network === undefined) continue;
        const isStrict = minor >= 36 && !old;
        const ambiguous = network.hostBits && minor >= 33 && !isStrict;
        const odd = isOdd(network, minor) && !isStrict;
        const better = formatNetwork(network);
        const isPlain = !isOdd(network, minor) && (!network.hostBits || minor < 33);
        const standard = minor < 33 ? `${formatAsWritten(network.address)}/${network.prefix}` : better;
        const loose = isPlain && (value.includes(":") || value !== value.trim()) && standard !== value;
        if (!ambiguous && !odd && !loose) continue;
        const span = placeOf(item, spec.span);
        const field = `spec.loadBalancerSourceRanges[${index}]`;
        const fixes = replacement(text, item.node, better, { certain: !network.hostBits });
        if (ambiguous) {
          const message = words({
            en: "{value} has bits set beyond its prefix: is the network {better} meant, or one address?",
            ja: "{value} はプレフィックスより後のビットが 0 ではありません。ネットワーク {better} と一つのアドレスのどちらですか。",
          })({ value, better });
          yield { span, field, message, fixes };
        }
        if (!odd && !loose) continue;
        const message = words({
          en: "{value} is best written as {better}.",
          ja: "{value} は {better} と書くのが標準です。",
        })({ value, better });
        yield { span, field, message, fixes };
      }
    },
  },
  ...(["loadBalancerIP", "externalIPs", "sessionAffinity"] as const).map(
    (name): Rule => ({
      code: {
        loadBalancerIP: "load-balancer-ip-ignored",
        externalIPs: "external-ips-ignored-headless",
        sessionAffinity: "session-affinity-ignored",
      }[name],
      stage: "warning",
      since: 34,
      reads: ["type", "clusterIP", name],
      about:
        "A headless Service forwards no traffic: clients connect to the Pods themselves. Fields about forwarding do nothing there.",
      example: {
        wrong: example(
          "clusterIP: None",
          {
            loadBalancerIP: "loadBalancerIP: 192.0.2.10",
            externalIPs: "externalIPs: [192.0.2.10]",
            sessionAffinity: "sessionAffinity: ClientIP",
          }[name],
          ...PORTS,
        ),
        right: example("clusterIP: None", ...PORTS),
      },
      *check(service, { text }) {
        const { type, clusterIP, spec } = service;
        const field = service[name];
        const isSet =
          name === "externalIPs"
            ? (service.externalIPs.value?.length ?? 0) > 0
            : !["", name === "sessionAffinity" ? "None" : ""].includes(textOf(service[name]));
        if (type.value !== "ClusterIP" || textOf(clusterIP) !== "None" || !isSet) return;
        const message = words({
          en: "{field} does nothing here: a headless Service forwards no traffic.",
          ja: "ここでは {field} は効きません。Headless の Service は通信を転送しないためです。",
        })({ field: name });
        const path = name === "sessionAffinity" ? "spec.SessionAffinity" : `spec.${name}`;
        yield {
          span: field.entry?.span ?? spec.span,
          field: path,
          message,
          fixes: removal(text, spec.map, field.entry),
        };
      },
    }),
  ),
  {
    code: "external-ips-ignored",
    stage: "warning",
    reads: ["type", "externalIPs"],
    about: "A Service of type ExternalName is an alias in DNS; external IPs do nothing there.",
    example: {
      wrong: example("type: ExternalName", "externalName: till.example.com", "externalIPs: [192.0.2.10]"),
      right: example("type: ExternalName", "externalName: till.example.com"),
    },
    *check({ type, externalIPs, spec }, { text }) {
      if (type.value !== "ExternalName" || (externalIPs.value?.length ?? 0) === 0) return;
      const message = words({
        en: "externalIPs does nothing here: a Service of type ExternalName forwards no traffic.",
        ja: "ここでは externalIPs は効きません。タイプ ExternalName の Service は通信を転送しないためです。",
      })();
      yield {
        span: externalIPs.entry?.span ?? spec.span,
        field: "spec.externalIPs",
        message,
        fixes: removal(text, spec.map, externalIPs.entry),
      };
    },
  },
  {
    code: "external-name-ignored",
    stage: "warning",
    reads: ["type", "externalName"],
    about: "`externalName` is for type ExternalName; other types do not look at it.",
    example: {
      wrong: example("externalName: till.example.com", ...PORTS),
      right: example("type: ExternalName", "externalName: till.example.com"),
    },
    *check({ type, externalName, spec }, { text }) {
      if (type.value === "ExternalName" || textOf(externalName) === "") return;
      const message = words({
        en: "externalName does nothing here: it is for type ExternalName, and this Service is {type}.",
        ja: "ここでは externalName は効きません。タイプ ExternalName 用で、この Service は {type} です。",
      })({ type: textOf(type) });
      yield {
        span: externalName.entry?.span ?? spec.span,
        field: "spec.externalName",
        message,
        fixes: removal(text, spec.map, externalName.entry),
      };
    },
  },
  {
    code: "external-ips-deprecated",
    stage: "warning",
    since: 36,
    reads: ["type", "clusterIP", "externalIPs"],
    about:
      "`externalIPs` is deprecated since Kubernetes 1.36: whoever may set them can catch other people's traffic. Use type LoadBalancer or a Gateway.",
    example: { wrong: example("externalIPs: [192.0.2.10]", ...PORTS), right: example("type: LoadBalancer", ...PORTS) },
    *check({ type, clusterIP, externalIPs, spec }) {
      const headless = type.value === "ClusterIP" && textOf(clusterIP) === "None";
      if ((externalIPs.value?.length ?? 0) === 0 || headless || type.value === "ExternalName") return;
      const message = words({
        en: "externalIPs is deprecated since Kubernetes 1.36, and some clusters no longer implement it.",
        ja: "externalIPs は Kubernetes 1.36 から非推奨で、使えないクラスターもあります。",
      })();
      yield { span: externalIPs.entry?.keySpan ?? spec.span, field: "spec.externalIPs", message, deprecated: true };
    },
  },
  {
    code: "prefer-close-deprecated",
    stage: "warning",
    since: 35,
    reads: ["trafficDistribution"],
    about: "`PreferClose` was renamed to `PreferSameZone`; the old name is deprecated since Kubernetes 1.35.",
    example: {
      wrong: example("trafficDistribution: PreferClose", ...PORTS),
      right: example("trafficDistribution: PreferSameZone", ...PORTS),
    },
    *check({ trafficDistribution, spec }, { text }) {
      if (trafficDistribution.value !== "PreferClose") return;
      const message = words({
        en: "PreferClose is deprecated since Kubernetes 1.35. Its new name is PreferSameZone.",
        ja: "PreferClose は Kubernetes 1.35 から非推奨です。新しい名前は PreferSameZone です。",
      })();
      const fixes = replacement(text, trafficDistribution.node, "PreferSameZone");
      yield {
        span: placeOf(trafficDistribution, spec.span),
        field: "spec.trafficDistribution",
        message,
        fixes,
        deprecated: true,
      };
    },
  },
  {
    code: "load-balancer-ip-deprecated",
    stage: "lint",
    severity: "hint",
    reads: ["loadBalancerIP"],
    about:
      "`loadBalancerIP` is deprecated since Kubernetes 1.24: many load balancers ignore it. Use the annotation that yours documents. The API server does not warn of it.",
    example: {
      wrong: example("type: LoadBalancer", "loadBalancerIP: 192.0.2.10", ...PORTS),
      right: example("type: LoadBalancer", ...PORTS),
    },
    *check({ loadBalancerIP, spec }) {
      if (textOf(loadBalancerIP) === "") return;
      const message = words({
        en: "loadBalancerIP is deprecated since Kubernetes 1.24. Use the annotation that your load balancer documents.",
        ja: "loadBalancerIP は Kubernetes 1.24 から非推奨です。お使いのロードバランサーのアノテーションを使ってください。",
      })();
      yield { span: loadBalancerIP.entry?.keySpan ?? spec.span, message, deprecated: true };
    },
  },
];

function* listForms(
  path: string,
  list: Field<readonly Field<string>[]>,
  service: ServiceFields,
  context: Context,
): Iterable<Finding> {
  for (const [index, item] of (list.value ?? []).entries()) {
    if (!item.unknown) yield* formFindings(`${path}[${index}]`, item, service, context);
  }
}

function* formFindings(
  path: string,
  item: Field<string>,
  { spec }: ServiceFields,
  context: Context,
): Iterable<Finding> {
  const value = textOf(item);
  const address = parseAddress(value);
  if (address === undefined) return;
  const odd = isOdd(address, context.minor);
  // From 1.36 on such forms are errors, except where nothing is validated and in values that the stored object has.
  if (odd && context.minor >= 36 && path !== "spec.loadBalancerIP" && !wasStored(path, value, context)) return;
  const better = formatAddress(address);
  if (!odd && (!value.includes(":") || formatAsWritten(address) === value)) return;
  const message = words({
    en: "{value} is best written as {better}: other forms are read differently by different programs.",
    ja: "{value} は {better} と書くのが標準です。ほかの書き方はプログラムによって読み方が違います。",
  })({ value, better });
  yield { span: placeOf(item, spec.span), field: path, message, fixes: replacement(context.text, item.node, better) };
}

/** What the strict parser refuses; up to Kubernetes 1.32 it takes IPv4 addresses that are written as IPv6. */
function isOdd({ leadingZeros, mapped }: Pick<Address, "leadingZeros" | "mapped">, minor: Minor): boolean {
  return leadingZeros || (mapped && minor >= 33);
}

function wasStored(path: string, value: string, { stored }: Context): boolean {
  const list = path.startsWith("spec.clusterIPs") ? stored?.clusterIPs : stored?.externalIPs;
  return list?.value?.some((old) => textOf(old) === value) ?? false;
}

import type { Fix } from "../../diagnostic.ts";
import type { Span } from "../../span.ts";
import { nearest } from "../../typo.ts";
import { words } from "../../words.ts";
import { addressProblem } from "../addressForm.ts";
import { isExternallyAccessible } from "../defaults.ts";
import { type Field, type Pair, placeOf, type ServiceFields, textOf } from "../fields.ts";
import { itemRemoval, removal, replacement, UNCERTAIN } from "../fixes.ts";
import { formatNetwork, parseAddress, parseNetwork, specialRange } from "../ip.ts";
import { type Context, example, exampleWith, type Finding, type Rule } from "../rule.ts";

const RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges";
const TRAFFIC_POLICIES = ["Cluster", "Local"];
const AFFINITIES = ["ClientIP", "None"];
const PORTS = ["ports:", "  - port: 80"] as const;

/** How traffic reaches the Service and which Pods it goes to: external addresses, source ranges, policies, affinity. */
export const TRAFFIC_RULES: readonly Rule[] = [
  {
    code: "session-affinity-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["sessionAffinity"],
    about: "`sessionAffinity` is `None` or `ClientIP`.",
    example: {
      wrong: example("sessionAffinity: clientIP", ...PORTS),
      right: example("sessionAffinity: ClientIP", ...PORTS),
    },
    check: ({ sessionAffinity, spec }, { text }) =>
      oneOf(text, "sessionAffinity", sessionAffinity, AFFINITIES, spec.span),
  },
  {
    code: "session-timeout-out-of-range",
    stage: "validate",
    kind: "Invalid",
    reads: ["sessionAffinity", "timeoutSeconds"],
    about: "A client stays with its Pod for 1 to 86400 seconds (a day).",
    example: {
      wrong: example(
        "sessionAffinity: ClientIP",
        "sessionAffinityConfig:",
        "  clientIP:",
        "    timeoutSeconds: 100000",
        ...PORTS,
      ),
      right: example(
        "sessionAffinity: ClientIP",
        "sessionAffinityConfig:",
        "  clientIP:",
        "    timeoutSeconds: 86400",
        ...PORTS,
      ),
    },
    *check({ sessionAffinity, timeoutSeconds, spec }, { text }) {
      const { value } = timeoutSeconds;
      if (sessionAffinity.value !== "ClientIP" || value === undefined || (value > 0 && value <= 86_400)) return;
      const message = words({
        en: "timeoutSeconds {value} is out of range: 1 to 86400 are allowed.",
        ja: "timeoutSeconds の {value} は範囲外です。1～86400 にしてください。",
      })({ value });
      const field = "spec.sessionAffinityConfig.clientIP.timeoutSeconds";
      const fixes = replacement(text, timeoutSeconds.node, value > 0 ? 86_400 : 10_800, UNCERTAIN);
      yield { span: timeoutSeconds.node?.span ?? spec.span, field, message, fixes };
    },
  },
  {
    code: "external-ip-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["externalIPs"],
    about:
      "`externalIPs` holds IP addresses, not names. From Kubernetes 1.36 on leading zeros and IPv4 addresses in IPv6 form are refused.",
    example: {
      wrong: example('externalIPs: ["192.0.2.010"]', ...PORTS),
      right: example('externalIPs: ["192.0.2.10"]', ...PORTS),
    },
    *check({ externalIPs, spec }, context) {
      for (const [index, item] of (externalIPs.value ?? []).entries()) {
        const value = textOf(item);
        if (item.unknown || isOld(value, context.stored?.externalIPs, context)) continue;
        const problem = addressProblem(value, context);
        if (problem === undefined) continue;
        const fixes = replacement(context.text, item.node, problem.better);
        yield { span: placeOf(item, spec.span), field: `spec.externalIPs[${index}]`, message: problem.message, fixes };
      }
    },
  },
  {
    code: "external-ip-special",
    stage: "validate",
    kind: "Invalid",
    reads: ["externalIPs"],
    about:
      "An external IP cannot be unspecified (`0.0.0.0`, `::`), of the loopback, of the link-local or of the local multicast range: no traffic from elsewhere carries such an address.",
    example: {
      wrong: example("externalIPs: [127.0.0.1]", ...PORTS),
      right: example("externalIPs: [192.0.2.10]", ...PORTS),
    },
    *check({ externalIPs, spec }, context) {
      for (const [index, item] of (externalIPs.value ?? []).entries()) {
        const value = textOf(item);
        const address = item.unknown ? undefined : parseAddress(value);
        const refused =
          !isOld(value, context.stored?.externalIPs, context) && addressProblem(value, context) !== undefined;
        const range = address === undefined || refused ? undefined : specialRange(address);
        if (range === undefined) continue;
        const fixes = item.node ? itemRemoval(context.text, spec.map, externalIPs.entry, item.node, UNCERTAIN) : [];
        yield {
          span: placeOf(item, spec.span),
          field: `spec.externalIPs[${index}]`,
          message: SPECIAL[range]({ value }),
          fixes,
        };
      }
    },
  },
  {
    code: "source-ranges-not-allowed",
    stage: "validate",
    kind: "Forbidden",
    reads: ["type", "loadBalancerSourceRanges"],
    about:
      "`loadBalancerSourceRanges` filters what a load balancer lets in; other types have none. It stays when the type is switched, and has to be removed by hand.",
    example: {
      wrong: example("loadBalancerSourceRanges: [10.0.0.0/8]", ...PORTS),
      right: example("type: LoadBalancer", "loadBalancerSourceRanges: [10.0.0.0/8]", ...PORTS),
    },
    *check({ type, loadBalancerSourceRanges, spec }, { text }) {
      if (type.value === "LoadBalancer" || (loadBalancerSourceRanges.value?.length ?? 0) === 0) return;
      const message = words({
        en: "loadBalancerSourceRanges is only for type LoadBalancer; this Service is {type}.",
        ja: "loadBalancerSourceRanges はタイプ LoadBalancer だけで使えます。この Service は {type} です。",
      })({ type: textOf(type) });
      const fixes = removal(text, spec.map, loadBalancerSourceRanges.entry);
      yield {
        span: loadBalancerSourceRanges.entry?.span ?? spec.span,
        field: "spec.LoadBalancerSourceRanges",
        message,
        fixes,
      };
    },
  },
  {
    code: "source-range-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["loadBalancerSourceRanges"],
    about:
      "A source range is a network such as `10.0.0.0/8`. From Kubernetes 1.36 on it has no bits beyond its prefix and no leading zeros.",
    example: {
      wrong: example("type: LoadBalancer", "loadBalancerSourceRanges: [10.1.2.3/8]", ...PORTS),
      right: example("type: LoadBalancer", "loadBalancerSourceRanges: [10.0.0.0/8]", ...PORTS),
    },
    *check({ loadBalancerSourceRanges, spec }, context) {
      for (const [index, item] of (loadBalancerSourceRanges.value ?? []).entries()) {
        const value = trimSpace(textOf(item));
        const wasThere =
          context.minor >= 33 &&
          context.stored?.loadBalancerSourceRanges.value?.some((old) => trimSpace(textOf(old)) === value);
        const problem = item.unknown || wasThere ? undefined : networkProblem(value, context);
        if (problem === undefined) continue;
        const fixes = replacement(context.text, item.node, problem.better, { certain: problem.certain });
        yield {
          span: placeOf(item, spec.span),
          field: `spec.LoadBalancerSourceRanges[${index}]`,
          message: problem.message,
          fixes,
        };
      }
    },
  },
  {
    code: "source-ranges-annotation-not-allowed",
    stage: "validate",
    kind: "Forbidden",
    reads: ["type", "annotations", "loadBalancerSourceRanges"],
    about: `The annotation \`${RANGES_ANNOTATION}\` is the old form of \`loadBalancerSourceRanges\`, and only for type LoadBalancer.`,
    example: {
      wrong: exampleWith(["name: till", "annotations:", `  ${RANGES_ANNOTATION}: 10.0.0.0/8`]),
      right: example("type: LoadBalancer", "loadBalancerSourceRanges: [10.0.0.0/8]", ...PORTS),
    },
    *check(service, { text }) {
      const annotation = rangesAnnotation(service);
      if (annotation === undefined || service.type.value === "LoadBalancer") return;
      const message = words({
        en: "This annotation is only for type LoadBalancer; this Service is {type}.",
        ja: "このアノテーションはタイプ LoadBalancer だけで使えます。この Service は {type} です。",
      })({ type: textOf(service.type) });
      const fixes = removal(text, service.annotations.node, annotation.entry);
      yield { span: annotation.entry.span, field: `metadata.annotations[${RANGES_ANNOTATION}]`, message, fixes };
    },
  },
  {
    code: "source-ranges-annotation-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["annotations", "loadBalancerSourceRanges"],
    about: `The annotation \`${RANGES_ANNOTATION}\` holds networks with commas between them.`,
    example: {
      wrong: exampleWith(
        ["name: till", "annotations:", `  ${RANGES_ANNOTATION}: 10.0.0.0`],
        ["type: LoadBalancer", ...PORTS],
      ),
      right: exampleWith(
        ["name: till", "annotations:", `  ${RANGES_ANNOTATION}: 10.0.0.0/8`],
        ["type: LoadBalancer", ...PORTS],
      ),
    },
    *check(service, context) {
      const annotation = rangesAnnotation(service);
      const value = annotation?.value;
      if (annotation === undefined || value === undefined || trimSpace(value) === "") return;
      // Since 1.33 an update does not look at it again.
      const before = context.minor >= 33 ? context.stored?.annotations.value : undefined;
      if (before?.some((old) => old.key === annotation.key && old.value === value)) return;
      for (const part of trimSpace(value).split(",")) {
        const problem = networkProblem(trimSpace(part), context);
        if (problem === undefined) continue;
        yield {
          span: annotation.entry.value.span,
          field: `metadata.annotations[${RANGES_ANNOTATION}]`,
          message: problem.message,
        };
      }
    },
  },
  {
    code: "external-traffic-policy-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["type", "externalIPs", "externalTrafficPolicy"],
    about: "`externalTrafficPolicy` is `Cluster` or `Local`.",
    example: {
      wrong: example("type: NodePort", "externalTrafficPolicy: local", ...PORTS),
      right: example("type: NodePort", "externalTrafficPolicy: Local", ...PORTS),
    },
    check: (service, { text }) =>
      isExternallyAccessible(service)
        ? oneOf(text, "externalTrafficPolicy", service.externalTrafficPolicy, TRAFFIC_POLICIES, service.spec.span)
        : [],
  },
  {
    code: "internal-traffic-policy-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["internalTrafficPolicy"],
    about: "`internalTrafficPolicy` is `Cluster` or `Local`.",
    example: {
      wrong: example("internalTrafficPolicy: local", ...PORTS),
      right: example("internalTrafficPolicy: Local", ...PORTS),
    },
    check: ({ internalTrafficPolicy, spec }, { text }) =>
      internalTrafficPolicy.value === undefined
        ? []
        : oneOf(text, "internalTrafficPolicy", internalTrafficPolicy, TRAFFIC_POLICIES, spec.span),
  },
  {
    code: "traffic-distribution-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["trafficDistribution"],
    about:
      "`trafficDistribution` is `PreferSameZone` or `PreferSameNode` from Kubernetes 1.34 on, and `PreferClose` (deprecated in 1.35).",
    example: {
      wrong: example("trafficDistribution: preferSameZone", ...PORTS),
      right: example("trafficDistribution: PreferClose", ...PORTS),
    },
    *check({ trafficDistribution, spec }, { minor, text }) {
      const { value, node } = trafficDistribution;
      const known = minor >= 34 ? ["PreferClose", "PreferSameZone", "PreferSameNode"] : ["PreferClose"];
      if (value === undefined || known.includes(value)) return;
      const span = placeOf(trafficDistribution, spec.span);
      if (value === "PreferSameZone" || value === "PreferSameNode") {
        const message = words({
          en: "trafficDistribution: {value} needs Kubernetes 1.34; the cluster is 1.{minor}.",
          ja: "trafficDistribution: {value} には Kubernetes 1.34 が必要です。クラスターは 1.{minor} です。",
        })({ value, minor });
        const fixes = value === "PreferSameZone" ? replacement(text, node, "PreferClose", UNCERTAIN) : [];
        yield { span, field: "spec.trafficDistribution", message, fixes };
        return;
      }
      yield* oneOf(text, "trafficDistribution", trafficDistribution, known, spec.span);
    },
  },
];

const SPECIAL = {
  unspecified: words({
    en: "{value} stands for no address at all, and cannot be an external IP.",
    ja: "{value} は特定のアドレスを表さないため、外部 IP にできません。",
  }),
  loopback: words({
    en: "{value} is a loopback address (127.0.0.0/8, ::1), and cannot be an external IP.",
    ja: "{value} はループバックアドレス（127.0.0.0/8、::1）なので、外部 IP にできません。",
  }),
  "link-local": words({
    en: "{value} is a link-local address (169.254.0.0/16, fe80::/10), and cannot be an external IP.",
    ja: "{value} はリンクローカルアドレス（169.254.0.0/16、fe80::/10）なので、外部 IP にできません。",
  }),
  multicast: words({
    en: "{value} is a local multicast address (224.0.0.0/24, ff02::/16), and cannot be an external IP.",
    ja: "{value} はローカルのマルチキャストアドレス（224.0.0.0/24、ff02::/16）なので、外部 IP にできません。",
  }),
} as const;

function* oneOf(
  text: string,
  name: string,
  field: Field<string>,
  allowed: readonly string[],
  elsewhere: Span,
): Iterable<Finding> {
  const value = textOf(field);
  if (allowed.includes(value)) return;
  const message = words({
    en: '{field} "{value}" does not exist. It is one of: {allowed}.',
    ja: '{field} "{value}" はありません。次のいずれかです: {allowed}。',
  })({ field: name, value, allowed: allowed.join(", ") });
  yield {
    span: placeOf(field, elsewhere),
    field: `spec.${name}`,
    message,
    fixes: enumFixes(text, field, value, allowed),
  };
}

function enumFixes(text: string, { node }: Field<string>, value: string, allowed: readonly string[]): readonly Fix[] {
  return replacement(text, node, nearest(value, allowed));
}

function rangesAnnotation({ annotations, loadBalancerSourceRanges }: ServiceFields): Pair | undefined {
  if ((loadBalancerSourceRanges.value?.length ?? 0) > 0) return undefined;
  return annotations.value?.find(({ key }) => key === RANGES_ANNOTATION);
}

interface NetworkProblem {
  readonly message: Finding["message"];
  readonly better: string | undefined;
  readonly certain: boolean;
}

/** Why a text is not a network to the API server, and the right form; undefined where it is one. */
function networkProblem(value: string, { minor }: Context): NetworkProblem | undefined {
  const network = parseNetwork(value);
  if (network === undefined) {
    const message = words({
      en: '"{value}" is not a network. Write one such as 10.9.8.0/24 or 2001:db8::/64.',
      ja: '"{value}" はネットワークではありません。10.9.8.0/24 や 2001:db8::/64 のように書いてください。',
    })({ value });
    const address = parseAddress(value);
    return { message, better: address && `${value}/${address.family === "IPv4" ? 32 : 128}`, certain: false };
  }
  const better = formatNetwork(network);
  if (minor < 36) return undefined;
  if (network.leadingZeros || network.mapped) {
    const message = words({
      en: "{value} is written in a form that programs read differently. Write {better}.",
      ja: "{value} はプログラムによって読み方が違う書き方です。{better} と書いてください。",
    })({ value, better });
    return { message, better, certain: !network.hostBits };
  }
  if (!network.hostBits) return undefined;
  const message = words({
    en: "{value} has bits set beyond its prefix. The network is {better}.",
    ja: "{value} はプレフィックスより後のビットが 0 ではありません。ネットワークは {better} です。",
  })({ value, better });
  return { message, better, certain: false };
}

function isOld(value: string, stored: Field<readonly Field<string>[]> | undefined, { minor }: Context): boolean {
  return minor >= 33 && (stored?.value?.some((old) => textOf(old) === value) ?? false);
}

/** Go's TrimSpace. */
function trimSpace(text: string): string {
  return text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, "");
}

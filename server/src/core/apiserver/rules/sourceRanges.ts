import { words } from "../../words.ts";
import { PORTS } from "../examples.ts";
import { type Pair, type ServiceFields, textOf } from "../fields.ts";
import { removal, replacement } from "../fixes.ts";
import { formatNetwork, parseAddress, parseNetwork } from "../ip.ts";
import { placeOf } from "../places.ts";
import { type Context, example, exampleWith, type Finding, type Rule } from "../rule.ts";

const RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges";

/** What the API server asks of the networks that a load balancer lets in, in `loadBalancerSourceRanges` and in the annotation that is its old form. */
export const SOURCE_RANGE_RULES: readonly Rule[] = [
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
];

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

/** Go's TrimSpace. */
function trimSpace(text: string): string {
  return text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, "");
}

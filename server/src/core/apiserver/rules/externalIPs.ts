import { words } from "../../words.ts";
import { addressProblem } from "../addressForm.ts";
import { PORTS } from "../examples.ts";
import { type Field, textOf } from "../fields.ts";
import { itemRemoval, removal, replacement, UNCERTAIN } from "../fixes.ts";
import { parseAddress, specialRange } from "../ip.ts";
import { placeOf } from "../places.ts";
import { type Context, example, type Rule } from "../rule.ts";

/** What the API server asks of `externalIPs`, and what it warns of. */
export const EXTERNAL_IP_RULES: readonly Rule[] = [
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

function isOld(value: string, stored: Field<readonly Field<string>[]> | undefined, { minor }: Context): boolean {
  return minor >= 33 && (stored?.value?.some((old) => textOf(old) === value) ?? false);
}

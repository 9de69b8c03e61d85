import type { Minor } from "../../snapshot.ts";
import { words } from "../../words.ts";
import { PORTS } from "../examples.ts";
import { type Field, type ServiceFields, textOf } from "../fields.ts";
import { replacement } from "../fixes.ts";
import { type Address, formatAddress, formatAsWritten, formatNetwork, parseAddress, parseNetwork } from "../ip.ts";
import { placeOf } from "../places.ts";
import { type Context, example, type Finding, type Rule } from "../rule.ts";

/** Addresses and networks that the API server accepts and warns of, for how they are written. */
export const ADDRESS_FORM_RULES: readonly Rule[] = [
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

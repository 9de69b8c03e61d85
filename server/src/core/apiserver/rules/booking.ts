import { type Message, words } from "../../words.ts";
import { bookedAddresses } from "../allocation.ts";
import { PORTS } from "../examples.ts";
import { type Field, type ServiceFields, textOf } from "../fields.ts";
import { removal, UNCERTAIN } from "../fixes.ts";
import { type Address, contains, formatAddress, parseAddress, parseNetwork } from "../ip.ts";
import { placeOf } from "../places.ts";
import { type Context, example, type Finding, type Rule } from "../rule.ts";

/** What the allocator of cluster IPs refuses to book: addresses out of range, and those that others hold. */
export const BOOKING_RULES: readonly Rule[] = [
  {
    code: "cluster-ip-out-of-range",
    stage: "allocate",
    step: "ip-allocation",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs"],
    about: "A cluster IP comes from the cluster's Service CIDRs. Leave it out to get a free one.",
    example: { wrong: example("clusterIP: 192.168.1.10", ...PORTS), right: example("clusterIP: 10.96.0.77", ...PORTS) },
    *check(service, context) {
      const ranges = context.facts.serviceCIDRs;
      if (ranges === undefined) return;
      for (const { item, address } of askedAddresses(service, context)) {
        if (isAvailable(address, ranges)) continue;
        const message = words({
          en: "{address} is not an address of the cluster's Service ranges ({ranges}).",
          ja: "{address} はクラスターの Service 用の範囲（{ranges}）にありません。",
        })({ address: textOf(item), ranges: ranges.join(", ") });
        yield refused(service, item, message, context);
        return;
      }
    },
  },
  {
    code: "cluster-ip-in-use",
    stage: "allocate",
    step: "ip-allocation",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs", "name", "namespace"],
    about:
      "A cluster IP belongs to one Service. The first address of the first range is that of the API server's own Service, `default/kubernetes`.",
    example: { wrong: example("clusterIP: 10.96.0.1", ...PORTS), right: example("clusterIP: 10.96.0.77", ...PORTS) },
    *check(service, context) {
      if (textOf(service.name) === "kubernetes") return;
      for (const { item, address } of askedAddresses(service, context)) {
        const text = formatAddress(address);
        const owner =
          context.facts.inUse?.clusterIPs.get(text) ??
          (text === firstAddress(context) ? "default/kubernetes" : undefined);
        if (owner === undefined) continue;
        const message = words({
          en: "{address} is already taken by Service {owner}.",
          ja: "{address} は Service {owner} が使っています。",
        })({ address: textOf(item), owner });
        yield refused(service, item, message, context);
        return;
      }
    },
  },
];

/** Where the address is the only one, leaving it out lets the allocator choose another. */
function refused(service: ServiceFields, item: Field<string>, message: Message, { text }: Context): Finding {
  const { spec, clusterIPs, clusterIP } = service;
  const fixes = removal(text, spec.map, clusterIPs.value?.length === 1 ? clusterIP.entry : undefined, UNCERTAIN);
  return { span: placeOf(item, spec.span), field: "spec.clusterIPs", message, fixes };
}

/** Addresses that the server is asked to book, and that are addresses. */
function askedAddresses(
  service: ServiceFields,
  { stored, facts }: Context,
): readonly { item: Field<string>; address: Address }[] {
  return bookedAddresses(service, stored, facts).flatMap((index) => {
    const item = service.clusterIPs.value?.[index];
    const address = item && !item.unknown ? parseAddress(textOf(item)) : undefined;
    return item && address ? [{ item, address }] : [];
  });
}

/** The first address of a range names the range, and the last of an IPv4 range is its broadcast address. */
function isAvailable(address: Address, ranges: readonly string[]): boolean {
  return ranges.some((range) => {
    const network = parseNetwork(range);
    if (network === undefined || !contains(network, address)) return false;
    const hostBytes = address.bytes.map((byte, index) => byte & ~hostMask(network.prefix, index) & 0xff);
    if (hostBytes.every((byte) => byte === 0)) return false;
    return (
      address.family === "IPv6" || !hostBytes.every((byte, index) => byte === (~hostMask(network.prefix, index) & 0xff))
    );
  });
}

function hostMask(prefix: number, index: number): number {
  return (0xff << (8 - Math.min(8, Math.max(0, prefix - index * 8)))) & 0xff;
}

function firstAddress({ facts: { serviceCIDRs } }: Context): string | undefined {
  const network = serviceCIDRs?.[0] === undefined ? undefined : parseNetwork(serviceCIDRs[0]);
  if (network === undefined) return undefined;
  const { bytes } = network.address;
  return formatAddress({
    ...network.address,
    bytes: bytes.map((byte, index) => (index === bytes.length - 1 ? byte | 1 : byte)),
  });
}

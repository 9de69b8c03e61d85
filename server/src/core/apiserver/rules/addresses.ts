import type { Fix } from "../../diagnostic.ts";
import type { Span } from "../../span.ts";
import { nearest } from "../../typo.ts";
import { words } from "../../words.ts";
import { bookedAddresses, configuredFamilies } from "../allocation.ts";
import { inferredPolicy, isFree, isHeadless } from "../defaults.ts";
import { type Field, type ServiceFields, textOf } from "../fields.ts";
import { addition, itemRemoval, removal, replacement, rewriting, UNCERTAIN } from "../fixes.ts";
import { type Address, contains, formatAddress, parseAddress, parseNetwork } from "../ip.ts";
import { type Context, example, type Finding, type Rule } from "../rule.ts";

const FAMILIES = ["IPv4", "IPv6"];
const POLICIES = ["PreferDualStack", "RequireDualStack", "SingleStack"];
const PORTS = ["ports:", "  - port: 80"] as const;

/** What the allocator of cluster IPs refuses: addresses, IP families and their policy. */
export const ADDRESS_RULES: readonly Rule[] = [
  {
    code: "cluster-ips-contradict",
    stage: "allocate",
    step: "ip-form",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs"],
    about:
      "`clusterIP` and the first of `clusterIPs` are the same thing. Write `clusterIP` alone, or both alike; `clusterIPs` alone is refused.",
    example: {
      wrong: example("clusterIPs: [10.96.0.77]", ...PORTS),
      right: example("clusterIP: 10.96.0.77", ...PORTS),
    },
    *check(service, { text }) {
      const { clusterIP, clusterIPs, spec } = service;
      const first = clusterIPs.value?.[0];
      if (!hasAddressFields(service) || first === undefined || first.unknown) return;
      if (textOf(clusterIP) !== "" && textOf(first) === textOf(clusterIP)) return;
      const values = { first: textOf(first), single: textOf(clusterIP) };
      const message =
        values.single === ""
          ? words({
              en: "clusterIPs needs clusterIP beside it, with the same first address ({first}).",
              ja: "clusterIPs を書くときは、最初のアドレス（{first}）を clusterIP にも書く必要があります。",
            })({ first: values.first })
          : words({
              en: "clusterIP is {single}, but the first of clusterIPs is {first}. They have to be the same.",
              ja: "clusterIP は {single} ですが、clusterIPs の最初は {first} です。同じにしてください。",
            })(values);
      const fixes =
        values.single === "" && clusterIP.entry === undefined
          ? singular(text, service, values.first)
          : removal(text, spec.map, clusterIPs.entry, UNCERTAIN);
      yield { span: spanOf(clusterIPs, service), field: "spec.clusterIPs", message, fixes };
    },
  },
  {
    code: "ip-family-unknown",
    stage: "allocate",
    step: "ip-form",
    kind: "NotSupported",
    reads: ["type", "ipFamilies"],
    about: "An IP family is `IPv4` or `IPv6`, spelt like this.",
    example: { wrong: example("ipFamilies: [ipv4]", ...PORTS), right: example("ipFamilies: [IPv4]", ...PORTS) },
    *check(service, { text }) {
      if (!hasAddressFields(service)) return;
      for (const [index, family] of (service.ipFamilies.value ?? []).entries()) {
        const value = textOf(family);
        if (family.unknown || FAMILIES.includes(value)) continue;
        const message = words({
          en: 'IP family "{value}" does not exist. It is IPv4 or IPv6.',
          ja: 'IP ファミリー "{value}" はありません。IPv4 か IPv6 です。',
        })({ value });
        const fixes = replacement(text, family.node, nearest(value, FAMILIES));
        yield { span: spanOf(family, service), field: `spec.ipFamilies[${index}]`, message, fixes };
      }
    },
  },
  {
    code: "ip-family-duplicate",
    stage: "allocate",
    step: "ip-form",
    kind: "Duplicate",
    reads: ["type", "ipFamilies"],
    about: "An IP family is named once.",
    example: { wrong: example("ipFamilies: [IPv4, IPv4]", ...PORTS), right: example("ipFamilies: [IPv4]", ...PORTS) },
    *check(service, { text }) {
      if (!hasAddressFields(service)) return;
      const seen = new Set<string>();
      for (const [index, family] of (service.ipFamilies.value ?? []).entries()) {
        if (family.unknown) continue;
        const value = textOf(family);
        if (seen.has(value)) {
          const message = words({
            en: "IP family {value} is given twice.",
            ja: "IP ファミリー {value} が重複しています。",
          })({ value });
          const fixes = family.node ? itemRemoval(text, service.spec.map, service.ipFamilies.entry, family.node) : [];
          yield { span: spanOf(family, service), field: `spec.ipFamilies[${index}]`, message, fixes };
        }
        seen.add(value);
      }
    },
  },
  {
    code: "ip-family-policy-unknown",
    stage: "allocate",
    step: "ip-form",
    kind: "NotSupported",
    reads: ["type", "ipFamilyPolicy"],
    about: "`ipFamilyPolicy` is `SingleStack`, `PreferDualStack` or `RequireDualStack`.",
    example: {
      wrong: example("ipFamilyPolicy: singlestack", ...PORTS),
      right: example("ipFamilyPolicy: SingleStack", ...PORTS),
    },
    *check(service, { text }) {
      const { value, node } = service.ipFamilyPolicy;
      if (!hasAddressFields(service) || value === undefined || POLICIES.includes(value)) return;
      const message = words({
        en: 'ipFamilyPolicy "{value}" does not exist. It is SingleStack, PreferDualStack or RequireDualStack.',
        ja: 'ipFamilyPolicy "{value}" はありません。SingleStack、PreferDualStack、RequireDualStack のいずれかです。',
      })({ value });
      const fixes = replacement(text, node, nearest(value, POLICIES));
      yield { span: spanOf(service.ipFamilyPolicy, service), field: "spec.ipFamilyPolicy", message, fixes };
    },
  },
  {
    code: "cluster-ip-none-with-others",
    stage: "allocate",
    step: "ip-form",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs"],
    about: "`None` says that the Service is headless; no address can stand beside it.",
    example: {
      wrong: example("clusterIP: None", "clusterIPs: [None, 10.96.0.77]", ...PORTS),
      right: example("clusterIP: None", ...PORTS),
    },
    *check(service) {
      const { clusterIPs } = service;
      if (!hasAddressFields(service) || clusterIPs.value?.[0]?.value !== "None" || clusterIPs.value.length < 2) return;
      const message = words({
        en: "None has to be the only cluster IP: a headless Service has no address.",
        ja: "None は単独で書く必要があります。Headless の Service にアドレスはありません。",
      })();
      yield { span: spanOf(clusterIPs, service), field: "spec.clusterIPs", message };
    },
  },
  {
    code: "cluster-ip-invalid",
    stage: "allocate",
    step: "ip-form",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs"],
    about:
      "A cluster IP is an IP address, or `None` alone. From Kubernetes 1.36 on leading zeros and IPv4 addresses in IPv6 form are refused.",
    example: { wrong: example("clusterIP: none", ...PORTS), right: example("clusterIP: None", ...PORTS) },
    *check(service, context) {
      if (!hasAddressFields(service)) return;
      for (const { index, item, value } of clusterIPsWritten(service)) {
        if ((index === 0 && value === "None") || wasThere(value, context.stored?.clusterIPs, context)) continue;
        const problem = addressProblem(value, context);
        if (problem === undefined) continue;
        const { message, better } =
          value.toLowerCase() === "none" && service.clusterIPs.value?.length === 1 ? noneProblem(value) : problem;
        // Written as clusterIP only, the list is the server's own.
        const both = service.clusterIPs.entry !== service.clusterIP.entry && service.clusterIP.entry !== undefined;
        const fixes = better === undefined ? [] : replacement(context.text, item.node, better, { certain: !both });
        yield { span: spanOf(item, service), field: `spec.clusterIPs[${index}]`, message, fixes };
      }
    },
  },
  {
    code: "cluster-ips-too-many",
    stage: "allocate",
    step: "ip-form",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs"],
    about: "A Service has at most two cluster IPs, one for each IP family.",
    example: {
      wrong: example("clusterIP: 10.96.0.77", "clusterIPs: [10.96.0.77, 10.96.0.78, 10.96.0.79]", ...PORTS),
      right: example("clusterIP: 10.96.0.77", "clusterIPs: [10.96.0.77]", ...PORTS),
    },
    *check(service) {
      const { clusterIPs } = service;
      if (!hasAddressFields(service) || (clusterIPs.value?.length ?? 0) <= 2) return;
      const message = words({
        en: "{count} cluster IPs are given. A Service has at most two, one for each IP family.",
        ja: "クラスター IP が {count} 個あります。IP ファミリーごとに一つ、最大二つです。",
      })({ count: clusterIPs.value?.length ?? 0 });
      yield { span: spanOf(clusterIPs, service), field: "spec.clusterIPs", message };
    },
  },
  {
    code: "cluster-ips-of-one-family",
    stage: "allocate",
    step: "ip-form",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs"],
    about: "Two cluster IPs are one of IPv4 and one of IPv6.",
    example: {
      wrong: example("clusterIP: 10.96.0.77", "clusterIPs: [10.96.0.77, 10.96.0.78]", ...PORTS),
      right: example("clusterIP: 10.96.0.77", "clusterIPs: [10.96.0.77]", ...PORTS),
    },
    *check(service, context) {
      const { clusterIPs } = service;
      const families = familiesWritten(service, context);
      if (families === undefined || families.length < 2) return;
      // Taken over from the stored Service, None passes as an address until the server counts families.
      const isCounted = !families.includes("None");
      if (isCounted && new Set(families).size > 1) return;
      const message = words({
        en: "The cluster IPs are all {family}. At most one of each IP family is allowed.",
        ja: "クラスター IP がすべて {family} です。IP ファミリーごとに一つまでです。",
      })({ family: families[0] ?? "" });
      yield { span: spanOf(clusterIPs, service), field: "spec.clusterIPs", message };
      if (!isCounted)
        yield { span: spanOf(clusterIPs, service), field: "spec.clusterIPs", kind: "InternalError", message };
    },
  },
  {
    code: "cluster-ip-of-other-family",
    stage: "allocate",
    step: "ip-form",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs", "ipFamilies"],
    about: "The addresses stand in the order of `ipFamilies`.",
    example: {
      wrong: example("clusterIP: 10.96.0.77", "ipFamilies: [IPv6]", ...PORTS),
      right: example("clusterIP: 10.96.0.77", "ipFamilies: [IPv4]", ...PORTS),
    },
    *check(service, context) {
      if (isHeadless(service)) return;
      for (const [index, family] of (familiesWritten(service, context) ?? []).entries()) {
        const wished = service.ipFamilies.value?.[index];
        const item = service.clusterIPs.value?.[index];
        const fits = (wished?.value === "IPv6") === (family === "IPv6");
        if (!wished?.value || fits || !FAMILIES.includes(wished.value) || item === undefined) continue;
        const message = words({
          en: "{address} is {family}, but ipFamilies wants {wished} here.",
          ja: "{address} は {family} ですが、ipFamilies ではここは {wished} です。",
        })({ address: textOf(item), family, wished: wished.value });
        yield { span: spanOf(item, service), field: `spec.clusterIPs[${index}]`, message };
      }
    },
  },
  {
    code: "single-stack-with-two",
    stage: "allocate",
    step: "ip-policy",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "selector"],
    about:
      "Two addresses or two IP families need `ipFamilyPolicy: PreferDualStack` or `RequireDualStack`; without one the API server takes `SingleStack`.",
    example: {
      wrong: example("ipFamilies: [IPv4, IPv6]", ...PORTS),
      right: example("ipFamilies: [IPv4, IPv6]", "ipFamilyPolicy: PreferDualStack", ...PORTS),
      facts: { serviceCIDRs: ["10.96.0.0/12", "fd00:10:96::/112"], dualStack: true },
    },
    *check(service, context) {
      const { clusterIPs, ipFamilies, ipFamilyPolicy, spec } = service;
      if (!hasAddressFields(service) || policyOf(service) !== "SingleStack") return;
      const two = clusterIPs.value?.length === 2 ? "clusterIPs" : "ipFamilies";
      if (clusterIPs.value?.length !== 2 && ipFamilies.value?.length !== 2) return;
      const message = words({
        en: "{field} has two values, but the policy is SingleStack. Set ipFamilyPolicy to PreferDualStack or RequireDualStack.",
        ja: "{field} に値が二つありますが、ポリシーは SingleStack です。ipFamilyPolicy を PreferDualStack か RequireDualStack にしてください。",
      })({ field: two });
      const span = ipFamilyPolicy.node?.span ?? service[two].entry?.keySpan ?? spec.span;
      const fixes = ipFamilyPolicy.node
        ? replacement(context.text, ipFamilyPolicy.node, "PreferDualStack", UNCERTAIN)
        : policyFix(service, context);
      yield { span, field: "spec.ipFamilyPolicy", message, fixes };
    },
  },
  {
    code: "cluster-ip-family-missing",
    stage: "allocate",
    step: "ip-policy",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs", "ipFamilies"],
    about: "A cluster hands out addresses of the IP families that it was set up for, and no others.",
    example: { wrong: example('clusterIP: "fd00::1"', ...PORTS), right: example("clusterIP: 10.96.0.77", ...PORTS) },
    *check(service, context) {
      const configured = configuredFamilies(context.facts);
      const families = familiesWritten(service, context);
      if (configured === undefined || families === undefined || isHeadless(service)) return;
      for (const [index, family] of families.entries()) {
        const item = service.clusterIPs.value?.[index];
        if (service.ipFamilies.value?.[index] !== undefined || configured.includes(family) || item === undefined)
          continue;
        const message = words({
          en: "{address} is {family}, and this cluster has no {family} addresses for Services.",
          ja: "{address} は {family} ですが、このクラスターには Service 用の {family} アドレスがありません。",
        })({ address: textOf(item), family });
        yield { span: spanOf(item, service), field: `spec.clusterIPs[${index}]`, message };
      }
    },
  },
  {
    code: "dual-stack-missing",
    stage: "allocate",
    step: "ip-cluster",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs", "ipFamilyPolicy", "selector"],
    about: "`RequireDualStack` needs a cluster with both IP families. `PreferDualStack` takes two where it can.",
    example: {
      wrong: example("ipFamilyPolicy: RequireDualStack", ...PORTS),
      right: example("ipFamilyPolicy: PreferDualStack", ...PORTS),
    },
    *check(service, context) {
      const configured = configuredFamilies(context.facts);
      const { ipFamilyPolicy } = service;
      const isSingle = configured === undefined ? context.facts.dualStack === false : configured.length < 2;
      if (!hasAddressFields(service) || isFree(service) || !isSingle) return;
      if (policyOf(service) !== "RequireDualStack") return;
      const message = words({
        en: "This cluster has one IP family only, and RequireDualStack wants both. PreferDualStack takes what there is.",
        ja: "このクラスターの IP ファミリーは一つだけですが、RequireDualStack は両方を必要とします。PreferDualStack なら使えるものを使います。",
      })();
      const fixes = replacement(context.text, ipFamilyPolicy.node, "PreferDualStack", UNCERTAIN);
      yield { span: spanOf(ipFamilyPolicy, service), field: "spec.ipFamilyPolicy", message, fixes };
    },
  },
  {
    code: "ip-family-missing",
    stage: "allocate",
    step: "ip-cluster",
    kind: "Invalid",
    reads: ["type", "clusterIP", "clusterIPs", "ipFamilies", "selector"],
    about:
      "Only the IP families that the cluster was set up for can be asked for. A headless Service without a selector is free.",
    example: { wrong: example("ipFamilies: [IPv6]", ...PORTS), right: example("ipFamilies: [IPv4]", ...PORTS) },
    *check(service, context) {
      const configured = configuredFamilies(context.facts);
      if (!hasAddressFields(service) || isFree(service) || configured === undefined) return;
      for (const [index, family] of (service.ipFamilies.value ?? []).entries()) {
        const value = textOf(family);
        if (family.unknown || !FAMILIES.includes(value) || configured.includes(value)) continue;
        const message = words({
          en: "{family} is not set up on this cluster.",
          ja: "このクラスターには {family} が設定されていません。",
        })({ family: value });
        const fixes = family.node
          ? itemRemoval(context.text, service.spec.map, service.ipFamilies.entry, family.node, UNCERTAIN)
          : [];
        yield { span: spanOf(family, service), field: `spec.ipFamilies[${index}]`, message, fixes };
      }
    },
  },
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
        const fixes = removal(
          context.text,
          service.spec.map,
          service.clusterIPs.value?.length === 1 ? service.clusterIP.entry : undefined,
          UNCERTAIN,
        );
        yield { span: spanOf(item, service), field: "spec.clusterIPs", message, fixes };
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
        const fixes = removal(
          context.text,
          service.spec.map,
          service.clusterIPs.value?.length === 1 ? service.clusterIP.entry : undefined,
          UNCERTAIN,
        );
        yield { span: spanOf(item, service), field: "spec.clusterIPs", message, fixes };
        return;
      }
    },
  },
];

function hasAddressFields({ type }: ServiceFields): boolean {
  return type.value !== "ExternalName";
}

/** The policy as the server infers it. */
function policyOf(service: ServiceFields): string {
  return service.ipFamilyPolicy.value ?? inferredPolicy(service);
}

function clusterIPsWritten({
  clusterIPs,
}: ServiceFields): readonly { index: number; item: Field<string>; value: string }[] {
  return (clusterIPs.value ?? []).flatMap((item, index) =>
    item.unknown ? [] : [{ index, item, value: textOf(item) }],
  );
}

/** The family of each cluster IP; undefined where one of them is not an address (then that is said, and no more). */
function familiesWritten(service: ServiceFields, context: Context): readonly string[] | undefined {
  const { clusterIPs } = service;
  if (!hasAddressFields(service) || isHeadless(service) || clusterIPs.value === undefined) return undefined;
  const families: string[] = [];
  for (const item of clusterIPs.value) {
    const address = item.unknown ? undefined : parseAddress(textOf(item));
    if (textOf(item) === "None" && families.length > 0 && wasThere("None", context.stored?.clusterIPs, context)) {
      families.push("None");
      continue;
    }
    const isOld = wasThere(textOf(item), context.stored?.clusterIPs, context);
    if (address === undefined || (!isOld && addressProblem(textOf(item), context))) return undefined;
    families.push(address.family);
  }
  return families;
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

/** Values of the stored object are not judged again, from Kubernetes 1.33 on. */
function wasThere(value: string, stored: Field<readonly Field<string>[]> | undefined, { minor }: Context): boolean {
  return minor >= 33 && (stored?.value?.some((old) => textOf(old) === value) ?? false);
}

/** Why a text is not an IP address to the API server, and the right form where there is one; undefined where it is. */
export function addressProblem(
  value: string,
  { minor }: Context,
): { message: Finding["message"]; better: string | undefined } | undefined {
  const address = parseAddress(value);
  if (address === undefined) {
    const message = words({
      en: '"{value}" is not an IP address. Write one such as 10.9.8.7 or 2001:db8::1.',
      ja: '"{value}" は IP アドレスではありません。10.9.8.7 や 2001:db8::1 のように書いてください。',
    })({ value });
    return { message, better: parseAddress(value.trim()) ? value.trim() : undefined };
  }
  if (minor < 36) return undefined;
  const better = formatAddress(address);
  if (address.leadingZeros) {
    const message = words({
      en: "{value} has leading zeros, which programs read differently. Write {better}.",
      ja: "{value} の先頭の 0 はプログラムによって読み方が違います。{better} と書いてください。",
    })({ value, better });
    return { message, better };
  }
  if (!address.mapped) return undefined;
  const message = words({
    en: "{value} is an IPv4 address in IPv6 form. Write {better}.",
    ja: "{value} は IPv6 の形で書かれた IPv4 アドレスです。{better} と書いてください。",
  })({ value, better });
  return { message, better };
}

function noneProblem(value: string): { message: Finding["message"]; better: string } {
  const message = words({
    en: '"{value}" is not an IP address. For a headless Service write None, with a capital N.',
    ja: '"{value}" は IP アドレスではありません。Headless の Service にするには、大文字の N で None と書いてください。',
  })({ value });
  return { message, better: "None" };
}

function singular(text: string, { clusterIPs, spec }: ServiceFields, value: string): readonly Fix[] {
  const title = words({ en: "Write clusterIP: {value}", ja: "clusterIP: {value} と書く" })({ value });
  const { map } = spec;
  if (map === undefined || clusterIPs.entry === undefined || clusterIPs.value?.length !== 1) return [];
  const [fix] = rewriting(text, map, clusterIPs.entry, value, title);
  const edit = fix?.edits[0];
  if (fix === undefined || edit === undefined) return [];
  return [{ ...fix, edits: [{ ...edit, newText: edit.newText.replace("clusterIPs", "clusterIP") }] }];
}

function policyFix({ spec, clusterIPs, ipFamilies }: ServiceFields, { text }: Context): readonly Fix[] {
  const beside = ipFamilies.entry ?? clusterIPs.entry;
  if (spec.map === undefined || beside === undefined) return [];
  return addFamilyPolicy(text, spec.map, beside.key);
}

function addFamilyPolicy(text: string, map: NonNullable<ServiceFields["spec"]["map"]>, after: string): readonly Fix[] {
  return [addition(text, map, "ipFamilyPolicy", "PreferDualStack", { after }, UNCERTAIN)].flat();
}

function spanOf({ node, entry }: Field<unknown>, { spec }: ServiceFields): Span {
  if (node !== undefined && node.span[0] < node.span[1]) return node.span;
  return entry?.keySpan ?? spec.span;
}

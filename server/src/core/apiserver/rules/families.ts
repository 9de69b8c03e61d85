import type { Fix } from "../../diagnostic.ts";
import { nearest } from "../../typo.ts";
import { words } from "../../words.ts";
import { configuredFamilies } from "../allocation.ts";
import { inferredPolicy, isFree, needsAddress } from "../defaults.ts";
import { PORTS } from "../examples.ts";
import { type ServiceFields, textOf } from "../fields.ts";
import { addition, itemRemoval, replacement, UNCERTAIN } from "../fixes.ts";
import { placeOf } from "../places.ts";
import { type Context, example, type Rule } from "../rule.ts";

const FAMILIES = ["IPv4", "IPv6"];
const POLICIES = ["PreferDualStack", "RequireDualStack", "SingleStack"];

/** What the API server asks of `ipFamilies` and `ipFamilyPolicy`, and whether the cluster has the families. */
export const FAMILY_RULES: readonly Rule[] = [
  {
    code: "ip-family-unknown",
    stage: "allocate",
    step: "ip-form",
    kind: "NotSupported",
    reads: ["type", "ipFamilies"],
    about: "An IP family is `IPv4` or `IPv6`, spelt like this.",
    example: { wrong: example("ipFamilies: [ipv4]", ...PORTS), right: example("ipFamilies: [IPv4]", ...PORTS) },
    *check(service, { text }) {
      if (!needsAddress(service)) return;
      for (const [index, family] of (service.ipFamilies.value ?? []).entries()) {
        const value = textOf(family);
        if (family.unknown || FAMILIES.includes(value)) continue;
        const message = words({
          en: 'IP family "{value}" does not exist. It is IPv4 or IPv6.',
          ja: 'IP ファミリー "{value}" はありません。IPv4 か IPv6 です。',
        })({ value });
        const fixes = replacement(text, family.node, nearest(value, FAMILIES));
        yield { span: placeOf(family, service.spec.span), field: `spec.ipFamilies[${index}]`, message, fixes };
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
      if (!needsAddress(service)) return;
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
          yield { span: placeOf(family, service.spec.span), field: `spec.ipFamilies[${index}]`, message, fixes };
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
      if (!needsAddress(service) || value === undefined || POLICIES.includes(value)) return;
      const message = words({
        en: 'ipFamilyPolicy "{value}" does not exist. It is SingleStack, PreferDualStack or RequireDualStack.',
        ja: 'ipFamilyPolicy "{value}" はありません。SingleStack、PreferDualStack、RequireDualStack のいずれかです。',
      })({ value });
      const fixes = replacement(text, node, nearest(value, POLICIES));
      yield { span: placeOf(service.ipFamilyPolicy, service.spec.span), field: "spec.ipFamilyPolicy", message, fixes };
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
      if (!needsAddress(service) || policyOf(service) !== "SingleStack") return;
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
      if (!needsAddress(service) || isFree(service) || !isSingle) return;
      if (policyOf(service) !== "RequireDualStack") return;
      const message = words({
        en: "This cluster has one IP family only, and RequireDualStack wants both. PreferDualStack takes what there is.",
        ja: "このクラスターの IP ファミリーは一つだけですが、RequireDualStack は両方を必要とします。PreferDualStack なら使えるものを使います。",
      })();
      const fixes = replacement(context.text, ipFamilyPolicy.node, "PreferDualStack", UNCERTAIN);
      yield { span: placeOf(ipFamilyPolicy, service.spec.span), field: "spec.ipFamilyPolicy", message, fixes };
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
      if (!needsAddress(service) || isFree(service) || configured === undefined) return;
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
        yield { span: placeOf(family, service.spec.span), field: `spec.ipFamilies[${index}]`, message, fixes };
      }
    },
  },
];

/** The policy as the server infers it. */
function policyOf(service: ServiceFields): string {
  return service.ipFamilyPolicy.value ?? inferredPolicy(service);
}

function policyFix({ spec, clusterIPs, ipFamilies }: ServiceFields, { text }: Context): readonly Fix[] {
  const beside = ipFamilies.entry ?? clusterIPs.entry;
  if (beside === undefined) return [];
  return addition(text, spec.map, "ipFamilyPolicy", "PreferDualStack", { after: beside.key }, UNCERTAIN);
}

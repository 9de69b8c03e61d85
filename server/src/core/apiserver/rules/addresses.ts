import type { Fix } from "../../diagnostic.ts";
import { words } from "../../words.ts";
import { addressProblem, familiesWritten, wasThere } from "../addressForm.ts";
import { configuredFamilies } from "../allocation.ts";
import { isHeadless, needsAddress } from "../defaults.ts";
import { PORTS } from "../examples.ts";
import { type Field, type ServiceFields, textOf } from "../fields.ts";
import { removal, replacement, rewriting, UNCERTAIN } from "../fixes.ts";
import { placeOf } from "../places.ts";
import { example, type Finding, type Rule } from "../rule.ts";

const FAMILIES = ["IPv4", "IPv6"];

/** What the API server asks of the form of cluster IPs, before it books any. */
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
      if (!needsAddress(service) || first === undefined || first.unknown) return;
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
      yield { span: placeOf(clusterIPs, service.spec.span), field: "spec.clusterIPs", message, fixes };
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
      if (!needsAddress(service) || clusterIPs.value?.[0]?.value !== "None" || clusterIPs.value.length < 2) return;
      const message = words({
        en: "None has to be the only cluster IP: a headless Service has no address.",
        ja: "None は単独で書く必要があります。Headless の Service にアドレスはありません。",
      })();
      yield { span: placeOf(clusterIPs, service.spec.span), field: "spec.clusterIPs", message };
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
      if (!needsAddress(service)) return;
      for (const { index, item, value } of clusterIPsWritten(service)) {
        if ((index === 0 && value === "None") || wasThere(value, context.stored?.clusterIPs, context)) continue;
        const problem = addressProblem(value, context);
        if (problem === undefined) continue;
        const { message, better } =
          value.toLowerCase() === "none" && service.clusterIPs.value?.length === 1 ? noneProblem(value) : problem;
        // Written as clusterIP only, the list is the server's own.
        const both = service.clusterIPs.entry !== service.clusterIP.entry && service.clusterIP.entry !== undefined;
        const fixes = better === undefined ? [] : replacement(context.text, item.node, better, { certain: !both });
        yield { span: placeOf(item, service.spec.span), field: `spec.clusterIPs[${index}]`, message, fixes };
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
      if (!needsAddress(service) || (clusterIPs.value?.length ?? 0) <= 2) return;
      const message = words({
        en: "{count} cluster IPs are given. A Service has at most two, one for each IP family.",
        ja: "クラスター IP が {count} 個あります。IP ファミリーごとに一つ、最大二つです。",
      })({ count: clusterIPs.value?.length ?? 0 });
      yield { span: placeOf(clusterIPs, service.spec.span), field: "spec.clusterIPs", message };
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
      yield { span: placeOf(clusterIPs, service.spec.span), field: "spec.clusterIPs", message };
      if (!isCounted)
        yield {
          span: placeOf(clusterIPs, service.spec.span),
          field: "spec.clusterIPs",
          kind: "InternalError",
          message,
        };
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
        yield { span: placeOf(item, service.spec.span), field: `spec.clusterIPs[${index}]`, message };
      }
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
        yield { span: placeOf(item, service.spec.span), field: `spec.clusterIPs[${index}]`, message };
      }
    },
  },
];

function clusterIPsWritten({
  clusterIPs,
}: ServiceFields): readonly { index: number; item: Field<string>; value: string }[] {
  return (clusterIPs.value ?? []).flatMap((item, index) =>
    item.unknown ? [] : [{ index, item, value: textOf(item) }],
  );
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

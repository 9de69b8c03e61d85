import { words } from "../../words.ts";
import { isHeadless } from "../defaults.ts";
import { PORTS, STORED_SERVICE } from "../examples.ts";
import { type Field, type ServiceFields, textOf } from "../fields.ts";
import { addition, replacement, UNCERTAIN } from "../fixes.ts";
import { placeOfFirst } from "../places.ts";
import { example, type Rule } from "../rule.ts";

const DUAL = {
  metadata: { name: "till" },
  spec: {
    ...STORED_SERVICE.spec,
    clusterIPs: ["10.96.0.9", "fd00:10:96::9"],
    ipFamilies: ["IPv4", "IPv6"],
    ipFamilyPolicy: "RequireDualStack",
  },
};
const DUAL_FACTS = { serviceCIDRs: ["10.96.0.0/12", "fd00:10:96::/112"], dualStack: true };

/** What cannot change about a stored Service's addresses and their families. */
export const ADDRESS_CHANGE_RULES: readonly Rule[] = [
  {
    code: "cluster-ip-immutable",
    stage: "update",
    kind: "Invalid",
    on: "update",
    reads: ["type", "clusterIP", "clusterIPs"],
    about:
      "A Service keeps its addresses, and stays headless if it was. Left out of the manifest they are kept. To change them, delete the Service and create it anew, or go through type ExternalName.",
    example: { wrong: example("clusterIP: 10.96.0.77", ...PORTS), right: example(...PORTS), stored: STORED_SERVICE },
    *check(service, context) {
      const { stored, text } = context;
      if (stored === undefined || !bothHaveAddresses(service, stored) || (isHeadless(service) && isHeadless(stored)))
        return;
      for (const index of changedAddresses(service, stored)) {
        const before = textOf(stored.clusterIPs.value?.[index] ?? stored.clusterIP);
        const message = words({
          en: "The cluster IP can't be changed from {before} once the Service exists. Leave it out to keep it, or delete the Service first.",
          ja: "Service ができた後でクラスター IP を {before} から変えることはできません。書かなければ保たれます。変えるには先に Service を削除してください。",
        })({ before });
        const item = service.clusterIPs.value?.[index];
        const node = item?.node ?? service.clusterIP.node;
        const single = service.clusterIP.entry !== undefined && service.clusterIPs.value?.length === 1;
        const fixes = single ? replacement(text, service.clusterIP.node, before, UNCERTAIN) : [];
        yield { span: node?.span ?? service.spec.span, field: `spec.clusterIPs[${index}]`, message, fixes };
      }
    },
  },
  {
    code: "second-address-released",
    stage: "allocate",
    step: "ip-policy",
    kind: "Invalid",
    on: "update",
    reads: ["type", "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"],
    about:
      "A second address or IP family is given back by `ipFamilyPolicy: SingleStack`, not by leaving it out of the list.",
    example: {
      wrong: example("clusterIP: 10.96.0.9", "clusterIPs: [10.96.0.9]", ...PORTS),
      right: example("ipFamilyPolicy: SingleStack", ...PORTS),
      stored: DUAL,
      facts: DUAL_FACTS,
    },
    *check(service, context) {
      const { stored, text } = context;
      if (
        stored === undefined ||
        service.type.value === "ExternalName" ||
        service.ipFamilyPolicy.value === "SingleStack"
      )
        return;
      if (!isReduced(service.clusterIPs, stored.clusterIPs) && !isReduced(service.ipFamilies, stored.ipFamilies))
        return;
      const message = words({
        en: "The stored Service has two IP families. To give the second back, set ipFamilyPolicy to SingleStack.",
        ja: "保存されている Service には IP ファミリーが二つあります。二つ目を手放すには ipFamilyPolicy を SingleStack にしてください。",
      })();
      const { ipFamilyPolicy, spec } = service;
      const fixes = ipFamilyPolicy.node
        ? replacement(text, ipFamilyPolicy.node, "SingleStack", UNCERTAIN)
        : addition(text, spec.map, "ipFamilyPolicy", "SingleStack", undefined, UNCERTAIN);
      yield {
        span: placeOfFirst(service, "ipFamilyPolicy", "clusterIPs", "ipFamilies"),
        field: "spec.ipFamilyPolicy",
        message,
        fixes,
      };
    },
  },
  {
    code: "ip-family-immutable",
    stage: "update",
    kind: "Invalid",
    on: "update",
    reads: ["type", "clusterIP", "clusterIPs", "ipFamilies"],
    about: "The first IP family of a Service with addresses stays; a second one can come and go.",
    example: {
      wrong: example("ipFamilies: [IPv6, IPv4]", "ipFamilyPolicy: RequireDualStack", ...PORTS),
      right: example("ipFamilies: [IPv4, IPv6]", "ipFamilyPolicy: RequireDualStack", ...PORTS),
      stored: DUAL,
      facts: DUAL_FACTS,
    },
    *check(service, { stored }) {
      if (stored === undefined || !bothHaveAddresses(service, stored) || isHeadless(service) || isHeadless(stored))
        return;
      const [now, before] = [service.ipFamilies.value ?? [], stored.ipFamilies.value ?? []];
      if (now.length === 0 || before.length === 0) return;
      const changed =
        now.length === before.length
          ? now.some((family, index) => textOf(family) !== textOf(before[index] ?? family))
          : textOf(now[0] ?? before[0] ?? EMPTY) !== textOf(before[0] ?? EMPTY);
      if (!changed) return;
      const message = words({
        en: "The first IP family can't be changed from {before} once the Service exists.",
        ja: "Service ができた後で最初の IP ファミリーを {before} から変えることはできません。",
      })({ before: textOf(before[0] ?? EMPTY) });
      yield { span: placeOfFirst(service, "ipFamilies"), field: "spec.ipFamilies[0]", message };
    },
  },
];

const EMPTY: Field<string> = { value: "", unknown: false, entry: undefined, node: undefined };

function bothHaveAddresses(service: ServiceFields, stored: ServiceFields): boolean {
  return service.type.value !== "ExternalName" && stored.type.value !== "ExternalName";
}

/** The indexes that the server names: each that differs in lists of one length, else the first only. */
function changedAddresses(service: ServiceFields, stored: ServiceFields): readonly number[] {
  const [now, before] = [service.clusterIPs.value ?? [], stored.clusterIPs.value ?? []];
  if (now.length === 0 || before.length === 0) return [];
  const indexes = now.length === before.length ? [...now.keys()] : [0];
  return indexes.filter(
    (index) => !now[index]?.unknown && textOf(now[index] ?? EMPTY) !== textOf(before[index] ?? EMPTY),
  );
}

function isReduced(now: Field<readonly unknown[]>, before: Field<readonly unknown[]>): boolean {
  return (now.value?.length ?? 0) > 0 && (now.value?.length ?? 0) < (before.value?.length ?? 0);
}

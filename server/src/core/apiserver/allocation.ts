import type { ClusterFacts } from "../snapshot.ts";
import { inferredPolicy, isFree, isHeadless, needsAddress } from "./defaults.ts";
import { type Field, type ServiceFields, textOf, withValue } from "./fields.ts";
import { parseAddress, parseNetwork } from "./ip.ts";
import { sameList } from "./update.ts";

/** The IP families that the cluster hands out, the primary one first; undefined where they are not known. */
export function configuredFamilies({ serviceCIDRs, dualStack }: ClusterFacts): readonly string[] | undefined {
  const known = [...new Set((serviceCIDRs ?? []).flatMap((cidr) => parseNetwork(cidr)?.address.family ?? []))];
  if (dualStack === true) return known[0] === "IPv6" ? ["IPv6", "IPv4"] : ["IPv4", "IPv6"];
  return known.length === 0 ? undefined : known;
}

/** The IP families of the Service after the server has filled in those that are not written. */
function familiesOf(service: ServiceFields, facts: ClusterFacts): readonly string[] {
  const families = (service.ipFamilies.value ?? []).map(textOf);
  for (const [index, item] of (service.clusterIPs.value ?? []).entries()) {
    if (textOf(item) === "None") break;
    const family = parseAddress(textOf(item))?.family;
    if (family !== undefined && index >= families.length) families.push(family);
  }
  const configured = configuredFamilies(facts) ?? ["IPv4"];
  const [first = configured[0] ?? "IPv4", ...rest] = families;
  const policy = service.ipFamilyPolicy.value ?? inferredPolicy(service);
  const wantsTwo = policy !== "SingleStack" && rest.length === 0 && (isFree(service) || configured.length === 2);
  return wantsTwo ? [first, first === "IPv4" ? "IPv6" : "IPv4"] : [first, ...rest];
}

/** The cluster IPs, by index, that the server is asked to book: on an update only those that are new. */
export function bookedAddresses(
  service: ServiceFields,
  stored: ServiceFields | undefined,
  facts: ClusterFacts,
): readonly number[] {
  const all = [...(service.clusterIPs.value ?? []).keys()];
  if (!needsAddress(service) || textOf(service.clusterIPs.value?.[0] ?? NONE) === "None") return [];
  if (stored === undefined || !needsAddress(stored)) return all;
  return gainsFamily(service, stored, facts) ? all.filter((index) => index === 1) : [];
}

/** Whether both prefer two families and nothing about them changes: then the server does not look at them again. */
export function keepsPreference(service: ServiceFields, stored: ServiceFields): boolean {
  const prefers = ({ ipFamilyPolicy }: ServiceFields): boolean => ipFamilyPolicy.value === "PreferDualStack";
  const sameType =
    service.type.value === stored.type.value &&
    ["ClusterIP", "NodePort", "LoadBalancer"].includes(textOf(service.type));
  return (
    sameType &&
    prefers(service) &&
    prefers(stored) &&
    sameList(service.clusterIPs, stored.clusterIPs) &&
    sameList(service.ipFamilies, stored.ipFamilies)
  );
}

/** The Service after the allocators of an update: what validation then compares with the stored one. */
export function afterAllocation(service: ServiceFields, stored: ServiceFields, facts: ClusterFacts): ServiceFields {
  if (!needsAddress(service) || keepsPreference(service, stored)) return service;
  const families = familiesOf(service, facts);
  const ipFamilies = withValue(
    service.ipFamilies,
    families.map((family, index) => service.ipFamilies.value?.[index] ?? made(family)),
  );
  const withFamilies = { ...service, ipFamilies };
  if (!needsAddress(stored)) return isHeadless(service) ? withFamilies : withAddresses(withFamilies, families.length);
  return gainsFamily(service, stored, facts) ? withAddresses(withFamilies, 2) : withFamilies;
}

function gainsFamily(service: ServiceFields, stored: ServiceFields, facts: ClusterFacts): boolean {
  if (textOf(stored.clusterIPs.value?.[0] ?? NONE) === "None") return false;
  return stored.ipFamilies.value?.length === 1 && familiesOf(service, facts).length === 2;
}

/** An address that nobody knows yet stands in for each that the server would hand out. */
function withAddresses(service: ServiceFields, count: number): ServiceFields {
  const addresses = Array.from({ length: count }, (_, index) => {
    const written = service.clusterIPs.value?.[index];
    const family = textOf(service.ipFamilies.value?.[index] ?? NONE);
    return written && textOf(written) !== "" ? written : made(family === "IPv6" ? "2001:db8::1" : "192.0.2.1");
  });
  const [first = NONE] = addresses;
  const more = (service.clusterIPs.value ?? []).slice(count);
  const clusterIP = textOf(service.clusterIP) === "" ? withValue(service.clusterIP, first.value) : service.clusterIP;
  return { ...service, clusterIP, clusterIPs: withValue(service.clusterIPs, [...addresses, ...more]) };
}

function made(value: string): Field<string> {
  return { value, unknown: false, entry: undefined, node: undefined };
}

const NONE: Field<string> = { value: "", unknown: false, entry: undefined, node: undefined };

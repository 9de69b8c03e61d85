import type { Service } from "../manifest/service.ts";
import { type Located, type Span, shiftSpan } from "../span.ts";
import type { WrittenDocument, WrittenObject, WrittenService } from "./written.ts";

/** An object of the workspace that names, or holds, something that there should be once. */
export interface Claim {
  readonly uri: string;
  /** The place in the file. */
  readonly span: Span;
  readonly kind: string;
  readonly name: string;
  /** Undefined where it is not written. */
  readonly namespace: string | undefined;
}

/** An object that means a Service by its name. */
export interface NameClaim extends Claim {
  /** Where it looks for the Service; undefined where that is not written. */
  readonly serviceNamespace: string | undefined;
  /** The port of the Service that it sends to, by name or number; undefined where it says none. */
  readonly port: string | number | undefined;
}

/** A Service of the workspace as others mean it; it has no place, so that it stays the same while text above it is typed. */
export interface ServiceClaim {
  readonly uri: string;
  /** Undefined where a template fills it in. */
  readonly name: string | undefined;
  /** Undefined where it is not written, or unknown. */
  readonly namespace: string | undefined;
  /** Undefined where one of them is filled in by a template. */
  readonly ports: readonly ServicePortName[] | undefined;
}

/** A Service that stands in one file several times. */
export interface RepeatedService {
  readonly uri: string;
  readonly name: string;
  /** Undefined where none of them writes it. */
  readonly namespace: string | undefined;
  readonly count: number;
}

/** What a port of a Service can be meant by. */
export interface ServicePortName {
  readonly name: string | undefined;
  readonly port: number;
}

/** What the Services of the workspace hold, and who means them. Found by what is claimed, in the order of the files. */
export interface Claims {
  readonly nodePorts: ReadonlyMap<number, readonly Claim[]>;
  readonly clusterIPs: ReadonlyMap<string, readonly Claim[]>;
  readonly serviceNames: ReadonlyMap<string, readonly NameClaim[]>;
  /** Every Service, in the order of the files. */
  readonly services: readonly ServiceClaim[];
  /** Those that stand in one file several times; there are next to none. */
  readonly repeatedServices: readonly RepeatedService[];
  /** By file: the same where the same is claimed, wherever in the file. */
  readonly meanings: readonly string[];
}

/** What one file claims. */
interface FileClaims {
  readonly nodePorts: readonly (readonly [number, Claim])[];
  readonly clusterIPs: readonly (readonly [string, Claim])[];
  readonly serviceNames: readonly (readonly [string, NameClaim])[];
  readonly services: readonly ServiceClaim[];
  readonly repeatedServices: readonly RepeatedService[];
  readonly meaning: string;
}

/** A file of the workspace, with what its documents write. */
export interface ClaimingFile {
  readonly uri: string;
  readonly documents: readonly WrittenDocument[];
}

/** Collects the claims of files; the same object for as long as no file claims something else or in another place. */
export type CollectClaims = (files: readonly ClaimingFile[]) => Claims;

/** A {@link CollectClaims} that has seen no files. What a file claims is worked out once for its documents. */
export function createCollectClaims(): CollectClaims {
  const known = new WeakMap<readonly WrittenDocument[], FileClaims>();
  let last: { readonly parts: readonly FileClaims[]; readonly claims: Claims } | undefined;

  function partOf({ uri, documents }: ClaimingFile): FileClaims {
    const part = known.get(documents) ?? claimsOf(uri, documents);
    known.set(documents, part);
    return part;
  }
  return (files) => {
    const parts = files.map(partOf).filter((part) => part !== NOTHING);
    last = { parts, claims: last !== undefined && isSame(last.parts, parts) ? last.claims : together(parts) };
    return last.claims;
  };
}

/** Whether the documents of a file claim the same in the same places. */
export function sameClaims(before: ClaimingFile | undefined, now: ClaimingFile): boolean {
  if (before?.documents === now.documents) return true;
  const known = before?.documents ?? [];
  const [then, since] = [changedIn(known, now.documents), changedIn(now.documents, known)];
  return isSamePart(claimsOf(now.uri, then), claimsOf(now.uri, since));
}

/** Those documents that are not the same in the same place among others. */
function changedIn(
  documents: readonly WrittenDocument[],
  others: readonly WrittenDocument[],
): readonly WrittenDocument[] {
  return documents.filter(({ objects, start }, index) => {
    const other = others[index];
    return other?.objects !== objects || other.start !== start;
  });
}

const NOTHING: FileClaims = {
  nodePorts: [],
  clusterIPs: [],
  serviceNames: [],
  services: [],
  repeatedServices: [],
  meaning: "",
};

function isSame(before: readonly FileClaims[], now: readonly FileClaims[]): boolean {
  return before.length === now.length && now.every((part, index) => isSamePart(before[index] ?? NOTHING, part));
}

function isSamePart(before: FileClaims, now: FileClaims): boolean {
  return before === now || (before.meaning === now.meaning && placesIn(before) === placesIn(now));
}

function placesIn({ services: _, ...placed }: FileClaims): string {
  return JSON.stringify(placed);
}

function together(parts: readonly FileClaims[]): Claims {
  return {
    nodePorts: grouped(parts.flatMap(({ nodePorts }) => nodePorts)),
    clusterIPs: grouped(parts.flatMap(({ clusterIPs }) => clusterIPs)),
    serviceNames: grouped(parts.flatMap(({ serviceNames }) => serviceNames)),
    services: parts.flatMap(({ services }) => services),
    repeatedServices: parts.flatMap(({ repeatedServices }) => repeatedServices),
    meanings: parts.map(({ meaning }) => meaning),
  };
}

function grouped<K, C>(claims: readonly (readonly [K, C])[]): ReadonlyMap<K, readonly C[]> {
  const groups = new Map<K, C[]>();
  for (const [key, claim] of claims) {
    const group = groups.get(key);
    if (group) group.push(claim);
    else groups.set(key, [claim]);
  }
  return groups;
}

function claimsOf(uri: string, documents: readonly WrittenDocument[]): FileClaims {
  const nodePorts: (readonly [number, Claim])[] = [];
  const clusterIPs: (readonly [string, Claim])[] = [];
  const serviceNames: (readonly [string, NameClaim])[] = [];
  const services: ServiceClaim[] = [];
  for (const { start, objects } of documents) {
    for (const object of objects) {
      const { name } = object;
      if (object.kind === "service") services.push(serviceClaim(uri, object));
      if (name === undefined) continue;
      const at = (span: Span): Claim => claimAt(uri, start, object, name.value, span);
      if (object.kind === "service") {
        for (const { value, span } of heldNodePorts(object.service)) nodePorts.push([value, at(span)]);
        const { clusterIP, type } = object.service;
        const isAddress = clusterIP !== undefined && clusterIP.value !== "" && clusterIP.value !== "None";
        if (isAddress && type?.value !== "ExternalName") clusterIPs.push([clusterIP.value, at(clusterIP.span)]);
        continue;
      }
      if (object.kind === "policy") continue;
      for (const { service, namespace, port, portNumber } of object.references) {
        const said = port?.value ?? portNumber?.value;
        serviceNames.push([service.value, { ...at(service.span), serviceNamespace: namespace, port: said }]);
      }
    }
  }
  const isNothing = nodePorts.length + clusterIPs.length + serviceNames.length + services.length === 0;
  if (isNothing) return NOTHING;
  const meaning = [...nodePorts, ...clusterIPs, ...serviceNames].map(meaningOf).join();
  const repeatedServices = repeatedIn(uri, documents);
  return {
    nodePorts,
    clusterIPs,
    serviceNames,
    services,
    repeatedServices,
    meaning: meaning + services.map(meaningOfService).join(),
  };
}

/** One whose namespace a template fills in is like no other. */
function repeatedIn(uri: string, documents: readonly WrittenDocument[]): readonly RepeatedService[] {
  const known = new Map<string, RepeatedService>();
  for (const { objects } of documents) {
    for (const object of objects) {
      const { name, namespace } = object;
      if (object.kind !== "service" || name === undefined || object.service.namespaceUnknown) continue;
      const key = `${namespace ?? ""}/${name.value}`;
      known.set(key, { uri, name: name.value, namespace, count: (known.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...known.values()].filter(({ count }) => count > 1);
}

function serviceClaim(uri: string, { service, namespace, isOpen }: WrittenService): ServiceClaim {
  const ports = service.ports.flatMap(({ name, nameUnknown, port }) =>
    port === undefined || nameUnknown ? [] : [{ name: name?.value, port: port.value }],
  );
  const areKnown = !isOpen && ports.length === service.ports.length;
  return { uri, name: service.name?.value, namespace, ports: areKnown ? ports : undefined };
}

function meaningOfService({ uri, name, namespace, ports }: ServiceClaim): string {
  const said = ports?.map((one) => `${one.name}:${one.port}`).join(" ");
  return `Service ${uri} ${name} ${namespace} ${said}`;
}

/** Node ports of another type are refused where they stand, so that nobody else is in their way. */
function heldNodePorts({ type, ports, healthCheckNodePort }: Service): readonly Located<number>[] {
  if (type?.value !== "NodePort" && type?.value !== "LoadBalancer") return [];
  const written = [...ports.map(({ nodePort }) => nodePort), healthCheckNodePort];
  return written.flatMap((held) => (held !== undefined && held.value > 0 ? [held] : []));
}

/** A claim without its place. Names hold no blanks. */
function meaningOf([what, claim]: readonly [string | number, Claim | NameClaim]): string {
  const { kind, name, namespace } = claim;
  const wanted = "port" in claim ? `${claim.serviceNamespace} ${typeof claim.port} ${claim.port}` : "";
  return `${what} ${kind} ${name} ${namespace} ${wanted}`;
}

function claimAt(uri: string, start: number, object: WrittenObject, name: string, span: Span): Claim {
  return { uri, span: shiftSpan(span, start), kind: object.objectKind, name, namespace: object.namespace };
}

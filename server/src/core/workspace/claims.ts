import { type Span, shiftSpan } from "../span.ts";
import { type InDocument, NO_CLAIMS } from "./documentClaims.ts";
import type { WrittenDocument } from "./written.ts";

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
  /** Those that claim something. */
  readonly documents: readonly WrittenDocument[];
}

/** A file of the workspace, with what its documents write. */
export interface ClaimingFile {
  readonly uri: string;
  readonly documents: readonly WrittenDocument[];
}

/** Collects the claims of files; the same object for as long as no file claims something else or in another place. */
export type CollectClaims = (files: readonly ClaimingFile[]) => Claims;

/** A {@link CollectClaims} that has seen no files. What a file claims is put together once for its documents. */
export function createCollectClaims(): CollectClaims {
  const known = new WeakMap<readonly WrittenDocument[], FileClaims>();
  let last: { readonly parts: readonly FileClaims[]; readonly claims: Claims } | undefined;

  function partOf({ uri, documents }: ClaimingFile): FileClaims {
    const part = known.get(documents) ?? claimsOfFile(uri, claiming(documents));
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
  return sameDocuments(claiming(before?.documents ?? []), claiming(now.documents));
}

function claiming(documents: readonly WrittenDocument[]): readonly WrittenDocument[] {
  return documents.filter(({ claims }) => claims !== NO_CLAIMS);
}

function sameDocuments(before: readonly WrittenDocument[], now: readonly WrittenDocument[]): boolean {
  return before.length === now.length && now.every((one, index) => sameDocument(before[index] ?? one, one));
}

/** Where a document stands matters only to what has a place in it. */
function sameDocument(before: WrittenDocument, { claims, start }: WrittenDocument): boolean {
  const isSame =
    before.claims === claims || (before.claims.meaning === claims.meaning && before.claims.places === claims.places);
  return isSame && (before.start === start || claims.places === "");
}

const NOTHING: FileClaims = {
  nodePorts: [],
  clusterIPs: [],
  serviceNames: [],
  services: [],
  repeatedServices: [],
  meaning: "",
  documents: [],
};

function isSame(before: readonly FileClaims[], now: readonly FileClaims[]): boolean {
  return before.length === now.length && now.every((part, index) => isSamePart(before[index] ?? NOTHING, part));
}

function isSamePart(before: FileClaims, now: FileClaims): boolean {
  return before === now || (before.meaning === now.meaning && sameDocuments(before.documents, now.documents));
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

function claimsOfFile(uri: string, documents: readonly WrittenDocument[]): FileClaims {
  if (documents.length === 0) return NOTHING;
  const placed = <K, C extends Claim>(
    claimsIn: (claims: WrittenDocument["claims"]) => readonly (readonly [K, InDocument<C>])[],
  ) =>
    documents.flatMap(({ start, claims }) =>
      claimsIn(claims).map(([key, claim]) => [key, { ...claim, uri, span: shiftSpan(claim.span, start) }] as const),
    );
  return {
    nodePorts: placed(({ nodePorts }) => nodePorts),
    clusterIPs: placed(({ clusterIPs }) => clusterIPs),
    serviceNames: placed<string, NameClaim>(({ serviceNames }) => serviceNames),
    services: documents.flatMap(({ claims }) => claims.services.map((claim) => ({ ...claim, uri }))),
    repeatedServices: repeatedIn(uri, documents),
    meaning: [uri, ...documents.map(({ claims }) => claims.meaning)].join(),
    documents,
  };
}

function repeatedIn(uri: string, documents: readonly WrittenDocument[]): readonly RepeatedService[] {
  const known = new Map<string, RepeatedService>();
  for (const { claims } of documents) {
    for (const { key, name, namespace } of claims.named) {
      known.set(key, { uri, name, namespace, count: (known.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...known.values()].filter(({ count }) => count > 1);
}

import type { Service } from "../manifest/service.ts";
import type { Located, Span } from "../span.ts";
import type { Claim, NameClaim, ServiceClaim } from "./claims.ts";
import type { WrittenObject, WrittenService } from "./written.ts";

/** A claim without its file; its span is relative to the document. */
export type InDocument<C extends Claim> = Omit<C, "uri">;

/** What the objects of one document claim, wherever the document stands. */
export interface DocumentClaims {
  readonly nodePorts: readonly (readonly [number, InDocument<Claim>])[];
  readonly clusterIPs: readonly (readonly [string, InDocument<Claim>])[];
  readonly serviceNames: readonly (readonly [string, InDocument<NameClaim>])[];
  readonly services: readonly Omit<ServiceClaim, "uri">[];
  /** The Services whose name and namespace are known, by both: of one key there should be one. */
  readonly named: readonly NamedService[];
  /** The same where the same is claimed, wherever in the document. */
  readonly meaning: string;
  /** The places of what is claimed there; empty where nothing has one. */
  readonly places: string;
}

/** A Service by its name and namespace, which may be left out. */
export interface NamedService {
  readonly key: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** What documents claim that claim nothing. */
export const NO_CLAIMS: DocumentClaims = {
  nodePorts: [],
  clusterIPs: [],
  serviceNames: [],
  services: [],
  named: [],
  meaning: "",
  places: "",
};

/** What these objects of a document claim; {@link NO_CLAIMS} itself where it is nothing. */
export function claimsOfDocument(objects: readonly WrittenObject[]): DocumentClaims {
  const written = objects.filter((object) => object.kind === "service");
  const services = written.map(serviceClaim);
  const nodePorts = written.flatMap((object) => claimed(object, heldNodePorts(object.service)));
  const clusterIPs = written.flatMap((object) => claimed(object, heldAddresses(object.service)));
  const serviceNames = objects.flatMap(nameClaims);
  const placed = [...nodePorts, ...clusterIPs, ...serviceNames];
  if (services.length + placed.length === 0) return NO_CLAIMS;
  return {
    nodePorts,
    clusterIPs,
    serviceNames,
    services,
    named: written.flatMap(namedService),
    meaning: [...placed.map(meaningOf), ...services.map(meaningOfService)].join(),
    places: placed.map(([, { span }]) => span.join("-")).join(),
  };
}

function claimed<T>(object: WrittenObject, held: readonly Located<T>[]): readonly (readonly [T, InDocument<Claim>])[] {
  const { name } = object;
  return name === undefined ? [] : held.map(({ value, span }) => [value, claimAt(object, name.value, span)]);
}

/** Node ports of another type are refused where they stand, so that nobody else is in their way. */
function heldNodePorts({ type, ports, healthCheckNodePort }: Service): readonly Located<number>[] {
  if (type?.value !== "NodePort" && type?.value !== "LoadBalancer") return [];
  const written = [...ports.map(({ nodePort }) => nodePort), healthCheckNodePort];
  return written.flatMap((held) => (held !== undefined && held.value > 0 ? [held] : []));
}

function heldAddresses({ clusterIP, type }: Service): readonly Located<string>[] {
  const isAddress = clusterIP !== undefined && clusterIP.value !== "" && clusterIP.value !== "None";
  return isAddress && type?.value !== "ExternalName" ? [clusterIP] : [];
}

function nameClaims(object: WrittenObject): readonly (readonly [string, InDocument<NameClaim>])[] {
  const { name } = object;
  if (name === undefined || object.kind === "service" || object.kind === "policy") return [];
  return object.references.map(({ service, namespace, port, portNumber }) => {
    const meant = { serviceNamespace: namespace, port: port?.value ?? portNumber?.value };
    return [service.value, { ...claimAt(object, name.value, service.span), ...meant }];
  });
}

function serviceClaim({ service, namespace, isOpen }: WrittenService): Omit<ServiceClaim, "uri"> {
  const ports = service.ports.flatMap(({ name, nameUnknown, port }) =>
    port === undefined || nameUnknown ? [] : [{ name: name?.value, port: port.value }],
  );
  const areKnown = !isOpen && ports.length === service.ports.length;
  return { name: service.name?.value, namespace, ports: areKnown ? ports : undefined };
}

/** One whose namespace a template fills in is like no other. */
function namedService({ name, namespace, service }: WrittenService): readonly NamedService[] {
  if (name === undefined || service.namespaceUnknown) return [];
  return [{ key: `${namespace ?? ""}/${name.value}`, name: name.value, namespace }];
}

/** A claim without its place. Names hold no blanks. */
function meaningOf([what, claim]: readonly [string | number, InDocument<Claim> | InDocument<NameClaim>]): string {
  const { kind, name, namespace } = claim;
  const wanted = "port" in claim ? `${claim.serviceNamespace} ${typeof claim.port} ${claim.port}` : "";
  return `${what} ${kind} ${name} ${namespace} ${wanted}`;
}

function meaningOfService({ name, namespace, ports }: Omit<ServiceClaim, "uri">): string {
  const said = ports?.map((one) => `${one.name}:${one.port}`).join(" ");
  return `Service ${name} ${namespace} ${said}`;
}

function claimAt({ objectKind, namespace }: WrittenObject, name: string, span: Span): InDocument<Claim> {
  return { span, kind: objectKind, name, namespace };
}

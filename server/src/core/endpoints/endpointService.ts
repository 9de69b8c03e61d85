import { listOf, numberOf, objectOf, textOf } from "../json.ts";
import type { Service, ServicePort } from "../manifest/service.ts";

/** What of a Service decides about its endpoints. */
export interface EndpointService {
  /** Empty where there is none: then the EndpointSlice controller leaves the Service alone, as it does an alias. */
  readonly selector: ReadonlyMap<string, string>;
  readonly isAlias: boolean;
  readonly isHeadless: boolean;
  readonly publishNotReadyAddresses: boolean;
  /** Undefined where it is not known which the API server would give. */
  readonly ipFamilies: readonly string[] | undefined;
  readonly ports: readonly EndpointServicePort[];
}

/** One entry of `spec.ports`. */
export interface EndpointServicePort {
  readonly name: string;
  readonly protocol: string;
  /** The number, or the name of a container port; undefined where it cannot be known. */
  readonly targetPort: string | number | undefined;
  readonly appProtocol: string | undefined;
}

/** A Service as the cluster stores it, plain JSON in which the defaults are filled in. */
export function storedEndpointService(stored: unknown): EndpointService {
  const spec = objectOf(objectOf(stored).spec);
  return {
    selector: new Map(Object.entries(objectOf(spec.selector)).map(([key, value]) => [key, String(value)])),
    isAlias: spec.type === "ExternalName",
    isHeadless: spec.clusterIP === "None",
    publishNotReadyAddresses: spec.publishNotReadyAddresses === true,
    ipFamilies: storedFamilies(spec.ipFamilies),
    ports: listOf(spec.ports).map(objectOf).map(storedPort),
  };
}

function storedFamilies(families: unknown): readonly string[] | undefined {
  const known = listOf(families).flatMap((family) => textOf(family) ?? []);
  return known.length === 0 ? undefined : known;
}

function storedPort({ name, protocol, targetPort, port, appProtocol }: ReturnType<typeof objectOf>) {
  return {
    name: textOf(name) ?? "",
    protocol: textOf(protocol) ?? "TCP",
    targetPort: textOf(targetPort) ?? (numberOf(targetPort) || numberOf(port)),
    appProtocol: textOf(appProtocol),
  };
}

/** A Service as it is written; `stored`, the one of its name in the cluster, says what the API server has filled in. */
export function writtenEndpointService(service: Service, stored: unknown): EndpointService {
  const { selector, type, clusterIP, ports, publishNotReadyAddresses } = service;
  const spec = objectOf(objectOf(stored).spec);
  return {
    selector: new Map(selector.kind === "pairs" ? selector.pairs.map(({ key, value }) => [key, value]) : []),
    isAlias: type?.value === "ExternalName",
    isHeadless: (clusterIP?.value || spec.clusterIP) === "None",
    publishNotReadyAddresses,
    ipFamilies: service.ipFamilies ?? storedFamilies(spec.ipFamilies),
    ports: ports.map(writtenPort),
  };
}

function writtenPort(port: ServicePort): EndpointServicePort {
  return {
    name: port.name?.value ?? "",
    protocol: port.protocol,
    targetPort: port.targetPortUnknown ? undefined : port.targetPort?.value || port.port?.value,
    appProtocol: undefined,
  };
}

/** Whether two Services select the same Pods and call the same of them ready. */
export function selectsAlike(one: EndpointService, other: EndpointService): boolean {
  return (
    one.isAlias === other.isAlias &&
    one.publishNotReadyAddresses === other.publishNotReadyAddresses &&
    one.selector.size === other.selector.size &&
    [...one.selector].every(([key, value]) => other.selector.get(key) === value)
  );
}

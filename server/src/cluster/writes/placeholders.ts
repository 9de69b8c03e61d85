import { type JsonObject, objectOf } from "../../core/json.ts";

/**
 * A dry run's answer about a new Service without the addresses and node ports that were left to the API server: a dry
 * run books none, so what it names (`10.96.0.0`) is not what the Service will get.
 */
export function withoutPlaceholders(answered: JsonObject, written: JsonObject): JsonObject {
  if (answered.kind !== "Service") return answered;
  const spec = objectOf(answered.spec);
  const asked = objectOf(written.spec);
  const { clusterIP, clusterIPs, ...rest } = spec;
  const keepsAddress = asked.clusterIP !== undefined || asked.clusterIPs !== undefined;
  const ports = Array.isArray(spec.ports) ? spec.ports : undefined;
  return {
    ...answered,
    spec: {
      ...rest,
      ...(keepsAddress && { clusterIP, clusterIPs }),
      ...(ports && { ports: ports.map((port, index) => withoutGivenNodePort(objectOf(port), portOf(asked, index))) }),
    },
  };
}

function withoutGivenNodePort(answered: JsonObject, written: JsonObject): JsonObject {
  const { nodePort, ...rest } = answered;
  return written.nodePort === undefined ? rest : answered;
}

function portOf({ ports }: JsonObject, index: number): JsonObject {
  return objectOf(Array.isArray(ports) ? ports[index] : undefined);
}

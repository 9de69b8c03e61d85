import { type JsonObject, objectOf } from "../../core/json.ts";

/**
 * A dry run's answer about a new Service without the addresses and node ports that were left to the API server: a dry
 * run books none, so what it names (`10.96.0.0`) is not what the Service will get.
 */
export function withoutPlaceholders(answered: JsonObject, written: JsonObject): JsonObject {
  if (answered.kind !== "Service") return answered;
  const spec = objectOf(answered.spec);
  const asked = objectOf(written.spec);
  const keepsAddress = asked.clusterIP !== undefined || asked.clusterIPs !== undefined;
  // In the server's order, so that nothing looks moved beside what is there.
  const shown = Object.entries(spec).flatMap(([key, value]) => {
    if (!keepsAddress && (key === "clusterIP" || key === "clusterIPs")) return [];
    return [[key, key === "ports" ? portsOf(value, asked) : value] as const];
  });
  return { ...answered, spec: Object.fromEntries(shown) };
}

function portsOf(ports: unknown, asked: JsonObject): unknown {
  if (!Array.isArray(ports)) return ports;
  return ports.map((port, index) => withoutGivenNodePort(objectOf(port), portOf(asked, index)));
}

function withoutGivenNodePort(answered: JsonObject, written: JsonObject): JsonObject {
  const { nodePort, ...rest } = answered;
  return written.nodePort === undefined ? rest : answered;
}

function portOf({ ports }: JsonObject, index: number): JsonObject {
  return objectOf(Array.isArray(ports) ? ports[index] : undefined);
}

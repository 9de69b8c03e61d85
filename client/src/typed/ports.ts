import type { ExposeParams } from "../../../server/src/lsp/messages/edits.ts";
import type { WorkloadItem } from "../../../server/src/lsp/messages/reading.ts";
import { bad, type Checked, good } from "./checks.ts";

/** A port of the Service to be written. */
export type ServicePort = ExposeParams["ports"][number];
type ContainerPort = WorkloadItem["ports"][number];

const PROTOCOLS: readonly string[] = ["TCP", "UDP", "SCTP"];
const MAX_PORT = 65_535;

/** The ports of a workload as one line that can be changed and read back: `80:http, 53/UDP`. Empty when it declares none. */
export function suggestPorts(ports: readonly ContainerPort[]): string {
  const lines = ports.map(({ name, port, protocol }) => {
    const target = name === undefined ? "" : `:${name}`;
    return `${port}${target}${protocol === "TCP" ? "" : `/${protocol}`}`;
  });
  return [...new Set(lines)].join(", ");
}

/**
 * Reads `port[:targetPort][/protocol]`, several with commas between. Each port gets a name as soon as there is more than
 * one, because the API server then asks for it: that of the target where it has one, else `port-8080`.
 */
export function parsePorts(text: string): Checked<readonly ServicePort[]> {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 0) return bad({ kind: "empty" });
  const ports: ServicePort[] = [];
  for (const part of parts) {
    const checked = parsePort(part);
    if (checked.kind === "bad") return checked;
    const { port, protocol } = checked.value;
    if (ports.some((other) => other.port === port && other.protocol === protocol)) {
      return bad({ kind: "same-port-twice", text: part });
    }
    ports.push(checked.value);
  }
  return good(ports.length === 1 ? ports : named(ports));
}

function parsePort(text: string): Checked<ServicePort> {
  const [ports = "", protocol = "TCP", tooMuch] = text.split("/");
  const [port = "", target = port, oneMore] = ports.split(":");
  if (!isPortNumber(port) || tooMuch !== undefined || oneMore !== undefined) return bad({ kind: "not-a-port", text });
  if (!PROTOCOLS.includes(protocol.toUpperCase())) return bad({ kind: "not-a-protocol", text: protocol });
  if (!isPortNumber(target) && !isPortName(target)) return bad({ kind: "not-a-target-port", text: target });
  return good({
    port: Number(port),
    targetPort: isPortNumber(target) ? Number(target) : target,
    protocol: protocol.toUpperCase(),
  });
}

function named(ports: readonly ServicePort[]): readonly ServicePort[] {
  const taken = new Set<string>();
  return ports.map((port) => {
    const plain = typeof port.targetPort === "string" ? port.targetPort : `port-${port.port}`;
    const name = taken.has(plain) ? `port-${port.port}-${port.protocol.toLowerCase()}` : plain;
    taken.add(name);
    return { ...port, name };
  });
}

function isPortNumber(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_PORT;
}

/** A port name as containers declare it: up to 15 lower-case letters, digits and single hyphens, with a letter among them. */
function isPortName(text: string): boolean {
  return /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text);
}

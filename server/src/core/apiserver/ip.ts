/** An IP address as the API server's sloppy parser reads it. */
export interface Address {
  /** IPv4-mapped IPv6 addresses count as IPv4, as they do for the server. */
  readonly family: "IPv4" | "IPv6";
  /** Four or sixteen bytes. */
  readonly bytes: readonly number[];
  /** Numbers with leading zeros, which the strict parser refuses. */
  readonly leadingZeros: boolean;
  readonly mapped: boolean;
}

/** A network as it is written, before anything is made of the oddities of its form. */
export interface Network {
  readonly address: Address;
  /** Sixteen bytes when written as IPv6, mapped or not. */
  readonly prefix: number;
  readonly leadingZeros: boolean;
  readonly mapped: boolean;
  /** Bits are set beyond the prefix. */
  readonly hostBits: boolean;
}

/** The address, or undefined where even the sloppy parser refuses the text (before Kubernetes 1.36 the only one). */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 100) return undefined;
  if (text.includes(":")) return parseSix(text);
  const four = parseFour(text);
  return four && { family: "IPv4", mapped: false, ...four };
}

/** The network of a text such as `10.0.0.0/8`, or undefined where the sloppy parser refuses it. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^\d{1,7}$/.test(digits)) return undefined;
  const prefix = Number(digits);
  const bytes = address.mapped ? [...MAPPED_PREFIX, ...address.bytes] : address.bytes;
  if (prefix > bytes.length * 8) return undefined;
  return {
    address,
    prefix,
    leadingZeros: address.leadingZeros || (digits.length > 1 && digits.startsWith("0")),
    mapped: address.mapped,
    hostBits: bytes.some((byte, index) => (byte & ~maskByte(prefix, index)) !== 0),
  };
}

/** The address in the form that the API server wants: no leading zeros, RFC 5952 for IPv6. */
export function formatAddress({ family, bytes }: Address): string {
  if (family === "IPv4") return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  const [start, length] = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

/** As `formatAddress`, but an IPv4 address that is written as IPv6 stays one. */
export function formatAsWritten(address: Address): string {
  return `${address.mapped ? "::ffff:" : ""}${formatAddress(address)}`;
}

/** The network with no bits beyond its prefix, in canonical form. */
export function formatNetwork(network: Network): string {
  const { address, prefix, mapped } = network;
  const bits = mapped ? prefix - 96 : prefix;
  if (bits < 0) return `::/${prefix}`;
  const bytes = address.bytes.map((byte, index) => byte & maskByte(bits, index));
  return `${formatAddress({ ...address, bytes })}/${bits}`;
}

/** Whether the address lies in the network; addresses of another family do not. */
export function contains(network: Network, address: Address): boolean {
  if (network.address.family !== address.family) return false;
  return address.bytes.every((byte, index) => {
    const mask = maskByte(network.prefix, index);
    return (byte & mask) === ((network.address.bytes[index] ?? 0) & mask);
  });
}

/** Which of the ranges that no external address may lie in holds this one. */
export function specialRange(address: Address): "unspecified" | "loopback" | "link-local" | "multicast" | undefined {
  const [first = 0, second = 0, third] = address.bytes;
  if (address.bytes.every((byte) => byte === 0)) return "unspecified";
  if (address.family === "IPv4") {
    if (first === 127) return "loopback";
    if (first === 169 && second === 254) return "link-local";
    return first === 224 && second === 0 && third === 0 ? "multicast" : undefined;
  }
  if (address.bytes.every((byte, index) => byte === (index === 15 ? 1 : 0))) return "loopback";
  if (first === 0xfe && (second & 0xc0) === 0x80) return "link-local";
  return first === 0xff && (second & 0x0f) === 0x02 ? "multicast" : undefined;
}

const MAPPED_PREFIX: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

interface Parsed {
  readonly bytes: readonly number[];
  readonly leadingZeros: boolean;
}

function parseFour(text: string): Parsed | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  let leadingZeros = false;
  for (const part of parts) {
    if (!/^\d+$/.test(part) || Number(part) > 255) return undefined;
    leadingZeros ||= part.length > 1 && part.startsWith("0");
    bytes.push(Number(part));
  }
  return { bytes, leadingZeros };
}

function parseSix(text: string): Address | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = "", tail] = halves;
  const left = parseGroups(head, tail === undefined);
  const right = tail === undefined ? { bytes: [], leadingZeros: false } : parseGroups(tail, true);
  if (left === undefined || right === undefined) return undefined;
  const missing = 16 - left.bytes.length - right.bytes.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  const bytes = [...left.bytes, ...Array<number>(missing).fill(0), ...right.bytes];
  const leadingZeros = left.leadingZeros || right.leadingZeros;
  if (MAPPED_PREFIX.every((byte, index) => bytes[index] === byte)) {
    return { family: "IPv4", bytes: bytes.slice(12), leadingZeros, mapped: true };
  }
  return { family: "IPv6", bytes, leadingZeros, mapped: false };
}

function parseGroups(text: string, last: boolean): Parsed | undefined {
  if (text === "") return { bytes: [], leadingZeros: false };
  const bytes: number[] = [];
  let leadingZeros = false;
  const groups = text.split(":");
  for (const [index, group] of groups.entries()) {
    if (group.includes(".")) {
      const four = last && index === groups.length - 1 ? parseFour(group) : undefined;
      if (four === undefined) return undefined;
      bytes.push(...four.bytes);
      leadingZeros ||= four.leadingZeros;
      continue;
    }
    if (!/^[0-9a-fA-F]+$/.test(group) || Number.parseInt(group, 16) > 0xffff) return undefined;
    leadingZeros ||= group.length > 4;
    const value = Number.parseInt(group, 16);
    bytes.push(value >> 8, value & 0xff);
  }
  return { bytes, leadingZeros };
}

function longestZeros(groups: readonly number[]): readonly [start: number, length: number] {
  let best: readonly [number, number] = [0, 0];
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best[1]) best = [start, length];
  }
  return best;
}

function maskByte(prefix: number, index: number): number {
  const bits = Math.min(8, Math.max(0, prefix - index * 8));
  return (0xff << (8 - bits)) & 0xff;
}

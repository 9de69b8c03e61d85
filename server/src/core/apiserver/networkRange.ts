import { formatAddress, parseNetwork } from "./ip.ts";

/** The addresses of a network, the first and the last as text. */
export interface NetworkRange {
  readonly first: string;
  readonly last: string;
  /** How many there are; a power such as `2^64` beyond a million millions. */
  readonly count: string;
}

/** What a CIDR such as `10.0.0.0/8` comprises; undefined for a text that is none. */
export function networkRange(text: string): NetworkRange | undefined {
  const network = parseNetwork(text.trim());
  if (network === undefined) return undefined;
  const { address, mapped } = network;
  const prefix = mapped ? Math.max(0, network.prefix - 96) : network.prefix;
  const free = address.bytes.length * 8 - prefix;
  const bytesWith = (bit: 0 | 1): readonly number[] =>
    address.bytes.map((byte, index) => {
      const kept = Math.min(8, Math.max(0, prefix - index * 8));
      const open = 0xff >> kept;
      return bit === 1 ? byte | open : byte & ~open & 0xff;
    });
  return {
    first: formatAddress({ ...address, bytes: bytesWith(0) }),
    last: formatAddress({ ...address, bytes: bytesWith(1) }),
    count: free <= 40 ? (2 ** free).toLocaleString("en-US") : `2^${free}`,
  };
}

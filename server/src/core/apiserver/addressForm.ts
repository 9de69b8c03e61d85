import { words } from "../words.ts";
import { isHeadless, needsAddress } from "./defaults.ts";
import { type Field, type ServiceFields, textOf } from "./fields.ts";
import { formatAddress, parseAddress } from "./ip.ts";
import type { Context, Finding } from "./rule.ts";

/** Why a text is not an IP address to the API server, and the right form where there is one; undefined where it is. */
export function addressProblem(
  value: string,
  { minor }: Context,
): { message: Finding["message"]; better: string | undefined } | undefined {
  const address = parseAddress(value);
  if (address === undefined) {
    const message = words({
      en: '"{value}" is not an IP address. Write one such as 10.9.8.7 or 2001:db8::1.',
      ja: '"{value}" は IP アドレスではありません。10.9.8.7 や 2001:db8::1 のように書いてください。',
    })({ value });
    return { message, better: parseAddress(value.trim()) ? value.trim() : undefined };
  }
  if (minor < 36) return undefined;
  const better = formatAddress(address);
  if (address.leadingZeros) {
    const message = words({
      en: "{value} has leading zeros, which programs read differently. Write {better}.",
      ja: "{value} の先頭の 0 はプログラムによって読み方が違います。{better} と書いてください。",
    })({ value, better });
    return { message, better };
  }
  if (!address.mapped) return undefined;
  const message = words({
    en: "{value} is an IPv4 address in IPv6 form. Write {better}.",
    ja: "{value} は IPv6 の形で書かれた IPv4 アドレスです。{better} と書いてください。",
  })({ value, better });
  return { message, better };
}

/** Values of the stored object are not judged again, from Kubernetes 1.33 on. */
export function wasThere(
  value: string,
  stored: Field<readonly Field<string>[]> | undefined,
  { minor }: Context,
): boolean {
  return minor >= 33 && (stored?.value?.some((old) => textOf(old) === value) ?? false);
}

/** The family of each cluster IP; undefined where one of them is not an address (then that is said, and no more). */
export function familiesWritten(service: ServiceFields, context: Context): readonly string[] | undefined {
  const { clusterIPs } = service;
  if (!needsAddress(service) || isHeadless(service) || clusterIPs.value === undefined) return undefined;
  const families: string[] = [];
  for (const item of clusterIPs.value) {
    const address = item.unknown ? undefined : parseAddress(textOf(item));
    if (textOf(item) === "None" && families.length > 0 && wasThere("None", context.stored?.clusterIPs, context)) {
      families.push("None");
      continue;
    }
    const isOld = wasThere(textOf(item), context.stored?.clusterIPs, context);
    if (address === undefined || (!isOld && addressProblem(textOf(item), context))) return undefined;
    families.push(address.family);
  }
  return families;
}

/** The longest DNS label, label value and name part of a label key. */
export const LABEL_LENGTH = 63;
/** The longest DNS name, and prefix of a label key. */
const DNS_NAME_LENGTH = 253;

const LABEL_1123 = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_PART = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Whether a text is a DNS label (RFC 1123): lower-case letters, digits and `-`, at most 63. */
export function isDnsLabel(text: string): boolean {
  return text.length <= LABEL_LENGTH && LABEL_1123.test(text);
}

/** A DNS label that starts with a letter, as Service names had to before Kubernetes 1.36. */
export function isDnsLabelOfOld(text: string): boolean {
  return text.length <= LABEL_LENGTH && LABEL_1035.test(text);
}

/** Whether a text is a DNS name (RFC 1123 subdomain): labels and dots, at most 253 characters. */
export function isDnsName(text: string): boolean {
  return text.length <= DNS_NAME_LENGTH && SUBDOMAIN.test(text);
}

/** Whether a text can be the value of a label: at most 63 characters, or none. */
export function isLabelValue(text: string): boolean {
  return text === "" || (text.length <= LABEL_LENGTH && LABEL_PART.test(text));
}

/** Whether a text can be the key of a label: a name, or a DNS name, a slash and a name. */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf("/");
  const name = text.slice(slash + 1);
  if (name.length > LABEL_LENGTH || !LABEL_PART.test(name)) return false;
  return slash < 0 || isDnsName(text.slice(0, slash));
}

/** A port name as `targetPort` takes it: at most 15 of lower-case letters, digits and `-`, with a letter. */
export function isPortName(text: string): boolean {
  if (text.length === 0 || text.length > 15 || !/^[-a-z0-9]+$/.test(text) || !/[a-z]/.test(text)) return false;
  return !text.includes("--") && !text.startsWith("-") && !text.endsWith("-");
}

/** Whether a whole number is a port: 1 to 65535. */
export function isPortNumber(value: number): boolean {
  return value >= 1 && value <= 65_535;
}

/** The text as a DNS label: lower case, other characters as `-`; undefined where little would be left of it. */
export function toDnsLabel(text: string, length: number = LABEL_LENGTH): string | undefined {
  const label = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, length)
    .replace(/^-+|-+$/g, "");
  return LABEL_1123.test(label) ? label : undefined;
}

import { bad, type Checked, good } from "./checks.ts";

const DNS_1035_LABEL = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const DNS_1123_LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const MAX_LABEL_LENGTH = 63;
const MAX_SUBDOMAIN_LENGTH = 253;

/** The name of a Service: a DNS label that begins with a letter, which every Kubernetes minor accepts. */
export function checkServiceName(text: string): Checked<string> {
  if (text === "") return bad({ kind: "empty" });
  if (text.length > MAX_LABEL_LENGTH) return bad({ kind: "too-long", limit: MAX_LABEL_LENGTH });
  return DNS_1035_LABEL.test(text) ? good(text) : bad({ kind: "not-a-dns-label" });
}

/** The name that is proposed for the Service of a workload: its own, cut to what a Service may have. */
export function serviceNameOf(name: string): string {
  return name.slice(0, MAX_LABEL_LENGTH).replace(/[-.]+$/, "");
}

/** The name of a namespace: a DNS label, which may begin with a digit. */
export function checkNamespace(text: string): Checked<string> {
  if (text === "") return bad({ kind: "empty" });
  if (text.length > MAX_LABEL_LENGTH) return bad({ kind: "too-long", limit: MAX_LABEL_LENGTH });
  return DNS_1123_LABEL.test(text) ? good(text) : bad({ kind: "not-a-namespace" });
}

/** The target of an ExternalName Service: a lower-case DNS name, with or without the dot at its end. */
export function checkExternalName(text: string): Checked<string> {
  if (text === "") return bad({ kind: "empty" });
  const name = text.replace(/\.$/, "");
  if (name.length > MAX_SUBDOMAIN_LENGTH) return bad({ kind: "too-long", limit: MAX_SUBDOMAIN_LENGTH });
  return isSubdomain(name) ? good(text) : bad({ kind: "not-a-dns-name" });
}

/** Whether a text is lower-case DNS labels between dots. The length of the whole is the caller's to check. */
export function isSubdomain(text: string): boolean {
  return text.split(".").every((label) => DNS_1123_LABEL.test(label));
}

import { isIP } from "node:net";
import { l10n, type QuickPickItem, window } from "vscode";
import type { ExposeOptions } from "../../server/src/lsp/messages/edits.ts";
import type { ServiceTypeChoice } from "../../server/src/lsp/messages/shared.ts";
import { bad, type Checked, good } from "./checks.ts";
import type { ServicePort } from "./ports.ts";
import { validator } from "./problems.ts";

/** What is asked for beyond name, type and ports. */
interface Wishes {
  readonly ports: readonly ServicePort[];
  readonly options?: ExposeOptions;
}

type Option = "nodePort" | "dualStack" | "sessionAffinity" | "externalIPs" | "loadBalancerIP";

/** Asks for the options of a Service to be; undefined when nobody answered to the end. What was wished before stays. */
export async function askExposeOptions(
  type: ServiceTypeChoice,
  wishes: Wishes,
  title: string,
): Promise<Wishes | undefined> {
  const picked = await window.showQuickPick(itemsFor(type, wishes.options ?? {}), {
    title,
    placeHolder: l10n.t("Which options?"),
    canPickMany: true,
  });
  if (picked === undefined) return undefined;
  const wanted = new Set(picked.map(({ option }) => option));
  const nodePort = wanted.has("nodePort") ? await askNodePort(title) : 0;
  const externalIPs = wanted.has("externalIPs")
    ? await askAddresses(l10n.t("External IP addresses, with commas between"), title)
    : [];
  const balancer = wanted.has("loadBalancerIP")
    ? await askAddresses(l10n.t("The IP address of the load balancer"), title)
    : [];
  if (nodePort === undefined || externalIPs === undefined || balancer === undefined) return undefined;
  const [loadBalancerIP] = balancer;
  return {
    // One node port cannot be that of several ports: the first one gets it.
    ports: wishes.ports.map((port, index) => (nodePort === 0 || index > 0 ? port : { ...port, nodePort })),
    options: {
      ...(wanted.has("dualStack") && { ipFamilyPolicy: "PreferDualStack" }),
      ...(wanted.has("sessionAffinity") && { sessionAffinity: "ClientIP" }),
      ...(externalIPs.length > 0 && { externalIPs }),
      ...(loadBalancerIP !== undefined && { loadBalancerIP }),
    },
  };
}

function itemsFor(
  type: ServiceTypeChoice,
  options: ExposeOptions,
): readonly (QuickPickItem & { readonly option: Option })[] {
  const all: readonly (QuickPickItem & { readonly option: Option; readonly types?: readonly ServiceTypeChoice[] })[] = [
    {
      option: "nodePort",
      label: l10n.t("Choose the node port"),
      detail: "spec.ports[].nodePort",
      types: ["NodePort", "LoadBalancer"],
    },
    {
      option: "dualStack",
      label: l10n.t("IPv4 and IPv6, where the cluster has both"),
      detail: "spec.ipFamilyPolicy: PreferDualStack",
      picked: options.ipFamilyPolicy === "PreferDualStack",
    },
    {
      option: "sessionAffinity",
      label: l10n.t("Each client keeps its Pod"),
      detail: "spec.sessionAffinity: ClientIP",
      picked: options.sessionAffinity === "ClientIP",
    },
    { option: "externalIPs", label: l10n.t("External IP addresses"), detail: "spec.externalIPs" },
    {
      option: "loadBalancerIP",
      label: l10n.t("The load balancer's IP address"),
      detail: "spec.loadBalancerIP",
      types: ["LoadBalancer"],
    },
  ];
  return all.filter(({ types }) => types === undefined || types.includes(type));
}

async function askNodePort(title: string): Promise<number | undefined> {
  const text = await window.showInputBox({
    title,
    prompt: l10n.t("The node port of the first port, most often from 30000 to 32767"),
    placeHolder: "30080",
    validateInput: validator(parseNodePort),
  });
  const checked = text === undefined ? undefined : parseNodePort(text);
  return checked?.kind === "good" ? checked.value : undefined;
}

function parseNodePort(text: string): Checked<number> {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? good(port) : bad({ kind: "not-a-port", text });
}

async function askAddresses(prompt: string, title: string): Promise<readonly string[] | undefined> {
  const text = await window.showInputBox({
    title,
    prompt,
    placeHolder: "192.0.2.10",
    validateInput: validator(parseAddresses),
  });
  const checked = text === undefined ? undefined : parseAddresses(text);
  return checked?.kind === "good" ? checked.value : undefined;
}

/** IPv4 and IPv6 addresses with commas between; bad where there is none, and where one is no address. */
export function parseAddresses(text: string): Checked<readonly string[]> {
  const addresses = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const wrong = addresses.find((address) => isIP(address) === 0);
  if (wrong !== undefined) return bad({ kind: "not-an-address", text: wrong });
  return addresses.length === 0 ? bad({ kind: "empty" }) : good(addresses);
}

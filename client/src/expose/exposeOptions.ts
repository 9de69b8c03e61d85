import { isIP } from "node:net";
import { l10n, type QuickPickItem, window } from "vscode";
import type { ExposeOptions } from "../../../server/src/lsp/messages/edits.ts";
import type { WorkloadItem } from "../../../server/src/lsp/messages/reading.ts";
import type { ServiceTypeChoice } from "../../../server/src/lsp/messages/shared.ts";
import { askLine } from "../typed/askLine.ts";
import { bad, type Checked, good } from "../typed/checks.ts";
import { labelsText, parsePairs } from "../typed/labels.ts";
import type { ServicePort } from "../typed/ports.ts";
import { askOverride, askSelector } from "./exposeLines.ts";

/** What is asked for beyond name and type. */
export interface Wishes {
  readonly ports: readonly ServicePort[];
  readonly options?: ExposeOptions;
}

/** A Service on its way. */
export interface Exposing {
  readonly workload: WorkloadItem;
  readonly type: ServiceTypeChoice;
  readonly wishes: Wishes;
  readonly title: string;
}

/** One node port cannot be that of several ports: the first one gets it. */
type Wish = ExposeOptions & { readonly nodePort?: number };

type Option = QuickPickItem & {
  /** The types that can have it; all when not given. */
  readonly types?: readonly ServiceTypeChoice[];
  /** Undefined when nobody answered. */
  readonly ask: () => Promise<Wish | undefined>;
};

/** Asks for the options of a Service to be; undefined when nobody answered to the end. What was wished before is ticked. */
export async function askExposeOptions(exposing: Exposing): Promise<Wishes | undefined> {
  const { type, title, wishes } = exposing;
  const options = [...fieldOptions(exposing), ...addressOptions(exposing), overrideOption(exposing)];
  const offered = options.filter(({ types }) => types === undefined || types.includes(type));
  const placeHolder = l10n.t("Which options?");
  const picked = await window.showQuickPick(offered, { title, placeHolder, canPickMany: true });
  if (picked === undefined) return undefined;
  let wish: Wish = {};
  for (const { ask } of picked) {
    const answer = await ask();
    if (answer === undefined) return undefined;
    wish = { ...wish, ...answer };
  }
  const { nodePort: wanted, ...rest } = wish;
  const ports = wishes.ports.map(({ nodePort, ...port }, index) =>
    wanted === undefined || index > 0 ? port : { ...port, nodePort: wanted },
  );
  return { ports, options: rest };
}

function fieldOptions({ workload, wishes: { options = {} }, title }: Exposing): readonly Option[] {
  return [
    {
      label: l10n.t("Labels of the Service"),
      detail: "metadata.labels",
      picked: options.labels !== undefined,
      ask: async () => {
        const value = labelsText(options.labels ?? workload.ownLabels);
        const prompt = l10n.t("As key=value, with commas between; none when it is empty");
        const check = (text: string) => (text.trim() === "" ? good({}) : parsePairs(text));
        const labels = await askLine(title, { prompt, placeHolder: "team=shop", value }, check);
        return labels && { labels };
      },
    },
    {
      label: l10n.t("Another selector"),
      detail: "spec.selector",
      picked: options.selector !== undefined,
      ask: async () => {
        const selector = await askSelector(workload, options, title);
        return selector && { selector };
      },
    },
    {
      label: l10n.t("IPv4 and IPv6, where the cluster has both"),
      detail: "spec.ipFamilyPolicy: PreferDualStack",
      picked: options.ipFamilyPolicy === "PreferDualStack",
      ask: async () => ({ ipFamilyPolicy: "PreferDualStack" }),
    },
    {
      label: l10n.t("Each client keeps its Pod"),
      detail: "spec.sessionAffinity: ClientIP",
      picked: options.sessionAffinity === "ClientIP",
      ask: async () => ({ sessionAffinity: "ClientIP" }),
    },
  ];
}

function addressOptions({ wishes: { ports, options = {} }, title }: Exposing): readonly Option[] {
  const { clusterIP, externalIPs, loadBalancerIP } = options;
  const nodePort = ports[0]?.nodePort;
  return [
    {
      label: l10n.t("Choose the node port"),
      detail: "spec.ports[].nodePort",
      types: ["NodePort", "LoadBalancer"],
      picked: nodePort !== undefined,
      ask: async () => {
        const prompt = l10n.t("The node port of the first port, most often from 30000 to 32767");
        const value = nodePort === undefined ? "" : String(nodePort);
        const wanted = await askLine(title, { prompt, placeHolder: "30080", value }, parseNodePort);
        return wanted === undefined ? undefined : { nodePort: wanted };
      },
    },
    {
      label: l10n.t("A cluster IP of your choice"),
      detail: "spec.clusterIP",
      types: ["ClusterIP", "NodePort", "LoadBalancer"],
      picked: clusterIP !== undefined,
      ask: async () => {
        const line = { prompt: l10n.t("An address from the cluster's Service range"), placeHolder: "10.96.0.10" };
        const wanted = await askLine(title, { ...line, value: clusterIP }, parseAddress);
        return wanted === undefined ? undefined : { clusterIP: wanted };
      },
    },
    {
      label: l10n.t("External IP addresses"),
      detail: "spec.externalIPs",
      picked: externalIPs !== undefined,
      ask: async () => {
        const line = { prompt: l10n.t("External IP addresses, with commas between"), placeHolder: "192.0.2.10" };
        const wanted = await askLine(title, { ...line, value: externalIPs?.join(", ") }, parseAddresses);
        return wanted && { externalIPs: wanted };
      },
    },
    {
      label: l10n.t("The load balancer's IP address"),
      detail: "spec.loadBalancerIP",
      types: ["LoadBalancer"],
      picked: loadBalancerIP !== undefined,
      ask: async () => {
        const line = { prompt: l10n.t("The IP address of the load balancer"), placeHolder: "192.0.2.10" };
        const wanted = await askLine(title, { ...line, value: loadBalancerIP }, parseAddress);
        return wanted === undefined ? undefined : { loadBalancerIP: wanted };
      },
    },
  ];
}

function overrideOption({ wishes: { options = {} }, title }: Exposing): Option {
  return {
    label: l10n.t("Any other field, as JSON"),
    detail: l10n.t("A patch of the Service, as kubectl's --overrides takes it."),
    picked: options.override !== undefined,
    ask: async () => {
      const override = await askOverride(options.override, title);
      return override && { override };
    },
  };
}

function parseNodePort(text: string): Checked<number> {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? good(port) : bad({ kind: "not-a-port", text });
}

function parseAddress(text: string): Checked<string> {
  const address = text.trim();
  return isIP(address) === 0 ? bad({ kind: "not-an-address", text }) : good(address);
}

/** IP addresses with commas between. */
export function parseAddresses(text: string): Checked<readonly string[]> {
  const addresses = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const wrong = addresses.find((address) => isIP(address) === 0);
  if (wrong !== undefined) return bad({ kind: "not-an-address", text: wrong });
  return addresses.length === 0 ? bad({ kind: "empty" }) : good(addresses);
}

import { l10n, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from "vscode";
import {
  EXPOSE_REQUEST,
  type ServiceTypeChoice,
  WORKLOADS_REQUEST,
  type WorkloadItem,
} from "../../../server/src/lsp/messages.ts";
import { checkServiceName } from "../names.ts";
import type { Podsight } from "../podsight.ts";
import { parsePorts, type ServicePort, suggestPorts } from "../ports.ts";
import { validator } from "../problems.ts";
import { serviceTypeItems } from "../serviceTypes.ts";
import { isTrustedOrSaySo } from "../trust.ts";

/** The types that have Pods behind them; an ExternalName Service exposes no workload. */
const TYPES: readonly ServiceTypeChoice[] = ["ClusterIP", "Headless", "NodePort", "LoadBalancer"];

/** Makes a Service for a workload of the cluster or the workspace, into a new document or, after a review, into the cluster. */
export async function exposeWorkload(podsight: Podsight): Promise<void> {
  const title = l10n.t("Expose Workload as Service");
  const workload = await pickWorkload(podsight, title);
  if (workload === undefined) return;
  const name = await askName(workload, title);
  if (name === undefined) return;
  const type = await askType(title);
  if (type === undefined) return;
  const ports = await askPorts(workload, title);
  if (ports === undefined) return;
  const destination = await askDestination(podsight, title);
  if (destination === undefined) return;

  const { text } = await podsight.server.request(EXPOSE_REQUEST, { id: workload.id, name, type, ports }, title);
  if (destination === "document") {
    await window.showTextDocument(await workspace.openTextDocument({ language: "yaml", content: text }));
    return;
  }
  if (await isTrustedOrSaySo()) await podsight.review.writeAfterReview(podsight.server, { kind: "create", text });
}

type WorkloadPick = QuickPickItem & { readonly workload?: WorkloadItem };

async function pickWorkload({ server }: Podsight, title: string): Promise<WorkloadItem | undefined> {
  const workloads = await server.request(WORKLOADS_REQUEST, {}, l10n.t("Looking for workloads"));
  if (workloads.length === 0) {
    await window.showInformationMessage(
      l10n.t("No workload was found. Connect to a cluster, or open a folder that holds the manifest of one."),
    );
    return undefined;
  }
  const items = [
    ...section(l10n.t("In the workspace"), "workspace", workloads),
    ...section(l10n.t("In the cluster"), "cluster", workloads),
  ];
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t("Which workload?"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.workload;
}

function section(
  label: string,
  source: WorkloadItem["source"],
  workloads: readonly WorkloadItem[],
): readonly WorkloadPick[] {
  const items = workloads.filter((workload) => workload.source === source).map(workloadItem);
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];
}

function workloadItem(workload: WorkloadItem): WorkloadPick {
  const { kind, name, namespace, replicas, ports, labels, location } = workload;
  const facts = [
    ...(namespace === undefined ? [] : [namespace]),
    ...(replicas === undefined ? [] : [replicasText(replicas)]),
    ...(location === undefined ? [] : [workspace.asRelativePath(Uri.parse(location.uri))]),
  ];
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return {
    label: `$(package) ${kind} ${name}`,
    description: facts.join(" · "),
    detail: [ports.length === 0 ? l10n.t("no ports declared") : suggestPorts(ports), pairs.join(", ")].join(" · "),
    workload,
  };
}

function replicasText(count: number): string {
  return count === 1 ? l10n.t("1 replica") : l10n.t("{count} replicas", { count });
}

async function askName(workload: WorkloadItem, title: string): Promise<string | undefined> {
  return window.showInputBox({
    title,
    prompt: l10n.t("The name of the Service"),
    value: workload.name,
    validateInput: validator(checkServiceName),
  });
}

async function askType(title: string): Promise<ServiceTypeChoice | undefined> {
  const placeHolder = l10n.t("Which type?");
  return (await window.showQuickPick(serviceTypeItems(TYPES), { title, placeHolder }))?.type;
}

async function askPorts(workload: WorkloadItem, title: string): Promise<readonly ServicePort[] | undefined> {
  const text = await window.showInputBox({
    title,
    prompt: l10n.t("Ports as port:targetPort/protocol, with commas between; all but the first part may be left out"),
    placeHolder: "80:http, 53/UDP",
    value: suggestPorts(workload.ports),
    validateInput: validator(parsePorts),
  });
  const checked = text === undefined ? undefined : parsePorts(text);
  return checked?.kind === "good" ? checked.value : undefined;
}

type Destination = "document" | "cluster";

async function askDestination({ server }: Podsight, title: string): Promise<Destination | undefined> {
  const status = server.status();
  const place = status?.context === undefined ? undefined : `${status.context}/${status.namespace}`;
  const document = {
    label: `$(new-file) ${l10n.t("Into a new document")}`,
    detail: l10n.t("Nothing is written to a cluster."),
    destination: "document" as const,
  };
  const cluster = {
    label: `$(server) ${l10n.t("Into {place}...", { place: place ?? "" })}`,
    detail: l10n.t("After a dry run and a question."),
    destination: "cluster" as const,
  };
  const isReachable = place !== undefined && status?.kind !== "off" && status?.kind !== "consent";
  const items: readonly { label: string; detail: string; destination: Destination }[] = isReachable
    ? [document, cluster]
    : [document];
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t("Where to?") }))?.destination;
}

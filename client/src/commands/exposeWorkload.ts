import { l10n, Position, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from "vscode";
import { EXPOSE_REQUEST } from "../../../server/src/lsp/messages/edits.ts";
import { WORKLOADS_REQUEST, type WorkloadItem } from "../../../server/src/lsp/messages/reading.ts";
import type { ServiceTypeChoice } from "../../../server/src/lsp/messages/shared.ts";
import { askExposeOptions, type Exposing, type Wishes } from "../expose/exposeOptions.ts";
import { askPorts } from "../expose/exposePorts.ts";
import { serviceTypeItems } from "../pick/serviceTypes.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { checkServiceName, serviceNameOf } from "../typed/names.ts";
import { suggestPorts } from "../typed/ports.ts";
import { validator } from "../typed/problems.ts";
import { showService } from "./describeService.ts";

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
  const ports = await askPorts(workload, type, title);
  if (ports === undefined) return;
  const chosen = await askDestination(podsight, { workload, type, wishes: { ports }, title });
  if (chosen === undefined) return;

  const { destination, wishes } = chosen;
  const params = { id: workload.id, name, type, ...wishes };
  const made = await podsight.server.request(EXPOSE_REQUEST, params, title);
  if (destination === "document") return showBeside(workload, made.name, made.text);
  if (!(await isTrustedOrSaySo())) return;
  if (await podsight.review.writeAfterReview(podsight.server, { kind: "create", text: made.text })) {
    await showMade(podsight, workload, made.name);
  }
}

/** What the cluster made of it: its addresses, its node ports and the Pods behind it. */
async function showMade({ server }: Podsight, workload: WorkloadItem, name: string): Promise<void> {
  const { context = "", namespace = "default" } = server.status() ?? {};
  await showService(context, workload.namespace ?? namespace, name);
}

/** A new document with a name of its own in the folder of the workload, so that saving it puts it there. */
async function showBeside({ location }: WorkloadItem, name: string, content: string): Promise<void> {
  const folder = location === undefined ? undefined : Uri.joinPath(Uri.parse(location.uri), "..");
  const path = folder?.scheme === "file" ? await freePath(folder, name) : undefined;
  if (path === undefined) {
    await window.showTextDocument(await workspace.openTextDocument({ language: "yaml", content }));
    return;
  }
  const document = await workspace.openTextDocument(path.with({ scheme: "untitled" }));
  const editor = await window.showTextDocument(document);
  await editor.edit((edit) => edit.insert(new Position(0, 0), content));
}

async function freePath(folder: Uri, name: string): Promise<Uri | undefined> {
  for (const suffix of ["service", "service-2", "service-3"]) {
    const uri = Uri.joinPath(folder, `${name}-${suffix}.yaml`);
    const open = workspace.textDocuments.some((document) => document.uri.path === uri.path);
    if (!open && !(await exists(uri))) return uri;
  }
  return undefined;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
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
  const here = workloadAtCursor(workloads);
  const others = workloads.filter((workload) => workload !== here);
  const items = [
    ...(here === undefined ? [] : section(l10n.t("At the cursor"), "workspace", [here])),
    ...section(l10n.t("In the workspace"), "workspace", others),
    ...section(l10n.t("In the cluster"), "cluster", others),
  ];
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t("Which workload?"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.workload;
}

/** The workload whose manifest the cursor is in: the last one of the document that begins above it. */
function workloadAtCursor(workloads: readonly WorkloadItem[]): WorkloadItem | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const lineOf = ({ location }: WorkloadItem) => location?.line ?? 0;
  const here = workloads.filter(({ location }) => location?.uri === editor.document.uri.toString());
  // Its place is its name, which is written a line or two below its beginning.
  const above = here.filter((workload) => lineOf(workload) <= editor.selection.active.line + 3);
  return above.toSorted((one, other) => lineOf(other) - lineOf(one))[0];
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
    value: serviceNameOf(workload.name),
    validateInput: validator(checkServiceName),
  });
}

async function askType(title: string): Promise<ServiceTypeChoice | undefined> {
  const placeHolder = l10n.t("Which type?");
  return (await window.showQuickPick(serviceTypeItems(TYPES), { title, placeHolder }))?.type;
}

interface Chosen {
  readonly wishes: Wishes;
  readonly destination: "document" | "cluster";
}

/** Where to, and on the way what most Services do without: whoever asks for options comes back here. */
async function askDestination(podsight: Podsight, exposing: Exposing): Promise<Chosen | undefined> {
  const { wishes, title } = exposing;
  const status = podsight.server.status();
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
  const more = {
    label: `$(gear) ${l10n.t("Options...")}`,
    detail: l10n.t("Labels, selector, node port, dual-stack, session affinity, addresses, any other field."),
    destination: "options" as const,
  };
  const isReachable = place !== undefined && status?.kind !== "off" && status?.kind !== "consent";
  const items: readonly { label: string; detail: string; destination: Chosen["destination"] | "options" }[] =
    isReachable ? [document, cluster, more] : [document, more];
  const picked = await window.showQuickPick(items, { title, placeHolder: l10n.t("Where to?") });
  if (picked === undefined) return undefined;
  if (picked.destination !== "options") return { wishes, destination: picked.destination };
  const wished = await askExposeOptions(exposing);
  return wished && askDestination(podsight, { ...exposing, wishes: wished });
}

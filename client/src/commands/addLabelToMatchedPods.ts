import { l10n, type QuickPickItem, Uri, window } from "vscode";
import {
  ADD_LABEL_REQUEST,
  LABEL_CHOICES_REQUEST,
  type LabelChoice,
  type LabelChoicesResult,
  type LiveWorkloadName,
} from "../../../server/src/lsp/messages/edits.ts";
import type { LabelChanges } from "../../../server/src/lsp/messages/shared.ts";
import { applyEdits } from "../editing.ts";
import { type LabelTarget, livePodsIn, workloadIn } from "../pick/labelTarget.ts";
import { pickServiceInDocument } from "../pick/pickAnyService.ts";
import type { ChosenService } from "../pick/pickService.ts";
import { podItem } from "../pick/podItem.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { askLine } from "../typed/askLine.ts";
import { labelsText, parseLabels } from "../typed/labels.ts";

/**
 * Changes labels of Pods, several at once: in the Pod templates of the workspace, in the templates of the cluster, which
 * replaces the Pods, or on the live Pods, which lasts until they are replaced. Each choice says what comes of it.
 */
export async function addLabelToMatchedPods(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  const title = l10n.t("Add Label to Matched Pods");
  const workload = workloadIn(args[0]);
  if (workload !== undefined) return labelWorkload(podsight, workload, workload.labels);
  const target = await askTarget(podsight, args, title);
  const labels = target && (await askLabels(title));
  if (target === undefined || labels === undefined) return;
  const choices = await podsight.server.request(LABEL_CHOICES_REQUEST, { ...paramsOf(target), labels }, title);
  const place = await askPlace(choices, title);
  if (place === undefined) return;
  const { refused } = place.choice;
  if (refused !== undefined) {
    await window.showErrorMessage(refused);
    return;
  }
  switch (place.kind) {
    case "workspace":
      return target.kind === "service" ? labelTemplates(podsight, target.chosen, labels, title) : undefined;
    case "workload":
      return labelWorkload(podsight, place.choice, labels);
    case "pods":
      return labelPods(podsight, place.choice, labels, title);
  }
}

async function askTarget(
  podsight: Podsight,
  args: readonly unknown[],
  title: string,
): Promise<LabelTarget | undefined> {
  const named = livePodsIn(args[0]);
  if (named !== undefined) return named;
  const chosen = await pickServiceInDocument(podsight, args, title);
  if (chosen === undefined) return undefined;
  if (chosen.service.pods.length > 0) return { kind: "service", chosen };
  await window.showInformationMessage(`${chosen.service.name}: ${chosen.service.summary}`);
  return undefined;
}

function paramsOf(target: LabelTarget) {
  switch (target.kind) {
    case "service":
      return { uri: target.chosen.uri, offset: target.chosen.service.offset };
    case "pods":
      return { namespace: target.namespace, pods: target.pods };
  }
}

async function askLabels(title: string): Promise<LabelChanges | undefined> {
  const line = {
    prompt: l10n.t("Labels as key=value, several with commas between; key- takes one away"),
    placeHolder: "version=v1,environment=dev,tier-",
  };
  return askLine(title, line, parseLabels);
}

type PodsChoice = NonNullable<LabelChoicesResult["pods"]>;

type Place =
  | { readonly kind: "workspace"; readonly choice: LabelChoice }
  | { readonly kind: "workload"; readonly choice: LabelChoice & LiveWorkloadName }
  | { readonly kind: "pods"; readonly choice: PodsChoice };

/** The templates of the workspace come first. Where there is nothing else, nothing is asked. */
async function askPlace(choices: LabelChoicesResult, title: string): Promise<Place | undefined> {
  const { workspace, workloads, pods, context = l10n.t("the cluster") } = choices;
  const places: readonly (QuickPickItem & { readonly place: Place })[] = [
    ...(workspace === undefined ? [] : [workspaceItem(workspace)]),
    ...workloads.map((choice) => workloadItem(choice, context)),
    ...(pods === undefined ? [] : [podsItem(pods, context)]),
  ];
  const [only] = places;
  if (only?.place.kind === "workspace" && places.length === 1) return only.place;
  if (only === undefined) {
    await window.showInformationMessage(l10n.t("There is no Pod and no Pod template here any more."));
    return undefined;
  }
  return (await window.showQuickPick(places, { title, placeHolder: l10n.t("Where?") }))?.place;
}

function workspaceItem(choice: LabelChoice) {
  return {
    label: `$(file-code) ${l10n.t("Into the Pod templates in the workspace")}`,
    detail: detailOf(choice, l10n.t("Changes the manifests only.")),
    place: { kind: "workspace", choice } as const,
  };
}

function workloadItem(choice: LabelChoice & LiveWorkloadName, context: string) {
  const { kind, name } = choice;
  return {
    label: `$(sync) ${l10n.t("Into the template of {kind} {name} in {context}...", { kind, name, context })}`,
    detail: detailOf(choice),
    place: { kind: "workload", choice } as const,
  };
}

function podsItem(choice: PodsChoice, context: string) {
  return {
    label: `$(server) ${l10n.t("Onto the Pods in {context}...", { context })}`,
    detail: detailOf(choice),
    place: { kind: "pods", choice } as const,
  };
}

/** In a line, which is all that a list shows; the whole is beside the question, or the refusal. */
function detailOf({ brief, refused }: LabelChoice, how = ""): string {
  return refused === undefined ? `${brief} ${how}`.trim() : `$(error) ${brief}`;
}

async function labelTemplates(
  { server }: Podsight,
  { uri, service }: ChosenService,
  labels: LabelChanges,
  title: string,
): Promise<void> {
  const result = await server.request(ADD_LABEL_REQUEST, { uri, offset: service.offset, labels }, title);
  if (await applyEdits(result)) {
    const [first] = result.documents;
    if (first !== undefined) await window.showTextDocument(Uri.parse(first.uri));
    return;
  }
  await window.showInformationMessage(
    l10n.t("No Pod template in the workspace needs the change {labels}.", { labels: labelsText(labels) }),
  );
}

async function labelWorkload(
  { review, server }: Podsight,
  { namespace, kind, name }: LiveWorkloadName,
  labels: LabelChanges,
): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  await review.writeAfterReview(server, { kind: "labelTemplate", namespace, workload: { kind, name }, labels });
}

async function labelPods(
  { review, server }: Podsight,
  { namespace, pods }: PodsChoice,
  labels: LabelChanges,
  title: string,
): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const names = pods.length === 1 ? pods.map(({ name }) => name) : await askPods(pods, labels, title);
  if (names.length === 0) return;
  await review.writeAfterReview(server, { kind: "labelPods", namespace, pods: names, labels });
}

async function askPods(pods: PodsChoice["pods"], labels: LabelChanges, title: string): Promise<readonly string[]> {
  const picked = await window.showQuickPick(
    pods.map((pod) => ({ ...podItem(pod), picked: true })),
    { title, placeHolder: l10n.t("Which Pods get {label}?", { label: labelsText(labels) }), canPickMany: true },
  );
  return (picked ?? []).map(({ pod }) => pod.name);
}

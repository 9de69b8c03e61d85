import type { Edit } from "../../core/diagnostic.ts";
import { type Pod, writtenNamespace } from "../../core/pods/pod.ts";
import { workloadsMatching } from "../../core/pods/resolve.ts";
import { changesText, type LabelChanges } from "../../core/refactor/labelEffects.ts";
import { labelTemplate } from "../../core/refactor/labelTemplate.ts";
import { serviceTypeOf } from "../../core/refactor/serviceType.ts";
import { switchType } from "../../core/refactor/switchType.ts";
import { shiftSpan } from "../../core/span.ts";
import { words } from "../../core/words.ts";
import { servicePlaceAt } from "../../features/codeActions/action.ts";
import { type FeatureContext, serviceAt, type WrittenService } from "../../features/context.ts";
import { fileEdits } from "../../features/workspaceEdit.ts";
import type { AddLabelParams, EditsResult, SwitchTypeParams } from "../messages/edits.ts";
import { type CommandHost, openContext } from "./host.ts";
import { refusal } from "./refusal.ts";

const NO_SERVICE = words({
  en: "There is no Service at this place any more.",
  ja: "この場所にはもう Service がありません。",
});
const NOT_SWITCHED = words({
  en: "The type cannot be switched in this text: the document is broken, a template, or takes fields from an anchor.",
  ja: "このテキストではタイプを切り替えられません。ドキュメントが壊れているか、テンプレートか、アンカーからフィールドを取り込んでいます。",
});

/** The edits that switch a Service's type; none when it is of that type. @throws a `ResponseError` where the text does not allow it. */
export function switchTypeEdits(host: CommandHost, params: SwitchTypeParams): EditsResult {
  const { type, externalName } = params;
  const context = openContext(host, params.uri);
  serviceOrRefuse(host, context, params.offset);
  const place = servicePlaceAt(context, params.offset);
  if (place === undefined) throw refusal(NOT_SWITCHED(), host.locale);
  const { written, document } = place;
  if (serviceTypeOf(written.object) === type && externalName === undefined) return { documents: [] };
  const edits = switchType(document.content.text, written.object, type, externalName);
  if (edits === undefined) throw refusal(NOT_SWITCHED(), host.locale);
  return result(
    context,
    edits.map((edit) => ({ ...edit, span: shiftSpan(edit.span, document.start) })),
  );
}

const NOT_LABELLED = words({
  en: "The selector of {kind} {name} does not allow {label} on its Pods, or its template cannot be changed in the text.",
  ja: "{kind} {name} のセレクターが Pod のラベル {label} を許さないか、テンプレートをテキスト上で変更できません。",
});

/**
 * The edits that change labels of the templates in the workspace whose Pods the Service selects; none when they are so
 * already, or there is no such template. @throws a `ResponseError` where one of them does not allow it: half of them is not what was asked.
 */
export function addLabelEdits(host: CommandHost, { uri, offset, labels }: AddLabelParams): EditsResult {
  const context = openContext(host, uri);
  const { service } = serviceOrRefuse(host, context, offset);
  const changes: LabelChanges = new Map(Object.entries(labels));
  const edits: Edit[] = [];
  for (const pod of workloadsMatching(service, context.snapshot.workspace, uri)) {
    if (pod.origin.kind !== "workspace") continue;
    const labelled = labelEdits(context, pod, pod.origin.uri, changes);
    if (labelled === undefined) throw notLabelled(host, pod, changesText(changes));
    edits.push(...labelled);
  }
  return result(context, withoutRepeats(edits));
}

function labelEdits(
  context: FeatureContext,
  pod: Pod,
  file: string,
  labels: LabelChanges,
): readonly Edit[] | undefined {
  const { owner, name } = pod;
  const text = context.textOf?.(file);
  const workload = { kind: owner?.kind ?? "Pod", name: owner?.name ?? name, namespace: writtenNamespace(pod) };
  const edits = text === undefined ? undefined : labelTemplate(text, { ...workload, labels });
  return edits?.map((edit) => ({ ...edit, file }));
}

/** The same workload may be written twice in a file, and the first one is then meant twice. */
function withoutRepeats(edits: readonly Edit[]): readonly Edit[] {
  return [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()];
}

function notLabelled(host: CommandHost, { owner, name }: Pod, label: string) {
  return refusal(NOT_LABELLED({ kind: owner?.kind ?? "Pod", name: owner?.name ?? name, label }), host.locale);
}

function serviceOrRefuse(host: CommandHost, context: FeatureContext, offset: number): WrittenService {
  const written = serviceAt(context, offset);
  if (written === undefined) throw refusal(NO_SERVICE(), host.locale);
  return written;
}

function result(context: FeatureContext, edits: readonly Edit[]): EditsResult {
  return { documents: fileEdits(context, edits) ?? [] };
}

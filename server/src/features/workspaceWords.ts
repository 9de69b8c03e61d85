import type { Doubt } from "../core/pods/resolution.ts";
import { type Message, words } from "../core/words.ts";
import { deployedService } from "../core/workspace/matching.ts";
import type { FeatureContext, WrittenService } from "./context.ts";
import { fileName } from "./fileName.ts";

const BROKEN = words({
  en: "Unknown, because {file} does not parse: it may hold the workload.",
  ja: "{file} を解析できないため不明です。ワークロードが書かれている可能性があります。",
});
const TEMPLATE = words({
  en: "Unknown, because {file} is a template: its labels are filled in later.",
  ja: "{file} はテンプレートで、ラベルが後で決まるため不明です。",
});
const TOO_LARGE = words({
  en: "Unknown, because {file} is too large to be read: it may hold the workload.",
  ja: "{file} が大きすぎて読み取れないため不明です。ワークロードが書かれている可能性があります。",
});
const UNREADABLE = words({
  en: "Unknown, because {file} may not be read.",
  ja: "{file} を読み取る権限がないため不明です。",
});
const NOT_FOLLOWED = words({
  en: "Unknown, because {file} adds or changes objects in ways that cannot be followed here.",
  ja: "{file} がここでは追えない方法でオブジェクトを追加または変更するため不明です。",
});
const OTHERS = words({ en: "{count} more files are like that.", ja: "ほかに {count} 個のファイルも同様です。" });

const ANY_NAMESPACE = words({
  en: "No namespace is written, so workloads of any namespace count.",
  ja: "名前空間が書かれていないため、どの名前空間のワークロードも対象です。",
});
const TAKEN = words({
  en: "{kind} {name} writes no namespace: it is taken to be in {namespace}.",
  ja: "{kind} {name} には名前空間が書かれていないため、{namespace} にあるものとして扱います。",
});
const BY_KUSTOMIZATION = words({
  en: "{file} puts it into {namespace}.",
  ja: "{file} により名前空間は {namespace} になります。",
});

/**
 * What has to be known of an answer from the workspace: which namespace was taken where none is written, and which file
 * makes it unknown. None for answers from elsewhere.
 */
export function workspaceWords(context: FeatureContext, written: WrittenService): readonly Message[] {
  const { source } = context.resolutionOf(written);
  if (source.kind !== "workspace") return [];
  return source.doubt === undefined ? namespaceWords(context, written) : doubtWords(source.doubt);
}

function doubtWords({ uri, reason, others }: Doubt): readonly Message[] {
  const file = fileName(uri);
  const more = others > 0 ? [OTHERS({ count: others })] : [];
  switch (reason) {
    case "broken":
      return [BROKEN({ file }), ...more];
    case "template":
      return [TEMPLATE({ file }), ...more];
    case "tooLarge":
      return [TOO_LARGE({ file }), ...more];
    case "denied":
      return [UNREADABLE({ file }), ...more];
    case "kustomization":
      return [NOT_FOLLOWED({ file })];
  }
}

function namespaceWords(context: FeatureContext, written: WrittenService): readonly Message[] {
  const { workspace, cluster } = context.snapshot;
  const { pods } = context.resolutionOf(written);
  const form = workspace.forms?.get(context.uri)?.find(({ namespace }) => namespace !== undefined);
  const service = deployedService(written.service, workspace, context.uri, cluster);
  const namespace = service.namespace?.value ?? workspace.namespace;
  const [pod] = pods;
  if (pod === undefined || service.namespaceUnknown) return [];
  if (namespace === undefined) return pod.namespace === undefined ? [] : [ANY_NAMESPACE()];
  const placed = form === undefined ? [] : [BY_KUSTOMIZATION({ file: fileName(form.kustomization), namespace })];
  if (pod.namespace !== undefined) return placed;
  const { kind, name } = pod.owner ?? { kind: "Pod", name: pod.name };
  return [...placed, TAKEN({ kind, name, namespace })];
}

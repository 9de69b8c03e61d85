import type { Cluster } from "../../cluster/cluster.ts";
import type { ClusterWrite as Write } from "../../cluster/writes/write.ts";
import type { KubernetesObject } from "../../core/manifest/manifest.ts";
import { readManifest } from "../../core/manifest/readManifest.ts";
import { labelledPodOf } from "../../core/pods/liveWorkload.ts";
import { words } from "../../core/words.ts";
import { plainOf } from "../../core/yaml/node.ts";
import type { FeatureContext } from "../../features/context.ts";
import type { LabelChoice } from "../messages/edits.ts";
import type { ApplyParams, ApplyResult, ClusterWrite, DryRunResult } from "../messages/writes.ts";
import { type CommandHost, openContext, trustedCluster } from "./host.ts";
import { podsChoice, templateChoice } from "./labels.ts";
import { isProtected } from "./protectedContexts.ts";
import { refusal } from "./refusal.ts";
import { switchNotes, switchWrite } from "./switchType.ts";

/**
 * Asks the cluster what a write would do.
 * @throws a `ResponseError` in a workspace that is not trusted, and for a text that cannot be read to its end.
 */
export async function dryRun(host: CommandHost, write: ClusterWrite): Promise<DryRunResult> {
  const cluster = await trustedCluster(host);
  const { objects, ...result } = await cluster.dryRun(await clusterWrite(host, cluster, write));
  const known = { ...result, protected: isProtected(result.context, host.protectedContexts()) };
  if (result.token === undefined) {
    const ours = write.kind === "labelTemplate" ? await effectsOf(host, cluster, write, objects) : undefined;
    return ours?.refused === undefined ? known : { ...known, refused: ours.refused };
  }
  const { effects: notes, refused } = await effectsOf(host, cluster, write, objects);
  if (refused === undefined) return { ...known, ...(notes.length > 0 && { notes }) };
  // Nobody learns the token, so that nobody can do it.
  const { token, ...asked } = known;
  return { ...asked, refused };
}

/**
 * Does what a dry run showed.
 * @throws a `ResponseError` in a workspace that is not trusted, and in a protected context whose name was not typed.
 */
export async function apply(
  host: CommandHost,
  { token, typed }: ApplyParams,
  cancelled: AbortSignal,
): Promise<ApplyResult> {
  const cluster = await trustedCluster(host);
  const { context } = cluster.snapshot;
  if (context !== undefined && isProtected(context, host.protectedContexts()) && typed !== context) {
    throw refusal(NOT_TYPED({ context }), host.locale);
  }
  return cluster.apply(token, cancelled);
}

const NOT_TYPED = words({
  en: "{context} is protected. Type its name to write to it.",
  ja: "{context} は保護されています。書き込むには、その名前を入力してください。",
});
const NOT_WHOLE = words({
  en: "The text must be readable to its end and hold no template.",
  ja: "テキストは最後まで読め、テンプレートを含まないものでなければなりません。",
});
const NO_OBJECT = words({
  en: "There is no Kubernetes object at this place.",
  ja: "この位置に Kubernetes オブジェクトはありません。",
});

/** What the cluster will do beyond what is written, from the objects as they are; and where we refuse what it would do. */
async function effectsOf(
  host: CommandHost,
  cluster: Cluster,
  write: ClusterWrite,
  objects: readonly Json[],
): Promise<Pick<LabelChoice, "effects" | "refused">> {
  const [object = {}] = objects;
  switch (write.kind) {
    case "switchType":
      return { effects: switchNotes(host, object, write.type) };
    case "labelPods": {
      const pods = objects.map(labelledPodOf);
      return podsChoice(host, cluster, { namespace: write.namespace, pods }, new Map(Object.entries(write.labels)));
    }
    case "labelTemplate":
      return templateChoice(host, cluster, object, new Map(Object.entries(write.labels)));
    case "create":
    case "apply":
    case "delete":
      return { effects: [] };
  }
}

async function clusterWrite(host: CommandHost, cluster: Cluster, write: ClusterWrite): Promise<Write> {
  switch (write.kind) {
    case "create":
      return { kind: "create", objects: objectsIn(host, write.text) };
    case "apply": {
      const object = objectAt(host, openContext(host, write.uri), write.offset);
      return { kind: "apply", objects: [object], force: write.force ?? false };
    }
    case "switchType":
      return switchWrite(host, cluster, write);
    case "delete":
    case "labelPods":
    case "labelTemplate":
      return write;
  }
}

type Json = Extract<Write, { kind: "create" }>["objects"][number];

function objectsIn(host: CommandHost, text: string): readonly Json[] {
  const documents = readManifest(text).documents.map(({ content }) => content);
  const isWhole = documents.every(({ problems, template }) => problems.length === 0 && template === "none");
  if (!isWhole) throw refusal(NOT_WHOLE(), host.locale);
  return documents.flatMap(({ objects }) => objects.map((object) => objectOf(host, object)));
}

function objectAt(host: CommandHost, { manifest }: FeatureContext, offset: number): Json {
  const found = manifest.documents.flatMap(({ start, content }) =>
    content.objects
      .filter(({ node: { span } }) => start + span[0] <= offset && offset <= start + span[1])
      .map((object) => ({ object, content })),
  )[0];
  if (found === undefined) throw refusal(NO_OBJECT(), host.locale);
  const { problems, template } = found.content;
  if (problems.length > 0 || template !== "none") throw refusal(NOT_WHOLE(), host.locale);
  return objectOf(host, found.object);
}

function objectOf(host: CommandHost, { node }: KubernetesObject): Json {
  const json = plainOf(node);
  if (!isRecord(json)) throw refusal(NOT_WHOLE(), host.locale);
  return json;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

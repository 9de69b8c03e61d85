import type { JsonObject } from "../../core/json.ts";
import { mapLimited } from "../../core/mapLimited.ts";
import { pathsOf } from "./resources.ts";
import { ask, type Plan, planned, type Step, versionOf, type WriterOptions, whatOf, writeQuery } from "./step.ts";
import { WRITE_WORDS } from "./words.ts";
import { POD, TEMPLATES } from "./workloads.ts";
import type { ClusterWrite, LabelChanges } from "./write.ts";

const MAX_PODS = 100;

/** Labels of Pods themselves; each Pod is changed only if it is still what was read for the difference. */
export async function planPodLabels(
  { namespace, pods, labels }: Extract<ClusterWrite, { kind: "labelPods" }>,
  options: WriterOptions,
): Promise<Plan> {
  if (pods.length > MAX_PODS) {
    const why = options.say(WRITE_WORDS.tooManyObjects({ limit: MAX_PODS }));
    return { kind: "refused", namespace, what: whatOf("Pod", pods), why };
  }
  const steps = await mapLimited(pods, (name) => {
    const change = (resourceVersion: unknown) => ({ metadata: { resourceVersion, labels } });
    return patchStep({ kind: "Pod", name, path: pathsOf(POD, namespace, name).path, change, labels }, options);
  });
  return planned(namespace, "Pod", steps);
}

/** Labels of a workload's Pod template, if the workload is still what was read. Its controller then replaces the Pods. */
export async function planTemplateLabels(
  { namespace, workload, labels }: Extract<ClusterWrite, { kind: "labelTemplate" }>,
  options: WriterOptions,
): Promise<Plan> {
  const { kind, name } = workload;
  const template = TEMPLATES.find((one) => one.kind === kind);
  if (template === undefined) {
    const why = options.say(WRITE_WORDS.noTemplate({ kind }));
    return { kind: "refused", namespace, what: whatOf(kind, [name]), why };
  }
  const spec = template.specOf(labels);
  const change = (resourceVersion: unknown) => ({ metadata: { resourceVersion }, spec });
  const { path } = pathsOf(template, namespace, name);
  return planned(namespace, kind, [await patchStep({ kind, name, path, change, labels }, options)]);
}

interface LabelPatch {
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  /** The merge patch for the version that was read. */
  readonly change: (resourceVersion: unknown) => JsonObject;
  readonly labels: LabelChanges;
}

async function patchStep({ kind, name, path, change, labels }: LabelPatch, options: WriterOptions): Promise<Step> {
  const read = await ask(options, { path });
  const before = read.kind === "ok" ? read.body : {};
  const value = change(versionOf(before));
  const send = (dryRun: boolean) =>
    ask(options, {
      method: "PATCH",
      path,
      query: writeQuery(dryRun),
      body: { type: "application/merge-patch+json", value },
    });
  return {
    kind,
    name,
    before,
    shown: (answered) => answered,
    done: WRITE_WORDS.labelled({ kind, name, labels: labelsText(labels, options) }),
    send: read.kind === "ok" ? send : async () => read,
  };
}

function labelsText(labels: LabelChanges, { say }: WriterOptions): string {
  const texts = Object.entries(labels).map(([key, value]) =>
    value === null ? say(WRITE_WORDS.withoutLabel({ key })) : `${key}=${value}`,
  );
  return texts.join(", ");
}

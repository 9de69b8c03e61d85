import type { Pod } from "../pods/pod.ts";
import type { UnreadableReason } from "../pods/unreadable.ts";
import type { FilePods } from "../pods/workload.ts";
import type { WorkspaceSnapshot } from "../snapshot.ts";
import { createCollectClaims } from "./claims.ts";
import { podsInForms } from "./formed.ts";
import type { Form } from "./forms.ts";
import { knownServices } from "./knownServices.ts";
import { createKustomize, type KustomizedFile } from "./kustomizations.ts";
import { createKeepLabels } from "./labels.ts";
import type { WrittenDocument } from "./written.ts";

/** One file of the workspace: its workloads and, for a kustomization, what it does to others. */
export interface WorkspaceFile extends FilePods, KustomizedFile {
  readonly documents: readonly WrittenDocument[];
}

/** Puts the files of a workspace together; what has not changed since the last time is not computed again. */
export type Assemble = (files: readonly WorkspaceFile[], complete: boolean) => WorkspaceSnapshot;

/** An {@link Assemble} that has seen no files. */
export function createAssemble(): Assemble {
  const formed = new WeakMap<WorkspaceFile, { readonly forms: readonly Form[]; readonly pods: readonly Pod[] }>();
  const collectClaims = createCollectClaims();
  const keepLabels = createKeepLabels();
  const kustomize = createKustomize();

  function podsOf(file: WorkspaceFile, forms: readonly Form[] | undefined): readonly Pod[] {
    if (forms === undefined) return file.pods;
    const known = formed.get(file);
    if (known?.forms === forms) return known.pods;
    const pods = file.pods.flatMap((pod) => podsInForms(pod, forms));
    formed.set(file, { forms, pods });
    return pods;
  }
  return (files, complete) => {
    const { forms, patches } = kustomize(files);
    const pods: Pod[] = [];
    const servicesUnknown: string[] = [];
    const reasons = new Map<string, UnreadableReason>();
    for (const file of files) {
      if (patches.has(file.uri)) continue;
      for (const pod of podsOf(file, forms.get(file.uri))) pods.push(pod);
      if (file.servicesUnknown) servicesUnknown.push(file.uri);
      if (file.unknown) reasons.set(file.uri, file.reason ?? "broken");
    }
    const labels = keepLabels(pods);
    const claims = collectClaims(files.filter(({ uri }) => !patches.has(uri)));
    const services = knownServices(claims.services, forms, servicesUnknown);
    return { complete, pods, labels, claims, services, patches, forms, unreadable: [...reasons.keys()], reasons };
  };
}

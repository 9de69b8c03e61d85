import { type Diagnostic, shiftDiagnostic } from "../core/diagnostic.ts";
import type { KubernetesObject } from "../core/manifest/manifest.ts";
import type { WrittenService } from "../features/context.ts";

/** What was said of one object; spans are those of its document. */
export interface ObjectVerdict {
  readonly object: KubernetesObject;
  readonly findings: readonly Diagnostic[];
}

/** What a cluster's API server said of objects as they were typed. It is forgotten with the first key in such an object. */
export interface ServerVerdicts {
  /** What was said of the object before no longer counts. */
  learn(verdict: ObjectVerdict): void;
  /** Findings in the file beside `known`, which has better words for the errors of the same field. */
  add(services: readonly WrittenService[], known: readonly Diagnostic[]): readonly Diagnostic[];
}

/** Nothing has been asked. An object is the same for as long as its text is, and nothing is kept of one that is gone. */
export function createServerVerdicts(): ServerVerdicts {
  const ofObjects = new WeakMap<KubernetesObject, readonly Diagnostic[]>();
  return {
    learn: ({ object, findings }) => void ofObjects.set(object, findings),
    add(services, known) {
      const said = services.flatMap(({ object, start }) =>
        (ofObjects.get(object) ?? []).map((finding) => shiftDiagnostic(finding, start)),
      );
      const others = said.filter((finding) => !known.some((one) => saysTheSame(one, finding)));
      return others.length === 0 ? known : [...known, ...others];
    },
  };
}

function saysTheSame(known: Diagnostic, { field, span }: Diagnostic): boolean {
  if (field === undefined || known.field !== field) return false;
  return known.span[0] <= span[1] && span[0] <= known.span[1];
}

import { type Span, shiftSpan } from "./span.ts";
import type { Message } from "./words.ts";

/** How much a finding matters: `error` is what the API server refuses; it accepts all else. The user can set others. */
export type Severity = "error" | "warning" | "info" | "hint";

/** Where in the way of a manifest to the cluster the mistake is met; `lint` is what the API server accepts. */
export type Stage = "syntax" | "decode" | "strict" | "allocate" | "validate" | "update" | "warning" | "lint";

/** The API server's own kind of a field error (`k8s.io/apimachinery/pkg/util/validation/field`). */
export type ErrorKind =
  | "Required"
  | "Invalid"
  | "Forbidden"
  | "NotSupported"
  | "Duplicate"
  | "TooLong"
  | "InternalError";

/** A replacement of text; without `file` it is in the text that was checked, else in the file of that URI. */
export interface Edit {
  readonly file?: string;
  readonly span: Span;
  readonly newText: string;
}

/** A remedy for a diagnostic. Only a certain one is preferred and takes part in "fix all". */
export interface Fix {
  readonly title: Message;
  readonly edits: readonly Edit[];
  readonly certain: boolean;
  /** Labels for a Pod template, beside `edits`: those edits need the template's text, which only who applies the fix has. */
  readonly templateLabels?: TemplateLabels;
  /** Labels for the Pod template of a workload in the cluster: without `edits`, since only the user's yes changes it. */
  readonly liveLabels?: LiveLabels;
}

/** Labels that the Pod template of a workload in the cluster shall have. */
export interface LiveLabels {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * Labels that the Pod template of a workload in the file `file` shall have. The workload goes by its names, which stay
 * true while text above it is being typed.
 */
export interface TemplateLabels {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  /** As written; undefined where it is not. */
  readonly namespace: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
}

/** Another place that explains a diagnostic; without `file` it is in the text that was checked. */
export interface RelatedPlace {
  readonly file?: string;
  readonly span: Span;
  readonly message: Message;
  /** A Service of `file` by its name: that is where it is, since text above it is typed; `span` says nothing then. */
  readonly service?: string;
}

/** One finding, as data. `field` and `kind` are set where the API server would say the same. */
export interface Diagnostic {
  /** Stable, documented, in kebab case: the heading in docs/rules.md. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: Message;
  readonly span: Span;
  readonly stage: Stage;
  /** The API server's own path, for example `spec.ports[0].port`. */
  readonly field?: string;
  readonly kind?: ErrorKind;
  readonly deprecated?: boolean;
  /** The code of a finding on the same span whose remedy ends this one, too: the API server says both. */
  readonly follows?: string;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
}

/** The diagnostics but for those that only follow from another one of them, for who reads one mistake at a time. */
export function withoutFollowing(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(
    ({ follows, span }) =>
      follows === undefined || !diagnostics.some((other) => other.code === follows && isSameSpan(other.span, span)),
  );
}

/** The diagnostic with all spans in the checked text moved by `by`; places in other files stay. */
export function shiftDiagnostic(diagnostic: Diagnostic, by: number): Diagnostic {
  if (by === 0) return diagnostic;
  const { related, fixes } = diagnostic;
  return {
    ...diagnostic,
    span: shiftSpan(diagnostic.span, by),
    ...(related && { related: related.map((place) => shiftPlace(place, by)) }),
    ...(fixes && { fixes: fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => shiftPlace(edit, by)) })) }),
  };
}

function isSameSpan(a: Span, b: Span): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function shiftPlace<T extends Edit | RelatedPlace>(place: T, by: number): T {
  return place.file === undefined ? { ...place, span: shiftSpan(place.span, by) } : place;
}

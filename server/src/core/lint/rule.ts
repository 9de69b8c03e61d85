import type { Diagnostic, Severity } from "../diagnostic.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import type { Service } from "../manifest/service.ts";
import type { Resolution } from "../pods/resolution.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Sentence } from "../words.ts";

/** What a rule looks at: one Service, what stands behind it, and the text that it is written in. */
export interface LintContext {
  readonly object: KubernetesObject;
  readonly service: Service;
  readonly resolution: Resolution;
  readonly snapshot: Snapshot;
  /** The document's text; all spans are relative to it. */
  readonly text: string;
  readonly uri: string;
}

/** What the API server accepts and traffic does not survive: one rule a file, with its documentation. */
export interface LintRule {
  readonly code: string;
  /** The highest severity that the rule gives. */
  readonly severity: Severity;
  /** What is wrong and why it matters, for docs/rules.md. */
  readonly explanation: Sentence;
  readonly wrong: string;
  readonly right: string;
  /** The findings; none where anything that they need is unknown. */
  readonly check: (context: LintContext) => readonly Diagnostic[];
}

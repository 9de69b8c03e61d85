import type { FieldName, ServiceFields } from "../apiserver/fields.ts";
import type { Fix, RelatedPlace, Severity } from "../diagnostic.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import type { Service } from "../manifest/service.ts";
import type { Resolution } from "../pods/resolution.ts";
import type { Minor, Snapshot } from "../snapshot.ts";
import type { Span } from "../span.ts";
import type { Message, Sentence } from "../words.ts";
import type { ServiceReference } from "../workspace/serviceReferences.ts";
import type { MapNode } from "../yaml/node.ts";
import type { MeantService } from "./meantService.ts";

/** What a rule looks at: one Service, what stands behind it, and the text that it is written in. */
export interface LintContext {
  readonly object: KubernetesObject;
  readonly service: Service;
  /** All its fields, as the API server would fill them in. */
  readonly fields: ServiceFields;
  readonly resolution: Resolution;
  /** The Service as it is stored, plain JSON; undefined where there is none and where that is unknown. */
  readonly stored: unknown;
  readonly snapshot: Snapshot;
  /** The document's text; all spans are relative to it. */
  readonly text: string;
  readonly uri: string;
}

/** What the API server accepts and traffic does not survive: one rule a file, with its documentation. */
export interface LintRule {
  readonly code: string;
  /** The highest severity that the rule gives; `off`: it runs only where the settings give its code a severity. */
  readonly severity: Severity | "off";
  /** The types of Services that it is about; where it is not said, all but ExternalName, misspelt ones too. */
  readonly types?: readonly string[] | "any";
  /** The fields that the answer hangs on: while one of them is unknown, the rule is silent. */
  readonly reads?: readonly FieldName[];
  /** What is wrong and why it matters, for docs/rules.md. */
  readonly explanation: Sentence;
  readonly example: LintExample;
  /** The findings; none where anything that they need is unknown. */
  readonly check: (context: LintContext) => Iterable<LintFinding>;
  /** The findings about an object that means a Service by its name, said there. */
  readonly checkReference?: (context: ReferenceContext) => Iterable<LintFinding>;
  /** The findings about a document as a whole, which can be read, whatever it holds. */
  readonly checkDocument?: (context: DocumentContext) => Iterable<LintFinding>;
}

/** A document whose value is a map. */
export interface DocumentContext {
  readonly root: MapNode;
  readonly snapshot: Snapshot;
  /** The document's text; all spans are relative to it. */
  readonly text: string;
}

/** An object that means a Service by its name, where it does, and what is known of that Service. */
export interface ReferenceContext {
  readonly object: KubernetesObject;
  readonly reference: ServiceReference;
  readonly meant: MeantService;
  /** The names of all Services that the object means. */
  readonly names: ReadonlySet<string>;
  readonly snapshot: Snapshot;
  /** The document's text; all spans are relative to it. */
  readonly text: string;
  readonly uri: string;
}

/** One finding of a rule; the rule's severity counts where it says none. */
export interface LintFinding {
  readonly span: Span;
  /** `off`: it is said only where the settings give the rule's code a severity. */
  readonly severity?: Severity | "off";
  readonly message: Message;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly RelatedPlace[];
}

/** Two files for the documentation, each of which holds a Service, both tried by the tests. */
export interface LintExample {
  readonly wrong: string;
  readonly right: string;
  /** The Pods of the connected cluster; without them the rule is shown offline. */
  readonly live?: readonly LivePod[];
  /** The Service as it is stored in that cluster. */
  readonly stored?: unknown;
  /** The Kubernetes minor that shows the rule, where the newest does not. */
  readonly minor?: Minor;
}

/** A running Pod of an example's cluster. */
export interface LivePod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Names and numbers of its container ports. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly node?: string;
  /** The STATUS column of `kubectl get pods`, for a Pod that is not Ready. */
  readonly notReady?: string;
}

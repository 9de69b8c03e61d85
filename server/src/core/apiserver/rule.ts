import type { ErrorKind, Fix, RelatedPlace, Severity, Stage } from "../diagnostic.ts";
import type { ClusterFacts, Minor } from "../snapshot.ts";
import type { Span } from "../span.ts";
import type { Message } from "../words.ts";
import type { FieldName, ServiceFields } from "./fields.ts";

/**
 * The API server's allocators work step by step and stop at the first that fails. Steps about addresses build on each
 * other (`ip-form` to `ip-allocation`), those about node ports stand alone.
 */
export type Step = "ip-form" | "ip-policy" | "ip-cluster" | "ip-allocation" | "node-ports" | "health-check";

/** One rule of the API server's: all that there is to know about one code. */
export interface Rule {
  /** Stable, in kebab case: the heading in docs/rules.md. */
  readonly code: string;
  readonly stage: Stage;
  /** For the allocate stage: which allocator says it. */
  readonly step?: Step;
  /** The server's kind of error, unless a finding says otherwise; warnings have none. */
  readonly kind?: ErrorKind;
  /** `error`, unless the stage is `warning`. */
  readonly severity?: Severity;
  /** The first and the last Kubernetes minor that has the rule. */
  readonly since?: Minor;
  readonly until?: Minor;
  /** Said of new Services or of updates only. */
  readonly on?: "create" | "update";
  /** The fields that the answer hangs on: while one of them is unknown, the rule is silent. */
  readonly reads: readonly FieldName[];
  readonly check: (service: ServiceFields, context: Context) => Iterable<Finding>;
  /** What the rule asks and why, for docs/rules.md. */
  readonly about: string;
  readonly example: Example;
}

/** What a rule may look at beside the Service. */
export interface Context {
  readonly minor: Minor;
  readonly facts: ClusterFacts;
  /** The document's text, for fixes. */
  readonly text: string;
  /** The Service as it is stored in the cluster; undefined when it is new. */
  readonly stored: ServiceFields | undefined;
}

/** What a rule says of one place; the code, and what else is the same for all of its findings, are the rule's. */
export interface Finding {
  readonly span: Span;
  /** The API server's own path; undefined where it names none. */
  readonly field?: string;
  readonly kind?: ErrorKind;
  readonly message: Message;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly RelatedPlace[];
  readonly deprecated?: boolean;
  /** The code of a finding on the same span whose remedy ends this one, too. */
  readonly follows?: string;
  /** Where the server meets the mistake, for stages that stop at the first. */
  readonly met?: Met;
}

/** The way of the decoder, or of the node port allocator, to a mistake. */
export interface Met {
  readonly path: readonly (string | number)[];
  /** The value has a decoder of its own, whose refusal ends all decoding and is told before any other. */
  readonly endsDecoding: boolean;
}

/** Two manifests for the documentation, both tried by the tests. */
export interface Example {
  readonly wrong: string;
  readonly right: string;
  /** The stored Service that the update starts from. */
  readonly stored?: unknown;
  /** Facts of the cluster, where the usual ones (10.96.0.0/12, ports 30000 to 32767) do not show the rule. */
  readonly facts?: Partial<ClusterFacts>;
}

/** A whole manifest for an example, of the lines of its spec. */
export function example(...spec: readonly string[]): string {
  return exampleWith(["name: till"], spec);
}

/** A whole manifest for an example, of the lines of its metadata and of its spec. */
export function exampleWith(metadata: readonly string[], spec: readonly string[] = ["ports:", "  - port: 80"]): string {
  const lines = ["apiVersion: v1", "kind: Service", "metadata:", ...metadata.map(indent), "spec:", ...spec.map(indent)];
  return `${lines.join("\n")}\n`;
}

function indent(line: string): string {
  return `  ${line}`;
}

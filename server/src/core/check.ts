import { withDefaults } from "./apiserver/defaults.ts";
import type { ServiceFields } from "./apiserver/fields.ts";
import { judgeService } from "./apiserver/judge.ts";
import { fieldsOf } from "./apiserver/readFields.ts";
import { createSilence, type Silence } from "./apiserver/silence.ts";
import { withCharactersNamed } from "./characters.ts";
import { type Diagnostic, shiftDiagnostic } from "./diagnostic.ts";
import { factsOf } from "./facts.ts";
import { lintDocument, lintService } from "./lint/lint.ts";
import { lintReferences, mayHoldReference } from "./lint/lintReferences.ts";
import { type DocumentContent, isService, type KubernetesObject, type Manifest } from "./manifest/manifest.ts";
import type { Settings, Snapshot } from "./snapshot.ts";
import type { Span } from "./span.ts";
import { storedFor } from "./stored.ts";
import { withoutSuppressed } from "./suppression.ts";
import { oneTextProblem } from "./yaml/syntax.ts";

/** A manifest file that is to be checked. */
export interface CheckedFile {
  readonly uri: string;
  readonly manifest: Manifest;
}

/** What earlier checks save a later one; owned by whoever checks many files, or the same files again and again. */
export interface CheckCache {
  /** What was found in documents of which nothing has changed since. It keeps nothing alive. */
  readonly documents: WeakMap<DocumentContent, { readonly inputs: Inputs; readonly found: readonly Diagnostic[] }>;
  readonly silence: Silence;
}

/** A {@link CheckCache} of which nothing is known yet. */
export function createCheckCache(): CheckCache {
  return { documents: new WeakMap(), silence: createSilence() };
}

/** All that a document's findings hang on beside its text, compared by identity. */
type Inputs = readonly [uri: string, ...parts: readonly unknown[]];

/**
 * Everything that is wrong in a file, spans as offsets in the file. Documents that hold no Service and mean none are
 * told nothing, nor is a file that a kustomization uses as a patch.
 */
export function check(
  file: CheckedFile,
  snapshot: Snapshot,
  cache: CheckCache = createCheckCache(),
): readonly Diagnostic[] {
  const { manifest, uri } = file;
  if (snapshot.workspace.patches?.has(uri)) return [];
  const found: Diagnostic[] = [...manifest.problems];
  for (const { content, start } of manifest.documents) {
    if (!mayHoldService(content.text) && !mayHoldReference(content.text)) continue;
    for (const diagnostic of findingsOf(content, uri, snapshot, cache)) found.push(shiftDiagnostic(diagnostic, start));
  }
  return found;
}

/** Cheap, so that a document about something else costs nothing. */
function mayHoldService(text: string): boolean {
  return text.includes("Service") && text.includes("kind");
}

/** The findings of one document as they are shown: silenced ones left out, severities as the settings say. */
function findingsOf(
  content: DocumentContent,
  uri: string,
  snapshot: Snapshot,
  cache: CheckCache,
): readonly Diagnostic[] {
  const { settings, cluster, workspace, stored } = snapshot;
  const inputs: Inputs = [uri, settings, cluster, workspace, stored];
  const known = cache.documents.get(content);
  if (known?.inputs.every((input, index) => input === inputs[index])) return known.found;
  const services = judgedServices(content);
  const about = [
    ...syntaxFindings(content),
    ...judgements(content, services, snapshot, cache.silence),
    ...lintFindings(content, services, snapshot, uri),
    ...documentFindings(content, snapshot),
    ...referenceFindings(content, snapshot, uri),
  ];
  const shown = withCharactersNamed(about, content.text).flatMap((one) => withSeverity(one, settings));
  const found = withoutSuppressed(shown, content.text);
  cache.documents.set(content, { inputs, found });
  return found;
}

const SERVICE_KIND = /(?:^|[{,｛，])[ \t{,-]*["']?kind["']?\s*[:：]\s*["']?Service(?:List)?\b/m;
const CORE_VERSION = /["']?apiVersion["']?\s*[:：]\s*["']?v1\b/;

/** A text that cannot be read is told so only where it was going to be a Service, and no template explains it. */
function syntaxFindings({ problems, template, objects, text, root }: DocumentContent): readonly Diagnostic[] {
  const isOneText = root?.kind === "scalar" && problems.length === 0;
  if ((problems.length === 0 && !isOneText) || template !== "none") return [];
  const isAboutService = objects.some(isService) || (SERVICE_KIND.test(text) && CORE_VERSION.test(text));
  if (!isAboutService) return [];
  return isOneText ? [oneTextProblem(firstLineOf(root.span, text))] : problems;
}

function firstLineOf([start, end]: Span, text: string): Span {
  const lineEnd = text.indexOf("\n", start);
  return [start, lineEnd === -1 ? end : Math.min(end, lineEnd)];
}

/** A document that cannot be read as a whole is not judged in parts. */
function judgements(
  content: DocumentContent,
  services: readonly JudgedService[],
  snapshot: Snapshot,
  silence: Silence,
): readonly Diagnostic[] {
  if (content.problems.length > 0 || content.template === "structure") return [];
  const { settings, cluster } = snapshot;
  const { minor } = settings;
  const { text } = content;
  return services.flatMap(({ object, fields }) => {
    const facts = factsOf(settings.facts, cluster, object);
    return judgeService(object, { minor, facts, text, fields, stored: storedFor(object, snapshot), silence });
  });
}

function lintFindings(
  { template, text, problems }: DocumentContent,
  services: readonly JudgedService[],
  snapshot: Snapshot,
  uri: string,
): readonly Diagnostic[] {
  if (problems.length > 0 || template === "structure") return [];
  return services.flatMap(({ object, fields }) => lintService(object, { snapshot, text, uri, fields }));
}

function documentFindings(
  { template, text, problems, root }: DocumentContent,
  snapshot: Snapshot,
): readonly Diagnostic[] {
  if (problems.length > 0 || template === "structure" || root?.kind !== "map") return [];
  return lintDocument({ root, snapshot, text });
}

function referenceFindings(
  { template, objects, text }: DocumentContent,
  snapshot: Snapshot,
  uri: string,
): readonly Diagnostic[] {
  if (template === "structure" || !mayHoldReference(text)) return [];
  return objects.flatMap((object) => (isPatch(object) ? [] : lintReferences(object, { snapshot, text, uri })));
}

interface JudgedService {
  readonly object: KubernetesObject;
  /** With defaults. */
  readonly fields: ServiceFields;
}

function judgedServices({ objects }: DocumentContent): readonly JudgedService[] {
  return objects
    .filter((object) => isService(object) && !isPatch(object))
    .map((object) => ({ object, fields: withDefaults(fieldsOf(object)) }));
}

/** A strategic merge patch says so by its directives (`$patch: delete`). */
function isPatch({ node }: KubernetesObject): boolean {
  return node.entries.some(
    ({ key, value }) =>
      key.startsWith("$") || (value.kind === "map" && value.entries.some((entry) => entry.key.startsWith("$"))),
  );
}

function withSeverity(diagnostic: Diagnostic, { rules }: Settings): readonly Diagnostic[] {
  const severity = rules[diagnostic.code] ?? diagnostic.severity;
  if (severity === "off") return [];
  return [severity === diagnostic.severity ? diagnostic : { ...diagnostic, severity }];
}

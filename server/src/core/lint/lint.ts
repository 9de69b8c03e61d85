import { withClusterIPs, withDefaults } from "../apiserver/defaults.ts";
import type { ServiceFields } from "../apiserver/fields.ts";
import { fieldsOf } from "../apiserver/readFields.ts";
import type { Diagnostic, Severity } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import { serviceOf } from "../manifest/readService.ts";
import { resolve } from "../pods/resolve.ts";
import type { Snapshot } from "../snapshot.ts";
import { storedFor } from "../stored.ts";
import type { DocumentContext, LintContext, LintFinding, LintRule } from "./rule.ts";
import { LINT_RULES } from "./rules.ts";

/** Where a Service is written, and all that is known beside it. */
export interface LintOptions {
  readonly snapshot: Snapshot;
  /** The document's text. */
  readonly text: string;
  readonly uri: string;
  /** What {@link fieldsOf} says of the object, with defaults, where it has been asked already. */
  readonly fields?: ServiceFields;
}

/** What the API server accepts of a Service and traffic does not survive. Spans are relative to the document's text. */
export function lintService(object: KubernetesObject, options: LintOptions): readonly Diagnostic[] {
  const { snapshot, uri } = options;
  const fields = withClusterIPs(options.fields ?? withDefaults(fieldsOf(object)));
  const rules = LINT_RULES.filter((rule) => applies(rule, fields, snapshot));
  if (rules.length === 0) return [];
  const service = serviceOf(object);
  const resolution = resolve(service, snapshot, uri);
  const context = { ...options, object, service, fields, resolution, stored: storedFor(object, snapshot) };
  return rules.flatMap((rule) => findingsOf(rule, context)).slice(0, LIMITS.diagnostics);
}

/** What is wrong in a document whatever objects it holds. Spans are relative to its text. */
export function lintDocument(context: DocumentContext): readonly Diagnostic[] {
  const { snapshot } = context;
  return DOCUMENT_RULES.flatMap((rule) => {
    if (snapshot.settings.rules[rule.code] === "off") return [];
    return diagnosticsOf(rule, rule.checkDocument?.(context) ?? [], snapshot);
  });
}

const DOCUMENT_RULES = LINT_RULES.filter(({ checkDocument }) => checkDocument !== undefined);

function applies({ code, severity, types, reads }: LintRule, fields: ServiceFields, { settings }: Snapshot): boolean {
  if (severity === "off" && settings.rules[code] === undefined) return false;
  if (!isOfType(fields.type, types)) return false;
  return (reads ?? []).every((name) => !fields[name].unknown);
}

/** A type that is misspelt or filled in later says nothing against Pods; only an alias certainly has none. */
function isOfType({ value, unknown }: ServiceFields["type"], types: LintRule["types"]): boolean {
  if (types === "any") return true;
  return types === undefined ? value !== "ExternalName" : !unknown && types.includes(value ?? "");
}

function findingsOf(rule: LintRule, context: LintContext): readonly Diagnostic[] {
  return diagnosticsOf(rule, rule.check(context), context.snapshot);
}

/** The findings of a rule as diagnostics, but for those that nobody has asked for. */
export function diagnosticsOf(
  rule: LintRule,
  findings: Iterable<LintFinding>,
  { settings }: Snapshot,
): readonly Diagnostic[] {
  return Array.from(findings).flatMap((finding) => {
    const severity = finding.severity ?? rule.severity;
    if (severity === "off" && settings.rules[rule.code] === undefined) return [];
    return [diagnosticOf(rule.code, finding, severity === "off" ? "info" : severity)];
  });
}

function diagnosticOf(code: string, finding: LintFinding, severity: Severity): Diagnostic {
  const { span, message, fixes = [], related = [] } = finding;
  return {
    code,
    severity,
    message,
    span,
    stage: "lint",
    ...(fixes.length > 0 && { fixes }),
    ...(related.length > 0 && { related }),
  };
}

import type { Diagnostic } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import type { Snapshot } from "../snapshot.ts";
import { referencesOf } from "../workspace/serviceReferences.ts";
import { diagnosticsOf, type LintOptions } from "./lint.ts";
import { createMeantService } from "./meantService.ts";
import type { LintRule } from "./rule.ts";
import { LINT_RULES } from "./rules.ts";

/** Whether a text may hold an object that means a Service by its name. Cheap, so that other documents cost nothing. */
export function mayHoldReference(text: string): boolean {
  return (
    text.includes("serviceName") ||
    text.includes("backendRef") ||
    text.includes("kubernetes.io/service-name") ||
    (text.includes("Ingress") && text.includes("service"))
  );
}

/** What is wrong with the Services that an object means by their names. Spans are relative to the document's text. */
export function lintReferences(object: KubernetesObject, options: Omit<LintOptions, "fields">): readonly Diagnostic[] {
  const references = referencesOf(object);
  if (references.length === 0) return [];
  const { snapshot, uri } = options;
  const rules = LINT_RULES.filter((rule) => mayApply(rule, snapshot));
  const meantBy = createMeantService(object, snapshot, uri);
  const names = new Set(references.map(({ service }) => service.value));
  const found = references.slice(0, LIMITS.references).flatMap((reference) => {
    const context = { ...options, object, reference, meant: meantBy(reference), names };
    return rules.flatMap((rule) => diagnosticsOf(rule, rule.checkReference?.(context) ?? [], snapshot));
  });
  return found.slice(0, LIMITS.diagnostics);
}

function mayApply({ code, severity, checkReference }: LintRule, { settings }: Snapshot): boolean {
  if (checkReference === undefined || settings.rules[code] === "off") return false;
  return severity !== "off" || settings.rules[code] !== undefined;
}

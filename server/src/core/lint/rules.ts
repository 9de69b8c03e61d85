import { noMatchingPods } from "./noMatchingPods.ts";
import { noMatchingWorkload } from "./noMatchingWorkload.ts";
import type { LintRule } from "./rule.ts";
import { targetPortName } from "./targetPortName.ts";

/** Every rule about what the API server accepts and traffic does not survive. */
export const LINT_RULES: readonly LintRule[] = [noMatchingPods, noMatchingWorkload, targetPortName];

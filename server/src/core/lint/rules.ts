import { containerPortNameRepeated } from "./containerPortNameRepeated.ts";
import { noMatchingPods } from "./noMatchingPods.ts";
import { noMatchingWorkload } from "./noMatchingWorkload.ts";
import type { LintRule } from "./rule.ts";
import { targetPortName } from "./targetPortName.ts";
import { targetPortNumbers } from "./targetPortNumbers.ts";
import { targetPortProtocol } from "./targetPortProtocol.ts";
import { targetPortUndeclared } from "./targetPortUndeclared.ts";

/** Every rule about what the API server accepts and traffic does not survive. */
export const LINT_RULES: readonly LintRule[] = [
  noMatchingPods,
  noMatchingWorkload,
  targetPortName,
  targetPortProtocol,
  targetPortNumbers,
  targetPortUndeclared,
  containerPortNameRepeated,
];

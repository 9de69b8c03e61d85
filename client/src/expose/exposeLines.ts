import { InputBoxValidationSeverity, l10n, window } from "vscode";
import type { ExposeOptions, ExposeOverride } from "../../../server/src/lsp/messages/edits.ts";
import type { WorkloadItem } from "../../../server/src/lsp/messages/reading.ts";
import { askLine } from "../typed/askLine.ts";
import { labelsText, parsePairs } from "../typed/labels.ts";
import { PATCH_EXAMPLES, parsePatch } from "../typed/patches.ts";
import { validator } from "../typed/problems.ts";

/**
 * Labels to select by; undefined when nobody answered. A selector that the workload's own Pods do not have is most often a
 * slip, and may be meant: it is said, and accepted.
 */
export async function askSelector(
  { kind, name, labels }: WorkloadItem,
  { selector = labels }: ExposeOptions,
  title: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const problem = validator(parsePairs);
  const text = await window.showInputBox({
    title,
    prompt: l10n.t("The labels that its Pods must have, as key=value, with commas between"),
    value: labelsText(selector),
    validateInput: (typed) => {
      const checked = parsePairs(typed);
      if (checked.kind === "bad") return problem(typed);
      if (Object.entries(checked.value).every(([key, value]) => labels[key] === value)) return undefined;
      const message = l10n.t("The Pods of {kind} {name} do not have all of these labels.", { kind, name });
      return { message, severity: InputBoxValidationSeverity.Warning };
    },
  });
  const checked = text === undefined ? undefined : parsePairs(text);
  return checked?.kind === "good" ? checked.value : undefined;
}

/** A patch of the Service and its way; undefined when nobody answered to the end. */
export async function askOverride(
  before: ExposeOverride | undefined,
  title: string,
): Promise<ExposeOverride | undefined> {
  const ways = [
    { type: "merge", label: l10n.t("Merge patch"), detail: PATCH_EXAMPLES.merge },
    { type: "strategic", label: l10n.t("Strategic merge patch"), detail: PATCH_EXAMPLES.strategic },
    { type: "json", label: l10n.t("JSON patch"), detail: PATCH_EXAMPLES.json },
  ] as const;
  const way = await window.showQuickPick(ways, { title, placeHolder: l10n.t("In which way?") });
  if (way === undefined) return undefined;
  const { type, detail: placeHolder } = way;
  const value = before?.type === type ? before.patch : "";
  return askLine(title, { prompt: l10n.t("The patch, as JSON"), placeHolder, value }, (text) => parsePatch(type, text));
}

import { l10n } from "vscode";
import { pickService } from "../pick/pickService.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";

/** Applies a Service as it is typed, after a dry run, the difference and a yes. */
export async function applyService(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const chosen = await pickService(podsight, args, l10n.t("Apply Service to the Cluster"));
  if (chosen === undefined) return;
  const { uri, service } = chosen;
  await podsight.review.writeAfterReview(podsight.server, { kind: "apply", uri, offset: service.offset });
}

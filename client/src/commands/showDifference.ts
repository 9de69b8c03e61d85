import { l10n } from "vscode";
import { pickService } from "../pick/pickService.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";

/** Shows what applying a Service would change in the cluster. Nothing is written. */
export async function showDifference(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const chosen = await pickService(podsight, args, l10n.t("Show Difference to the Cluster"));
  if (chosen === undefined) return;
  const { uri, service } = chosen;
  await podsight.review.showDifference(podsight.server, { kind: "apply", uri, offset: service.offset, force: true });
}

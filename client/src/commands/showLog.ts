import type { Podsight } from "../podsight.ts";

/** Shows the log. Works without a language server, since that may be what one wants to know about. */
export async function showLog({ log }: Podsight): Promise<void> {
  log.show();
}

import type { Podsight } from "../podsight.ts";

/** Opens or stops a port-forward or a log that goes on. */
export async function manageStreams({ streams }: Podsight): Promise<void> {
  await streams.manage();
}

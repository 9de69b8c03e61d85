import type { Podsight } from "../podsight.ts";

/** Asks which port-forward or log, of those that go on, to open or to stop; where there is none, says so. */
export async function manageStreams({ streams }: Podsight): Promise<void> {
  await streams.manage();
}

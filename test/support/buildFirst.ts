import { bundle } from "../../scripts/lib/bundle.mjs";

/** vitest's global set-up for tests of the built programs: what they run is what the source says now. */
export async function setup(): Promise<void> {
  await bundle();
}

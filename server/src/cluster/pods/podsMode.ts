import type { PodsMode } from "../../core/snapshot.ts";

/** Up to how many Pods a namespace is followed in which mode. */
export interface PodsBounds {
  /** All Pods as a whole; beyond it only their metadata. */
  readonly maxPods: number;
  /** The metadata of all Pods; beyond it only those that open Services select. */
  readonly maxMetadataPods: number;
  /** Where watching is not allowed, all Pods are listed again and again up to so many; beyond it only those selected. */
  readonly maxPolledPods: number;
}

type Bounds = Pick<PodsBounds, "maxPods" | "maxMetadataPods">;

/** From "a picture within about 1.5 seconds and 250 MiB": what a server and Node take for a Pod is linear. */
export const PODS_BOUNDS: PodsBounds = { maxPods: 5_000, maxMetadataPods: 50_000, maxPolledPods: 500 };

/** To follow more of a namespace again it must be clearly smaller, so that one Pod more or less changes nothing. */
const CLEARLY_SMALLER = 0.8;

const MODES: readonly PodsMode[] = ["full", "metadata", "selectors"];

/** The mode for a namespace of so many Pods that was followed in another mode, or not at all, before. */
export function modeFor(size: number, before: PodsMode | undefined, bounds: Bounds): PodsMode {
  const growing = modeOf(size, bounds);
  if (before === undefined || MODES.indexOf(growing) > MODES.indexOf(before)) return growing;
  const shrinking = modeOf(size / CLEARLY_SMALLER, bounds);
  return MODES.indexOf(shrinking) < MODES.indexOf(before) ? shrinking : before;
}

function modeOf(size: number, { maxPods, maxMetadataPods }: Bounds): PodsMode {
  if (size <= maxPods) return "full";
  return size <= maxMetadataPods ? "metadata" : "selectors";
}

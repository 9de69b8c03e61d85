import type { PodSelector } from "../workspace/podSelectors.ts";
import type { ServiceReference } from "../workspace/serviceReferences.ts";
import type { WrittenObject, WrittenPolicy, WrittenReferrer, WrittenWorkload } from "../workspace/written.ts";

/** An object at its place: add `start` to every span in `object`. */
export interface At<T extends WrittenObject = WrittenObject> {
  readonly uri: string;
  readonly start: number;
  readonly object: T;
}

/** A reference to a Service, with the object that it is written in. */
export interface ReferenceAt {
  readonly at: At<WrittenWorkload | WrittenReferrer>;
  readonly reference: ServiceReference;
}

/** A selector by which an object means Pods, with that object. */
export interface PodSelectorAt {
  readonly at: At<WrittenWorkload | WrittenPolicy>;
  readonly selector: PodSelector;
}

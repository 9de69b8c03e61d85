import type { ServiceReference } from "../workspace/serviceReferences.ts";
import type { WrittenObject, WrittenReferrer, WrittenWorkload } from "../workspace/written.ts";

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

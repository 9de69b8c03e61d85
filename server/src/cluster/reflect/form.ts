import { PROTOBUF } from "../protobuf/envelope.ts";
import type { Shape } from "../protobuf/message.ts";
import { METADATA, POD } from "../protobuf/shapes.ts";

/** In which form the objects of a collection are asked for. What comes is told by the answer's `Content-Type`. */
export interface Form {
  /** Only the metadata of each object, as `PartialObjectMetadata`. A server that cannot do that answers with whole objects. */
  readonly metadataOnly: boolean;
  /** What is wanted of an object in protobuf; undefined: JSON is asked for. */
  readonly shape: Shape | undefined;
}

/** Whole objects as JSON, for what is asked for seldom. */
export const JSON_FORM: Form = { metadataOnly: false, shape: undefined };
/** A fifth of the parsing time of JSON, and nothing is held that is not wanted. */
export const POD_FORM: Form = { metadataOnly: false, shape: POD };

/** The metadata alone, for namespaces with too many Pods to hold. */
export const METADATA_FORM: Form = { metadataOnly: true, shape: METADATA };

/** The `Accept` header of a request for a list, or for a watch, in the form. */
export function acceptOf({ metadataOnly, shape }: Form, request: "list" | "watch"): string {
  const kind = request === "list" ? "PartialObjectMetadataList" : "PartialObjectMetadata";
  const as = metadataOnly ? `;as=${kind};g=meta.k8s.io;v=v1` : "";
  const types = shape === undefined ? ["application/json"] : [PROTOBUF, "application/json"];
  return [...types.map((type) => `${type}${as}`), ...(metadataOnly ? ["application/json"] : [])].join(",");
}

/** The same in JSON, for a server whose protobuf could not be read. */
export function inJson(form: Form): Form {
  return { ...form, shape: undefined };
}

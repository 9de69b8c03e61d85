import { type Field, type Shape, shapeOf } from "./message.ts";

/*
 * The fields of the API's messages that this product looks at. The numbers are those of `generated.proto` in the
 * packages k8s.io/api/core/v1, k8s.io/apimachinery/pkg/apis/meta/v1 and k8s.io/apimachinery/pkg/runtime; they never
 * change, and what is new in a later version gets a number that is skipped here.
 */

const text = (name: string): Field => ({ kind: "text", name });
const integer = (name: string): Field => ({ kind: "integer", name });
const boolean = (name: string): Field => ({ kind: "boolean", name });
const time = (name: string): Field => ({ kind: "time", name });
const message = (name: string, shape: Shape): Field => ({ kind: "message", name, shape });
const messages = (name: string, shape: Shape): Field => ({ kind: "messages", name, shape });

const OWNER_REFERENCE = shapeOf({ 1: text("kind"), 3: text("name"), 6: boolean("controller") });

const OBJECT_META = shapeOf({
  1: text("name"),
  3: text("namespace"),
  6: text("resourceVersion"),
  8: time("creationTimestamp"),
  9: time("deletionTimestamp"),
  11: { kind: "textMap", name: "labels" },
  13: messages("ownerReferences", OWNER_REFERENCE),
});

/** The metadata of any object (`PartialObjectMetadata`); its number is 1 in every object of the API. */
export const METADATA: Shape = shapeOf({ 1: message("metadata", OBJECT_META) });

const CONTAINER_PORT = shapeOf({ 1: text("name"), 3: integer("containerPort"), 4: text("protocol") });
const CONTAINER = shapeOf({ 1: text("name"), 6: messages("ports", CONTAINER_PORT), 24: text("restartPolicy") });
const POD_SPEC = shapeOf({
  2: messages("containers", CONTAINER),
  10: text("nodeName"),
  20: messages("initContainers", CONTAINER),
});

const CONTAINER_STATE = shapeOf({
  1: message("waiting", shapeOf({ 1: text("reason") })),
  2: message("running", shapeOf({})),
  3: message("terminated", shapeOf({ 1: integer("exitCode"), 2: integer("signal"), 3: text("reason") })),
});
const CONTAINER_STATUS = shapeOf({
  1: text("name"),
  2: message("state", CONTAINER_STATE),
  4: boolean("ready"),
  5: integer("restartCount"),
  9: boolean("started"),
});
const POD_STATUS = shapeOf({
  1: text("phase"),
  2: messages("conditions", shapeOf({ 1: text("type"), 2: text("status"), 5: text("reason") })),
  4: text("reason"),
  6: text("podIP"),
  8: messages("containerStatuses", CONTAINER_STATUS),
  10: messages("initContainerStatuses", CONTAINER_STATUS),
  12: messages("podIPs", shapeOf({ 1: text("ip") })),
});

/** As much of a Pod as `toPod` reads. */
export const POD: Shape = shapeOf({
  1: message("metadata", OBJECT_META),
  2: message("spec", POD_SPEC),
  3: message("status", POD_STATUS),
});

/** What is wanted of the metadata of a list (`metav1.ListMeta`). */
export const LIST_META: Shape = shapeOf({
  2: text("resourceVersion"),
  3: text("continue"),
  4: integer("remainingItemCount"),
});

/** What is wanted of a refusal (`metav1.Status`). */
export const STATUS: Shape = shapeOf({
  2: text("status"),
  3: text("message"),
  4: text("reason"),
  5: message("details", shapeOf({ 1: text("name"), 3: text("kind"), 5: integer("retryAfterSeconds") })),
  6: integer("code"),
});

/** What every object is wrapped in (`runtime.Unknown`), behind the four bytes that say so. */
export const ENVELOPE: Shape = shapeOf({
  1: message("typeMeta", shapeOf({ 1: text("apiVersion"), 2: text("kind") })),
  2: { kind: "bytes", name: "raw" },
});

/**
 * An event of a watch (`metav1.WatchEvent`); the object is left in bytes, since the type of the event says what it is.
 */
export const WATCH_EVENT: Shape = shapeOf({
  1: text("type"),
  2: message("object", shapeOf({ 1: { kind: "bytes", name: "raw" } })),
});

import { type Json, recordOf } from "../apiServer.ts";
import type { RecordedCase } from "../recorded.ts";

/** A port with everything that is filled in. */
export const PORT: Json = { name: "p0", port: 80, protocol: "TCP", targetPort: 8080 };

/** A list of it alone. */
export const PORTS: Json = [PORT];

/** It and another one. */
export const TWO_PORTS: Json = [PORT, { name: "p1", port: 81, protocol: "TCP", targetPort: 81 }];

/** Where an ExternalName points. */
export const HOST = "db.example.com";

/** The old name of the annotation about topology. */
export const HINTS = "service.kubernetes.io/topology-aware-hints";

/** Its new name. */
export const MODE = "service.kubernetes.io/topology-mode";

/** The annotation that stands in for `loadBalancerSourceRanges`. */
export const RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

/** An owner that is all right. */
export const OWNER: Json = { apiVersion: "apps/v1", kind: "Deployment", name: "web", uid: "u1" };

/** A small Service that is all right, with these fields in its spec; null takes one away. */
export function createdOf(metadata: Json, spec: Json = {}): RecordedCase {
  const whole = { selector: { app: "web" }, ports: [{ port: 80 }], ...recordOf(spec) };
  return { object: serviceOf(metadata, withoutNulls(whole)) };
}

/** An update of the one spec to the other; null takes a field away. */
export function updateOf(stored: Json, spec: Json, dual: boolean, metadata: Json = { name: "web" }): RecordedCase {
  return {
    object: serviceOf(metadata, withoutNulls(spec)),
    stored: serviceOf({ name: "web" }, withoutNulls(stored)),
    ...(dual && { dual: true as const }),
  };
}

function serviceOf(metadata: Json, spec: Json): Json {
  return { apiVersion: "v1", kind: "Service", metadata, spec };
}

function withoutNulls(spec: Json): Json {
  return Object.fromEntries(Object.entries(recordOf(spec)).filter(([, value]) => value !== null));
}

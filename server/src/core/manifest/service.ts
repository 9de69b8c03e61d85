import type { Located, Span } from "../span.ts";

/**
 * A Service as it is written: every field optional, each with its span in the document's text.
 * A field whose value a template fills in, or whose type is wrong, is undefined.
 */
export interface Service {
  readonly name: Located<string> | undefined;
  readonly namespace: Located<string> | undefined;
  /** A template fills in the namespace, so that it is neither the written one nor the context's. */
  readonly namespaceUnknown: boolean;
  readonly type: Located<string> | undefined;
  /** A template fills in the type, or may, so that it is not the default either. */
  readonly typeUnknown: boolean;
  readonly clusterIP: Located<string> | undefined;
  readonly healthCheckNodePort: Located<number> | undefined;
  readonly selector: Selector;
  readonly ports: readonly ServicePort[];
  readonly publishNotReadyAddresses: boolean;
  /** The families that are written where they are all that there can be; undefined where the API server may add one. */
  readonly ipFamilies: readonly string[] | undefined;
  /** Where the object is written, from its first key to its last value. */
  readonly span: Span;
}

/**
 * `none`: no selector, or an empty one: the endpoints are the user's own, and no Pod is meant.
 * `unknown`: a part is filled in by a template, is not a string or is not written yet, so that nothing can be said of
 * matches.
 */
export type Selector =
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly span: Span }
  | { readonly kind: "pairs"; readonly span: Span; readonly keySpan: Span; readonly pairs: readonly SelectorPair[] };

/** A label that a selector asks for, as it is written. */
export interface SelectorPair {
  readonly key: string;
  readonly value: string;
  readonly keySpan: Span;
  readonly valueSpan: Span;
  readonly span: Span;
}

/** One entry of `spec.ports`; fields are undefined where they are not written, unknown, or of a wrong type. */
export interface ServicePort {
  readonly index: number;
  readonly span: Span;
  readonly name: Located<string> | undefined;
  /** A template fills in the name. */
  readonly nameUnknown?: true;
  readonly port: Located<number> | undefined;
  /** `TCP` where it is not written, as the API server fills it in. */
  readonly protocol: string;
  /** As written; the API server takes `port` where it is missing, 0 or empty. */
  readonly targetPort: Located<string | number> | undefined;
  readonly targetPortUnknown: boolean;
  readonly nodePort: Located<number> | undefined;
}

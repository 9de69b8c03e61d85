import type { StructureProblem } from "../schema.ts";
import type { Span } from "../span.ts";
import type { Entry, MapNode, Node } from "../yaml/node.ts";

/** A field of the Service as the server's decoder keeps it; null and absent are one. */
export interface Field<T> {
  readonly value: T | undefined;
  /** A template fills it in, or it has a wrong type, or it is misspelt: no rule may judge it. */
  readonly unknown: boolean;
  /** Where it is written; undefined for an item of a list and for what the server fills in. */
  readonly entry: Entry | undefined;
  /** The value as written; undefined where the field is absent. */
  readonly node: Node | undefined;
}

/** A label or an annotation as it is written. */
export interface Pair {
  readonly key: string;
  /** Undefined where it is unknown. */
  readonly value: string | undefined;
  readonly entry: Entry;
}

/** An item of `spec.ports`, with what the API server fills in. */
export interface Port {
  readonly node: Node;
  readonly name: Field<string>;
  readonly port: Field<number>;
  readonly protocol: Field<string>;
  readonly targetPort: Field<string | number>;
  readonly nodePort: Field<number>;
  readonly appProtocol: Field<string>;
}

/** An item of `metadata.ownerReferences`. */
export interface OwnerReference {
  readonly node: Node;
  readonly apiVersion: Field<string>;
  readonly kind: Field<string>;
  readonly name: Field<string>;
  readonly uid: Field<string>;
  readonly controller: Field<boolean>;
  readonly blockOwnerDeletion: Field<boolean>;
}

/** The map that fields are written in, and where to point when one is missing. */
export interface Section {
  readonly map: MapNode | undefined;
  readonly span: Span;
}

/** A Service as the API server sees it at some stage. */
export interface ServiceFields {
  readonly root: MapNode;
  readonly metadata: Section;
  readonly spec: Section;
  readonly problems: readonly StructureProblem[];
  readonly name: Field<string>;
  readonly generateName: Field<string>;
  readonly namespace: Field<string>;
  readonly uid: Field<string>;
  readonly generation: Field<number>;
  readonly resourceVersion: Field<string>;
  readonly deletionTimestamp: Field<string>;
  readonly deletionGracePeriodSeconds: Field<number>;
  readonly labels: Field<readonly Pair[]>;
  readonly annotations: Field<readonly Pair[]>;
  readonly finalizers: Field<readonly Field<string>[]>;
  readonly ownerReferences: Field<readonly OwnerReference[]>;
  readonly type: Field<string>;
  readonly selector: Field<readonly Pair[]>;
  readonly ports: Field<readonly Port[]>;
  readonly clusterIP: Field<string>;
  readonly clusterIPs: Field<readonly Field<string>[]>;
  readonly ipFamilies: Field<readonly Field<string>[]>;
  readonly ipFamilyPolicy: Field<string>;
  readonly externalName: Field<string>;
  readonly externalIPs: Field<readonly Field<string>[]>;
  readonly externalTrafficPolicy: Field<string>;
  readonly internalTrafficPolicy: Field<string>;
  readonly healthCheckNodePort: Field<number>;
  readonly allocateLoadBalancerNodePorts: Field<boolean>;
  readonly loadBalancerClass: Field<string>;
  readonly loadBalancerIP: Field<string>;
  readonly loadBalancerSourceRanges: Field<readonly Field<string>[]>;
  readonly sessionAffinity: Field<string>;
  readonly timeoutSeconds: Field<number>;
  readonly trafficDistribution: Field<string>;
}

/** The name of a field of {@link ServiceFields} that a rule may look at. */
export type FieldName = {
  [Name in keyof ServiceFields]: ServiceFields[Name] extends Field<infer _> ? Name : never;
}[keyof ServiceFields];

/** A field that is not written, and that nothing fills in. */
export const ABSENT: Field<never> = { value: undefined, unknown: false, entry: undefined, node: undefined };

/** The field with the value that the server puts in its place. */
export function withValue<T>({ unknown, entry, node }: Field<unknown>, value: T | undefined): Field<T> {
  return { value, unknown, entry, node };
}

/** The text of a field; empty where it is absent, as the server's decoder has it. */
export function textOf(field: Field<string>): string {
  return field.value ?? "";
}

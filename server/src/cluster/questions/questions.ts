import { type Adopters, listAdopters } from "../workloads/adopters.ts";
import { listWorkloads } from "../workloads/listWorkloads.ts";
import type { ClusterWorkload } from "../workloads/toWorkload.ts";
import type { Asked } from "./asked.ts";
import { type DescribedService, describeService, nodeAddresses } from "./describe.ts";
import { type Found, findByLabel } from "./find.ts";
import { listNamespaceNames } from "./namespaces.ts";
import { type PodTextResult, podText } from "./podText.ts";
import { type ReadObject, readObject } from "./readObject.ts";

/** What commands ask of the connected cluster, each once. */
export interface Questions {
  /** Empty when they may not be listed. */
  namespaces(): Promise<readonly string[]>;
  /** The workloads of a namespace; empty when not connected. */
  workloads(namespace: string): Promise<readonly ClusterWorkload[]>;
  /** The controllers of a namespace that may take over Pods which nobody controls; undefined when not connected. */
  adopters(namespace: string): Promise<Adopters | undefined>;
  /** One Pod as YAML, or why it cannot be had. */
  podText(namespace: string, name: string): Promise<PodTextResult>;
  /** One Service, Pod or workload with a Pod template, as it is stored. */
  read(place: { readonly kind: string; readonly namespace: string; readonly name: string }): Promise<ReadObject>;
  /** A Service with its Pods, EndpointSlices and events. */
  describe(namespace: string, name: string): Promise<DescribedService>;
  /** An address of each of the first few nodes; undefined when not connected and when nodes may not be listed. */
  nodeAddresses(): Promise<readonly string[] | undefined>;
  /** The Services and Pods of a namespace that a label selector finds; nothing when not connected, and why. */
  find(namespace: string, labelSelector: string): Promise<Found>;
}

/** Questions to whatever is connected when they are asked; where nothing is, the answer is that sentence. */
export function createQuestions({ current, say, session, notConnected }: Asked): Questions {
  return {
    namespaces: async () => {
      const asked = session();
      return asked ? listNamespaceNames(asked.endpoint, asked.signal) : [];
    },
    workloads: async (namespace) => {
      const asked = session();
      return asked ? listWorkloads(asked.endpoint, namespace, asked.signal) : [];
    },
    adopters: async (namespace) => {
      const asked = session();
      return asked && listAdopters(asked, namespace, say);
    },
    podText: async (namespace, name) => {
      const asked = session();
      if (!asked) return { kind: "refused", why: notConnected() };
      return podText(asked.endpoint, namespace, name, asked.signal, say);
    },
    read: async (place) => {
      const asked = session();
      return asked ? readObject(asked, place, say) : { kind: "refused", why: notConnected() };
    },
    describe: async (namespace, name) => {
      const asked = session();
      if (!asked) return { kind: "refused", why: notConnected() };
      return describeService(asked, namespace, name, { cluster: current.snapshot, say });
    },
    nodeAddresses: async () => {
      const asked = session();
      return asked && nodeAddresses(asked);
    },
    find: async (namespace, labelSelector) => {
      const asked = session();
      if (!asked) return { services: [], pods: [], unknown: [notConnected()] };
      return findByLabel(asked, namespace, labelSelector, say);
    },
  };
}

import type {
  InUse,
  Knowledge,
  NamespaceEndpointSlices,
  NamespacePods,
  NamespaceServices,
} from "../../core/snapshot.ts";
import { listNamespacePods } from "../pods/pods.ts";
import { listNamespaceEndpointSlices } from "../services/endpointSlices.ts";
import { listInUse } from "../services/inUse.ts";
import { listNamespaceServices } from "../services/services.ts";
import type { Asked, AskedSession } from "./asked.ts";

/** Lists without a watch, for somebody who asks once (the command line): each after the connection's first attempt. */
export interface Lists {
  listPods(namespace: string): Promise<NamespacePods>;
  listServices(namespace: string): Promise<NamespaceServices>;
  listEndpointSlices(namespace: string): Promise<NamespaceEndpointSlices>;
  /** What the Services of all namespaces hold; undefined when not connected and when it may not be read. */
  listInUse(): Promise<InUse | undefined>;
}

/** The lists of the connected cluster; where there is none, they are empty and say what is known of the connection. */
export function createLists({ current, say, session }: Asked): Lists {
  const answering = async (): Promise<AskedSession | Knowledge> => {
    const asked = session();
    await asked?.attempted;
    const { knowledge } = current.snapshot;
    return asked && knowledge.kind === "synced" ? asked : knowledge;
  };
  return {
    listPods: async (namespace) => {
      const asked = await answering();
      if ("kind" in asked) return { knowledge: asked, pods: [] };
      return listNamespacePods(asked.endpoint, namespace, asked.signal, say);
    },
    listServices: async (namespace) => {
      const asked = await answering();
      if ("kind" in asked) return { knowledge: asked, services: new Map() };
      return listNamespaceServices(asked.endpoint, namespace, asked.signal, say);
    },
    listEndpointSlices: async (namespace) => {
      const asked = await answering();
      if ("kind" in asked) return { knowledge: asked, slices: new Map() };
      return listNamespaceEndpointSlices(asked.endpoint, namespace, asked.signal, say);
    },
    listInUse: async () => {
      const asked = await answering();
      return "kind" in asked ? undefined : listInUse(asked.endpoint, asked.signal);
    },
  };
}

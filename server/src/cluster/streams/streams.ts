import type { Asked } from "../questions/asked.ts";
import { type Containers, listContainers } from "./containers.ts";
import type { ForwardTarget } from "./forwardTarget.ts";
import { followLog, type LogSource } from "./podLog.ts";
import { type PortForwarding, type PortForwardListener, startPortForward } from "./portForward.ts";

/** What goes on after it was asked for. All of it ends with the connection. */
export interface ClusterStreams {
  /** Leads a port of this machine's loopback address to a Pod; refused when not connected, or when the port is taken. */
  portForward(target: ForwardTarget, localPort: number, listener: PortForwardListener): Promise<PortForwarding>;
  /** The names of a Pod's containers, one of which a log is of. */
  containers(namespace: string, pod: string): Promise<Containers>;
  /** Follows a log until it ends or is stopped; resolves with the reason where there is one. */
  followLog(source: LogSource, stop: AbortSignal, text: (text: string) => void): Promise<string | undefined>;
}

/** Streams of whatever is connected when they begin; where nothing is, they are refused with that sentence. */
export function createClusterStreams({ say, session, notConnected }: Asked): ClusterStreams {
  return {
    portForward: async (target, localPort, listener) => {
      const asked = session();
      if (!asked) return { kind: "refused", why: notConnected() };
      const { endpoint, signal } = asked;
      return startPortForward(target, localPort, { endpoint, signal, say, ...listener });
    },
    containers: async (namespace, pod) => {
      const asked = session();
      return asked ? listContainers(asked, namespace, pod, say) : { kind: "refused", why: notConnected() };
    },
    followLog: async (source, stop, text) => {
      const asked = session();
      if (!asked) return notConnected();
      const signal = AbortSignal.any([stop, asked.signal]);
      return followLog(source, { endpoint: asked.endpoint, signal, say, text });
    },
  };
}

import net from "node:net";
import type { Endpoint } from "../http/http.ts";
import type { Say } from "../words.ts";
import { type ForwardTarget, podsOf } from "./forwardTarget.ts";
import { openTunnel, type PodPort } from "./tunnel.ts";
import { STREAM_WORDS } from "./words.ts";

/** A port of this machine whose connections end at a port of a Pod, until it is stopped. */
export interface PortForward {
  readonly kind: "listening";
  readonly localPort: number;
  stop(): void;
}

/** A port-forward, or why there is none. */
export type PortForwarding = PortForward | { readonly kind: "refused"; readonly why: string };

/** What becomes of a port-forward. */
export interface PortForwardListener {
  /** The Pod that connections go to from now on. */
  through(pod: string): void;
  /** Why a connection could not be made. The port-forward stays: the next connection tries again. */
  failed(why: string): void;
  ended(): void;
}

interface PortForwardOptions extends PortForwardListener {
  readonly endpoint: Endpoint;
  readonly say: Say;
  /** Its abort stops the port-forward: the connection to the cluster has ended. */
  readonly signal: AbortSignal;
}

const LOOPBACK = "127.0.0.1";
const MAX_CONNECTIONS = 100;
/** How many Pods a connection tries before it gives up. */
const MAX_TRIES = 3;

/**
 * Listens on the loopback address, on a free port where `localPort` is 0. Each connection goes to the Pod of the one
 * before as long as it can be reached, then to the next. It is refused where that port can't be had.
 */
export function startPortForward(
  target: ForwardTarget,
  localPort: number,
  options: PortForwardOptions,
): Promise<PortForwarding> {
  const abort = new AbortController();
  const signal = AbortSignal.any([abort.signal, options.signal]);
  const choose = createChooser(target, { ...options, signal });
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    if (sockets.size >= MAX_CONNECTIONS) {
      options.failed(options.say(STREAM_WORDS.tooMany({ limit: MAX_CONNECTIONS })));
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    void choose().then((tunnel) => (tunnel === undefined ? socket.destroy() : tunnel.join(socket)));
  });
  signal.addEventListener(
    "abort",
    () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      options.ended();
    },
    { once: true },
  );
  return listen(server, localPort, options.say, () => abort.abort());
}

function listen(server: net.Server, localPort: number, say: Say, stop: () => void): Promise<PortForwarding> {
  return new Promise((resolve) => {
    server.once("error", ({ code = "" }: NodeJS.ErrnoException) => {
      const isTaken = code === "EADDRINUSE";
      const port = localPort;
      resolve({
        kind: "refused",
        why: say(isTaken ? STREAM_WORDS.portTaken({ port }) : STREAM_WORDS.notListening({ port, code })),
      });
    });
    server.listen({ host: LOOPBACK, port: localPort, exclusive: true }, () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : localPort;
      resolve({ kind: "listening", localPort: port, stop });
    });
  });
}

/** Opens tunnels one after the other to the same Pod, until that one does not answer any more. */
function createChooser(target: ForwardTarget, { endpoint, signal, say, through, failed }: PortForwardOptions) {
  let current: PodPort | undefined;
  const open = async (port: PodPort) => {
    const opening = await openTunnel(endpoint, port, signal);
    if (opening.kind === "open" && port.pod !== current?.pod) through(port.pod);
    if (opening.kind === "open") current = port;
    return opening;
  };
  return async () => {
    const tried = new Set<string>();
    let why = say(STREAM_WORDS.noPod());
    const before = current;
    if (before !== undefined) {
      const opening = await open(before);
      if (opening.kind === "open") return opening.tunnel;
      tried.add(before.pod);
      why = say(STREAM_WORDS.refused({ pod: before.pod, reason: say(opening.why) }));
    }
    const others = (await podsOf(target, endpoint, signal)) ?? [];
    for (const port of others.filter(({ pod }) => !tried.has(pod)).slice(0, MAX_TRIES)) {
      const opening = await open(port);
      if (opening.kind === "open") return opening.tunnel;
      why = say(STREAM_WORDS.refused({ pod: port.pod, reason: say(opening.why) }));
    }
    if (!signal.aborted) failed(why);
    return undefined;
  };
}

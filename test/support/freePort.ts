import { once } from "node:events";
import { createServer } from "node:net";

/** A port of 127.0.0.1 that nobody listens on. */
export async function takeFreePort(): Promise<number> {
  const [port] = await takeFreePorts(1);
  return port ?? 0;
}

/** Several of them; all are held at once while they are chosen, so that they differ. */
export async function takeFreePorts(count: number): Promise<readonly number[]> {
  const held = await Promise.all(Array.from({ length: count }, listenAnywhere));
  await Promise.all(held.map(({ close }) => close()));
  return held.map(({ port }) => port);
}

async function listenAnywhere(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

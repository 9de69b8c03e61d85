import http from "node:http";
import net, { type AddressInfo, type Socket } from "node:net";

/** A proxy as companies have them, on 127.0.0.1. */
export interface ForwardProxy {
  readonly port: number;
  /** What it was asked for, as `host:port`, with the credentials if there were any. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** An HTTP proxy that knows CONNECT, and connects to `target` (a URL) whatever name it is asked for. */
export async function startHttpProxy(target: string): Promise<ForwardProxy> {
  const asked: string[] = [];
  const server = http.createServer();
  server.on("connect", (request, socket: Socket) => {
    const credentials = request.headers["proxy-authorization"];
    asked.push([request.url, credentials].filter((part) => part !== undefined).join(" "));
    const { port } = new URL(target);
    const onward = net.connect(Number(port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      join(socket, onward);
    });
  });
  return serve(server, asked);
}

/** A SOCKS5 proxy (RFC 1928) that wants this user name and password (RFC 1929), and connects to `target`. */
export async function startSocksProxy(
  target: string,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<ForwardProxy> {
  const asked: string[] = [];
  const server = net.createServer(async (socket) => {
    const read = reader(socket);
    const [, methods = 0] = await read(2);
    await read(methods);
    socket.write(Buffer.from([5, 2]));
    const user = (await read((await read(2))[1] ?? 0)).toString();
    const given = (await read((await read(1))[0] ?? 0)).toString();
    const isRight = user === username && given === password;
    socket.write(Buffer.from([1, isRight ? 0 : 1]));
    if (!isRight) return;
    const [, , , , length = 0] = await read(5);
    const host = (await read(length)).toString();
    asked.push(`${host}:${(await read(2)).readUInt16BE()} ${user}`);
    const { port } = new URL(target);
    const onward = net.connect(Number(port), "127.0.0.1", () => {
      socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
      join(socket, onward);
    });
  });
  return serve(server, asked);
}

function join(one: Socket, other: Socket): void {
  one.pipe(other);
  other.pipe(one);
  one.on("error", () => other.destroy());
  other.on("error", () => one.destroy());
}

/** Reads exactly so many bytes, and waits for them. */
function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  return async (bytes) => {
    for (;;) {
      if (bytes === 0) return Buffer.alloc(0);
      const piece: Buffer | null = socket.read(bytes);
      if (piece !== null) return piece;
      await new Promise((resolve) => socket.once("readable", resolve));
    }
  };
}

async function serve(server: net.Server, asked: readonly string[]): Promise<ForwardProxy> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

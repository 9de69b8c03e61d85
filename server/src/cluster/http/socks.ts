import net from "node:net";

const CONNECT_MS = 10_000;

/**
 * Opens a connection to a host through a SOCKS5 proxy (RFC 1928, with the user name and password of RFC 1929). The
 * proxy looks the name up. The socket or the error is given to `done`, once.
 */
export function openSocks(
  proxy: URL,
  to: { readonly host: string; readonly port: number },
  done: (error: Error | null, socket?: net.Socket) => void,
): void {
  const socket = net.connect(Number(proxy.port || 1080), proxy.hostname.replace(/^\[|\]$/g, ""));
  const steps = conversation(proxy, to);
  let wanted = steps.next();
  let received = Buffer.alloc(0);
  const end = (error: Error | null) => {
    clearTimeout(timer);
    socket.off("data", take);
    socket.off("error", end);
    if (error) socket.destroy();
    done(error, error ? undefined : socket);
  };
  const timer = setTimeout(() => end(proxyError("ETIMEDOUT")), CONNECT_MS);
  const take = (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    try {
      while (!wanted.done && received.length >= wanted.value.bytes) {
        const piece = received.subarray(0, wanted.value.bytes);
        received = received.subarray(wanted.value.bytes);
        wanted = steps.next(piece);
        if (!wanted.done && wanted.value.say) socket.write(wanted.value.say);
      }
    } catch (error) {
      return end(error as Error);
    }
    if (!wanted.done) return;
    socket.pause();
    if (received.length > 0) socket.unshift(received);
    end(null);
  };
  socket.once("error", end);
  socket.on("data", take);
  socket.once("connect", () => {
    if (!wanted.done && wanted.value.say) socket.write(wanted.value.say);
  });
}

/** What is said next, and how many bytes are waited for then. */
interface Step {
  readonly say?: Buffer;
  readonly bytes: number;
}

function* conversation(
  proxy: URL,
  { host, port }: { readonly host: string; readonly port: number },
): Generator<Step, void, Buffer> {
  const withPassword = proxy.username !== "";
  const methods = withPassword ? [0, 2] : [0];
  const chosen = (yield { say: Buffer.from([5, methods.length, ...methods]), bytes: 2 })[1];
  if (chosen === 2 && withPassword) {
    const [user, password] = [proxy.username, proxy.password].map((text) => Buffer.from(decodeURIComponent(text)));
    const said = Buffer.concat([Buffer.from([1]), ...[user, password].map(withLength)]);
    const [, refused] = yield { say: said, bytes: 2 };
    if (refused !== 0) throw proxyError("socks5 password");
  } else if (chosen !== 0) throw proxyError("socks5 password");
  const request = Buffer.concat([Buffer.from([5, 1, 0, 3]), withLength(Buffer.from(host)), portBytes(port)]);
  const [, reply, , kind] = yield { say: request, bytes: 4 };
  if (reply !== 0) throw proxyError(`socks5 ${reply}`);
  const [length = 0] = kind === 3 ? yield { bytes: 1 } : [kind === 4 ? 16 : 4];
  yield { bytes: length + 2 };
}

function withLength(bytes: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from([Math.min(bytes.length, 255)]), bytes.subarray(0, 255)]);
}

function portBytes(port: number): Buffer {
  return Buffer.from([port >> 8, port & 255]);
}

function proxyError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver-protocol";

/** What happens behind the scenes: `info` is the run of things, `error` a failure of ours. */
export interface Log {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

/** A request handler of the protocol. */
export type Handler<P, R> = (params: P, token: CancellationToken) => Promise<R>;

/**
 * The edge at which a mistake of ours ends: what `answer` throws is logged with the method and the file,
 * and costs one `empty` answer. A request that was cancelled meanwhile is answered as such and computes nothing.
 */
export function guarded<P, R>(
  log: Log,
  method: string,
  empty: R,
  answer: (params: P) => R | Promise<R>,
): Handler<P, R> {
  return async (params, token) => {
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, method);
    try {
      return await answer(params);
    } catch (error) {
      log.error(failure(method, params, error));
      return empty;
    }
  };
}

/** The same edge for notifications. */
export function guardedNotification<P>(log: Log, method: string, take: (params: P) => void): (params: P) => void {
  return (params) => {
    try {
      take(params);
    } catch (error) {
      log.error(failure(method, params, error));
    }
  };
}

function failure(method: string, params: unknown, error: unknown): string {
  const { textDocument } = (params ?? {}) as { readonly textDocument?: { readonly uri?: string } };
  const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${method} ${textDocument?.uri ?? ""}: ${why}`;
}

import { type CancellationToken, CancellationTokenSource, ProgressLocation, window } from "vscode";

/** Work that is done sooner shows nothing. */
const QUIET_MS = 1000;

/** Runs a task and, once it has taken a second, shows that it does, with a way to cancel it. */
export async function withSlowProgress<T>(title: string, task: (token: CancellationToken) => Promise<T>): Promise<T> {
  const source = new CancellationTokenSource();
  const result = task(source.token);
  const timer = setTimeout(() => showProgress(title, source, result), QUIET_MS);
  try {
    return await result;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}

function showProgress(title: string, source: CancellationTokenSource, result: Promise<unknown>): void {
  window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_, token) => {
    token.onCancellationRequested(() => source.cancel());
    // The caller handles a failure; here only the end of the work matters.
    return result.catch(() => undefined);
  });
}

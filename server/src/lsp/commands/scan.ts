import type { Session } from "../session.ts";

/** The parts of a session by which the workspace is read. */
export type ScanSession = Pick<Session, "contextOf" | "workspace"> & {
  readonly client: Pick<Session["client"], "folders">;
  readonly state: Pick<Session["state"], "snapshot" | "settings" | "documents" | "onDidChangeSnapshot">;
};

/** A list with the workloads found so far is better than a longer wait. */
const PATIENCE_MS = 3_000;

/**
 * Makes what has the workspace's manifests read, for commands that are used before a Service is open: until then
 * nothing reads them. It resolves when they are read, or after three seconds with what was found by then.
 */
export function createScan(session: ScanSession): () => Promise<void> {
  const { state, workspace, client } = session;
  const waiting = new Set<() => void>();
  let started = false;
  state.onDidChangeSnapshot(() => {
    if (state.snapshot.workspace.complete) for (const done of [...waiting]) done();
  });
  return async () => {
    if (!started && !hasOpenService(session)) {
      started = true;
      workspace.scan(client.folders, state.settings.maxFiles);
    }
    if (state.snapshot.workspace.complete) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, PATIENCE_MS);
      waiting.add(done);
    });
  };
}

/** Asking for the context of a document with a Service has the workspace read. */
function hasOpenService({ state, contextOf }: ScanSession): boolean {
  return state.documents.all().some(({ uri }) => (contextOf(uri)?.services.length ?? 0) > 0);
}

import { commands, type Disposable, l10n, TabInputTextDiff, Uri, window, workspace } from "vscode";
import {
  APPLY_REQUEST,
  type ApplyResult,
  type ClusterWrite,
  DRY_RUN_REQUEST,
  type DryRunResult,
} from "../../server/src/lsp/messages.ts";
import type { Server } from "./server.ts";

const SCHEME = "podsight-dry-run";

/** What many objects are called must not push the question off the screen; the difference names them all. */
const MAX_NAME_LENGTH = 80;

/** The way of every write to a cluster: dry run, difference, question, and only then the write. */
export interface Review extends Disposable {
  /** Resolves when the write is done, refused by the cluster, or declined; says so where it did not work. */
  writeAfterReview(server: Server, write: ClusterWrite): Promise<void>;
}

/** Holds the two sides of the difference that is on screen, nothing longer. */
export function createReview(): Review {
  const texts = new Map<string, string>();
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? "",
  });
  let count = 0;
  return {
    writeAfterReview: async (server, write) => {
      const answer = await server.request(DRY_RUN_REQUEST, write, l10n.t("Dry run"));
      const result = { ...answer, what: shorten(answer.what) };
      if (result.token === undefined) return showRefusal(result);

      count += 1;
      const [before, after] = sides(result, count);
      texts.set(before.toString(), result.before).set(after.toString(), result.after);
      try {
        // Not as a preview, which would take the place of the one that the user is looking at.
        await commands.executeCommand("vscode.diff", before, after, titleOf(result), { preview: false });
        if (!(await isApproved(result))) return;
      } finally {
        await closeDifference(before);
        texts.delete(before.toString());
        texts.delete(after.toString());
      }
      await showOutcome(await server.request(APPLY_REQUEST, { token: result.token }, l10n.t("Apply")));
    },
    dispose: () => provider.dispose(),
  };
}

function sides({ what }: DryRunResult, count: number): readonly [Uri, Uri] {
  const file = `${what.replaceAll(/[^\w.-]+/g, "-")}.yaml`;
  const side = (name: string) => Uri.from({ scheme: SCHEME, path: `/${count}/${name}/${file}` });
  return [side("before"), side("after")];
}

function shorten(what: string): string {
  return what.length <= MAX_NAME_LENGTH ? what : `${what.slice(0, MAX_NAME_LENGTH - 1)}…`;
}

function titleOf({ what, context, namespace }: DryRunResult): string {
  return l10n.t("{what}: dry run in {place}", { what, place: placeOf({ context, namespace }) });
}

function placeOf({ context, namespace }: Pick<DryRunResult, "context" | "namespace">): string {
  return `${context}/${namespace}`;
}

async function isApproved(result: DryRunResult): Promise<boolean> {
  const apply = l10n.t("Apply to {place}", { place: placeOf(result) });
  const chosen = await window.showWarningMessage(
    l10n.t("Write {what} to the cluster?", { what: result.what }),
    {
      modal: true,
      detail: l10n.t(
        "Context: {context}\nNamespace: {namespace}\nThe difference behind this question shows what changes.",
        {
          context: result.context,
          namespace: result.namespace,
        },
      ),
    },
    apply,
  );
  return chosen === apply;
}

async function showRefusal(result: DryRunResult): Promise<void> {
  await window.showErrorMessage(
    l10n.t("{place} would refuse {what}: {reason}", {
      place: placeOf(result),
      what: result.what,
      reason: result.refused ?? l10n.t("it gives no reason"),
    }),
  );
}

async function showOutcome({ done, failed }: ApplyResult): Promise<void> {
  if (done.length > 0) window.setStatusBarMessage(done.join(" "), 5000);
  if (failed.length > 0) await window.showErrorMessage(failed.join(" "));
}

async function closeDifference(before: Uri): Promise<void> {
  const tabs = window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.original.toString() === before.toString());
  await window.tabGroups.close(tabs);
}

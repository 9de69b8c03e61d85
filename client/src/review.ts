import { commands, type Disposable, l10n, TabInputTextDiff, Uri, window, workspace } from "vscode";
import {
  APPLY_REQUEST,
  type ApplyResult,
  type ClusterWrite,
  DRY_RUN_REQUEST,
  type DryRunResult,
} from "../../server/src/lsp/messages/writes.ts";
import type { Server } from "./languageServer/server.ts";

const SCHEME = "podsight-dry-run";

/** A question stands over the first lines of the window: by this folder (package.json) its difference begins below it. */
const QUESTION = "podsight-question";
const DIFFERENCE = "podsight-difference";
type Folder = typeof QUESTION | typeof DIFFERENCE;

/** What many objects are called must not push the question off the screen; the difference names them all. */
const MAX_NAME_LENGTH = 80;

/** The way of every write to a cluster: dry run, difference, question, and only then the write. */
export interface Review extends Disposable {
  /**
   * Resolves when the write is done, refused by the cluster, or declined; says so where it did not work. True when
   * everything was written.
   */
  writeAfterReview(server: Server, write: ClusterWrite): Promise<boolean>;
  /** Shows what a write would change, and writes nothing. */
  showDifference(server: Server, write: ClusterWrite): Promise<void>;
}

/** Holds the two sides of the differences that are on screen, nothing longer. */
export function createReview(): Review {
  const texts = new Map<string, string>();
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? "",
  });
  const closed = workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString()));
  let count = 0;
  /** Not as a preview, which would take the place of the one that the user is looking at. */
  const showSides = async (result: DryRunResult, folder: Folder, title: string): Promise<Uri> => {
    count += 1;
    const [before, after] = sides(result, `${folder}/${count}`);
    texts.set(before.toString(), result.before).set(after.toString(), withNotes(result));
    await commands.executeCommand("vscode.diff", before, after, title, { preview: false });
    return before;
  };
  return {
    writeAfterReview: async (server, write) => {
      const result = await dryRun(server, write);
      if (result?.token === undefined) return false;
      const before = await showSides(result, QUESTION, l10n.t("{what}: dry run in {place}", named(result)));
      try {
        const approval = await askApproval(result, write.kind === "delete");
        if (approval === undefined) return false;
        const params = { token: result.token, ...approval };
        return await showOutcome(await server.request(APPLY_REQUEST, params, l10n.t("Apply")));
      } finally {
        await closeDifference(before);
      }
    },
    showDifference: async (server, write) => {
      const result = await dryRun(server, write);
      if (result === undefined) return;
      if (result.before === result.after) {
        await window.showInformationMessage(l10n.t("Applying {what} to {place} would change nothing.", named(result)));
        return;
      }
      await showSides(result, DIFFERENCE, l10n.t("{what}: {place} and as typed", named(result)));
    },
    dispose: () => {
      provider.dispose();
      closed.dispose();
    },
  };
}

function sides({ what }: DryRunResult, folder: string): readonly [Uri, Uri] {
  const file = `${what.replaceAll(/[^\w.-]+/g, "-")}.yaml`;
  const side = (name: string) => Uri.from({ scheme: SCHEME, path: `/${folder}/${name}/${file}` });
  return [side("before"), side("after")];
}

/** What the cluster will do beyond the difference stands above what will be there, where it is read. */
function withNotes({ notes = [], after }: DryRunResult): string {
  return notes.map((note) => `# ${note}\n`).join("") + after;
}

function shorten(what: string): string {
  return what.length <= MAX_NAME_LENGTH ? what : `${what.slice(0, MAX_NAME_LENGTH - 1)}…`;
}

function named(result: DryRunResult): { readonly what: string; readonly place: string } {
  return { what: result.what, place: placeOf(result) };
}

function placeOf({ context, namespace }: Pick<DryRunResult, "context" | "namespace">): string {
  return `${context}/${namespace}`;
}

/** The dry run; where it only fails because others own the fields, it is made again once the user wants them taken over. */
async function dryRun(server: Server, write: ClusterWrite): Promise<DryRunResult | undefined> {
  const answer = await server.request(DRY_RUN_REQUEST, write, l10n.t("Dry run"));
  const result = { ...answer, what: shorten(answer.what) };
  if (result.token !== undefined) return result;
  const mayTakeOver = write.kind === "apply" && write.force !== true && (result.conflicts ?? []).length > 0;
  if (mayTakeOver && (await wantsToTakeOver(result))) return dryRun(server, { ...write, force: true });
  if (!mayTakeOver) await showRefusal(result);
  return undefined;
}

async function wantsToTakeOver(result: DryRunResult): Promise<boolean> {
  const fields = (result.conflicts ?? []).map(({ field, manager }) => (manager ? `${field} (${manager})` : field));
  const takeOver = {
    label: `$(warning) ${l10n.t("Take these fields over...")}`,
    detail: l10n.t("Next comes the difference. What the others set in these fields is lost."),
  };
  const leave = { label: `$(close) ${l10n.t("Do not write")}`, detail: l10n.t("Nothing is written.") };
  const chosen = await window.showQuickPick([leave, takeOver], {
    title: l10n.t("{what} in {place}: fields of other managers", { what: result.what, place: placeOf(result) }),
    placeHolder: fields.join(", "),
    ignoreFocusOut: true,
  });
  return chosen === takeOver;
}

/**
 * What the user agrees with, undefined for a no. The question leaves the difference in reach, however long it is; in a
 * protected context it is answered by typing the context's name.
 */
async function askApproval(
  result: DryRunResult,
  isDeletion: boolean,
): Promise<{ readonly typed?: string } | undefined> {
  const { what } = result;
  const place = placeOf(result);
  const title = isDeletion
    ? l10n.t("Delete {what} from {place}?", { what, place })
    : l10n.t("Write {what} to {place}?", { what, place });
  if (result.protected) return askName(title, result);
  const apply = {
    label: isDeletion
      ? `$(trash) ${l10n.t("Delete from {place}", { place })}`
      : `$(cloud-upload) ${l10n.t("Apply to {place}", { place })}`,
    detail: l10n.t("Context {context}, namespace {namespace}. The difference shows what changes.", {
      context: result.context,
      namespace: result.namespace,
    }),
  };
  const leave = isDeletion
    ? { label: `$(close) ${l10n.t("Do not delete")}`, detail: l10n.t("Nothing is deleted.") }
    : { label: `$(close) ${l10n.t("Do not write")}`, detail: l10n.t("Nothing is written.") };
  const chosen = await window.showQuickPick([leave, apply], {
    title,
    ignoreFocusOut: true,
    placeHolder: (result.notes ?? []).join(" "),
  });
  return chosen === apply ? {} : undefined;
}

async function askName(
  title: string,
  { context, notes = [] }: DryRunResult,
): Promise<{ readonly typed: string } | undefined> {
  const wrong = l10n.t("{context} is protected. Type its name to write to it.", { context });
  const prompt = [wrong, ...notes].join(" ");
  const typed = await window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => (text === context ? undefined : wrong),
  });
  return typed === undefined ? undefined : { typed };
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

/** Whether all was written. What was lost on the way is put before the user. */
async function showOutcome({ done, failed, missing }: ApplyResult): Promise<boolean> {
  if (missing !== undefined) {
    await window.showTextDocument(await workspace.openTextDocument({ language: "yaml", content: missing }));
  }
  if (done.length > 0) window.setStatusBarMessage(done.join(" "), 5000);
  if (failed.length > 0) await window.showErrorMessage([...failed, ...done].join(" "));
  return failed.length === 0;
}

async function closeDifference(before: Uri): Promise<void> {
  const tabs = window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.original.toString() === before.toString());
  await window.tabGroups.close(tabs);
}

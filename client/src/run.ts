import { CancellationError, commands, Disposable, l10n, window } from "vscode";
import type { Podsight } from "./podsight.ts";

/** A command's work. Its arguments come from a code lens, a hover or another extension: anything at all. */
export type Command = (podsight: Podsight, ...args: readonly unknown[]) => Promise<void>;

/**
 * Registers commands under their identifiers. What fails in one was asked for by somebody, so it is told in a message;
 * that somebody cancelled is no failure.
 */
export function registerCommands(podsight: Podsight, table: Readonly<Record<string, Command>>): Disposable {
  const registrations = Object.entries(table).map(([id, command]) =>
    commands.registerCommand(id, async (...args: readonly unknown[]) => {
      try {
        await command(podsight, ...args);
      } catch (error) {
        if (!isCancellation(error)) await showFailure(podsight, id, error);
      }
    }),
  );
  return Disposable.from(...registrations);
}

async function showFailure({ log }: Podsight, id: string, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  log.error(`${id}: ${error instanceof Error ? (error.stack ?? reason) : reason}`);
  const showLog = l10n.t("Show Log");
  const chosen = await window.showErrorMessage(l10n.t("That did not work: {reason}", { reason }), showLog);
  if (chosen === showLog) log.show();
}

/** The protocol's codes for a request that was cancelled by the client, by the server, or that found its text changed. */
const CANCELLATION_CODES: readonly unknown[] = [-32800, -32802, -32801];

function isCancellation(error: unknown): boolean {
  if (error instanceof CancellationError) return true;
  return error instanceof Error && "code" in error && CANCELLATION_CODES.includes(error.code);
}

import type { Connection } from "vscode-languageserver";
import { DidChangeConfigurationNotification } from "vscode-languageserver";
import { guardedNotification } from "./guard.ts";
import type { Session } from "./session.ts";
import { settingsOf } from "./settings.ts";

/** Keeps the session's settings those of the client: asked for where it can be asked, else as it sends them. */
export function followConfiguration(connection: Connection, session: Session): { begin(): Promise<void> } {
  const { client, log } = session;
  function apply(section: unknown): void {
    const { settings, problems } = settingsOf(section);
    for (const { setting, expected } of problems)
      log.warn(`The setting ${setting} is left alone: it takes ${expected}.`);
    session.setSettings(settings);
  }
  async function ask(): Promise<void> {
    try {
      apply(await connection.workspace.getConfiguration("podsight"));
    } catch (error) {
      log.warn(`The settings could not be read: ${String(error)}`);
      apply(undefined);
    }
  }
  const changed = guardedNotification<{ readonly settings: unknown }>(
    log,
    "workspace/didChangeConfiguration",
    (params) => {
      if (client.hasConfiguration) void ask();
      else apply(sectionOf(params.settings));
    },
  );
  connection.onNotification(DidChangeConfigurationNotification.method, changed);
  return {
    async begin() {
      if (!client.hasConfiguration) return apply(undefined);
      if (client.registersConfiguration) await connection.client.register(DidChangeConfigurationNotification.type);
      await ask();
    },
  };
}

function sectionOf(settings: unknown): unknown {
  return typeof settings === "object" && settings !== null && "podsight" in settings ? settings.podsight : undefined;
}

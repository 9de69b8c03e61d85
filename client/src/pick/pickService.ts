import { commands, l10n, languages, type QuickPickItem, type TextDocument, type Uri, window, workspace } from "vscode";
import { MATCHES_REQUEST, type ServiceMatches } from "../../../server/src/lsp/messages/reading.ts";
import { MANIFEST_SELECTOR } from "../languageServer/selector.ts";
import { mayHoldService } from "../manifestText.ts";
import type { Podsight } from "../podsight.ts";

/** How many files are read to find one that holds a Service, and how large one may be. */
const MAX_FILES = 500;
const MAX_FILE_BYTES = 1_000_000;

/** A Service that somebody chose, with the document it is written in. */
export interface ChosenService {
  readonly uri: string;
  readonly service: ServiceMatches;
}

/**
 * The Service that a command works on: the one that a code lens or hover names (`[uri, offset]`), else one of the active
 * document, else one of a document chosen from the workspace. Undefined when nobody chose or there is none, which is then said.
 */
export async function pickService(
  podsight: Podsight,
  args: readonly unknown[],
  title: string,
): Promise<ChosenService | undefined> {
  const chosen = await pickServiceOr(podsight, args, title, undefined);
  return chosen === "elsewhere" ? undefined : chosen;
}

/** The same; where a document would have to be chosen, `elsewhere` is offered beside the documents. */
export async function pickServiceOr(
  podsight: Podsight,
  args: readonly unknown[],
  title: string,
  elsewhere: string | undefined,
): Promise<ChosenService | "elsewhere" | undefined> {
  const [uri, offset] = args;
  if (typeof uri === "string") {
    const services = await servicesOf(podsight, uri);
    const named = services.find((service) => service.offset === offset);
    return named === undefined ? pickAmong(uri, services, title) : { uri, service: named };
  }
  const active = window.activeTextEditor?.document;
  if (active !== undefined && isOffered(active)) {
    const services = await servicesOf(podsight, active.uri.toString());
    if (services.length > 0) return pickAmong(active.uri.toString(), services, title);
  }
  const document = await pickDocument(title, elsewhere);
  if (document === undefined || document === "elsewhere") return document;
  await window.showTextDocument(document);
  return pickAmong(document.uri.toString(), await servicesOf(podsight, document.uri.toString()), title);
}

function servicesOf({ server }: Podsight, uri: string): Promise<readonly ServiceMatches[]> {
  return server.request(MATCHES_REQUEST, { uri }, l10n.t("Looking for Pods"));
}

async function pickAmong(
  uri: string,
  services: readonly ServiceMatches[],
  title: string,
): Promise<ChosenService | undefined> {
  const [only, ...others] = services;
  if (only === undefined) {
    await window.showInformationMessage(l10n.t("This document holds no Service."));
    return undefined;
  }
  if (others.length === 0) return { uri, service: only };
  const items = cursorFirst(uri, services).map((service) => ({
    label: `$(symbol-interface) ${service.name}`,
    description: [service.namespace, service.type].filter((fact) => fact !== "").join(" · "),
    detail: service.summary,
    service,
  }));
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t("Which Service?"),
    matchOnDescription: true,
  });
  return chosen === undefined ? undefined : { uri, service: chosen.service };
}

/** The Service around the cursor comes first, so that Enter takes it. */
function cursorFirst(uri: string, services: readonly ServiceMatches[]): readonly ServiceMatches[] {
  const editor = window.activeTextEditor;
  if (editor === undefined || editor.document.uri.toString() !== uri) return services;
  const cursor = editor.document.offsetAt(editor.selection.active);
  const around = services.findLast((service) => service.offset <= cursor);
  return around === undefined ? services : [around, ...services.filter((service) => service !== around)];
}

async function pickDocument(
  title: string,
  elsewhere: string | undefined,
): Promise<TextDocument | "elsewhere" | undefined> {
  const items = await documentsWithServices();
  if (items.length === 0 && elsewhere === undefined) {
    const open = l10n.t("Open File...");
    const chosen = await window.showInformationMessage(l10n.t("No manifest of a Service was found here."), open);
    if (chosen === open) await commands.executeCommand("workbench.action.files.openFile");
    return undefined;
  }
  const offered = [...items, ...(elsewhere === undefined ? [] : [{ label: elsewhere, uri: undefined }])];
  const chosen = await window.showQuickPick(offered, {
    title,
    placeHolder: l10n.t("Which manifest?"),
    matchOnDescription: true,
  });
  if (chosen === undefined) return undefined;
  return chosen.uri === undefined ? "elsewhere" : workspace.openTextDocument(chosen.uri);
}

async function documentsWithServices(): Promise<readonly (QuickPickItem & { readonly uri: Uri })[]> {
  const open = workspace.textDocuments.filter(isOffered).map(({ uri }) => uri);
  const files = await workspace.findFiles("**/*.{yaml,yml,json}", "**/node_modules/**", MAX_FILES);
  const seen = new Set(open.map(String));
  const unopened = files.filter((uri) => !seen.has(uri.toString()));
  const held = await Promise.all(unopened.map(fileMayHoldService));
  const uris = [...open, ...unopened.filter((_, index) => held[index])];
  return uris
    .map((uri) => ({
      label: `$(file) ${workspace.asRelativePath(uri)}`,
      uri,
    }))
    .sort((one, other) => one.label.localeCompare(other.label));
}

/** The server knows only documents of the selector, and no Service in anything else. */
function isOffered(document: TextDocument): boolean {
  return languages.match([...MANIFEST_SELECTOR], document) > 0 && mayHoldService(document.getText());
}

async function fileMayHoldService(uri: Uri): Promise<boolean> {
  try {
    if ((await workspace.fs.stat(uri)).size > MAX_FILE_BYTES) return false;
    return mayHoldService(new TextDecoder().decode(await workspace.fs.readFile(uri)));
  } catch {
    // Gone or unreadable since it was listed: then it is not on offer.
    return false;
  }
}

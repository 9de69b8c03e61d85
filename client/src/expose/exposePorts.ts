import { l10n, type QuickPickItem, window } from "vscode";
import type { WorkloadItem } from "../../../server/src/lsp/messages/reading.ts";
import type { ServiceTypeChoice } from "../../../server/src/lsp/messages/shared.ts";
import { askLine } from "../typed/askLine.ts";
import { type Checked, good } from "../typed/checks.ts";
import { parsePorts, type ServicePort, suggestPorts } from "../typed/ports.ts";

type ContainerPort = WorkloadItem["ports"][number];

/**
 * Asks for the ports of a Service. Where the containers declare several, they are ticked in a list; others are typed.
 * Undefined when nobody answered to the end.
 */
export async function askPorts(
  { ports }: WorkloadItem,
  type: ServiceTypeChoice,
  title: string,
): Promise<readonly ServicePort[] | undefined> {
  const declared = [...new Map(ports.map((port) => [suggestPorts([port]), port])).values()];
  if (declared.length < 2) return askTyped(declared, type, title);
  const picked = await window.showQuickPick([...declared.map(portItem), typedItem()], {
    title,
    placeHolder: l10n.t("Which ports?"),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (picked === undefined) return undefined;
  const chosen = picked.flatMap(({ port }) => port ?? []);
  const checked = parsePorts(suggestPorts(chosen));
  const isTyped = chosen.length < picked.length || checked.kind === "bad";
  return isTyped ? askTyped(chosen, type, title) : checked.value;
}

type PortPick = QuickPickItem & { readonly port?: ContainerPort };

function portItem(port: ContainerPort): PortPick {
  const name = port.name === undefined ? {} : { description: port.name };
  return { label: `${port.port}/${port.protocol}`, ...name, picked: true, port };
}

function typedItem(): PortPick {
  return {
    label: `$(edit) ${l10n.t("Others, or other numbers...")}`,
    detail: l10n.t("A line follows that begins with what is ticked here."),
  };
}

async function askTyped(
  suggested: readonly ContainerPort[],
  type: ServiceTypeChoice,
  title: string,
): Promise<readonly ServicePort[] | undefined> {
  const mayBeNone = type === "Headless";
  const check = (text: string): Checked<readonly ServicePort[]> =>
    mayBeNone && text.trim() === "" ? good([]) : parsePorts(text);
  const form = l10n.t("Ports as port:targetPort/protocol, with commas between; all but the first part may be left out");
  const line = {
    prompt: mayBeNone ? `${form}. ${l10n.t("A headless Service may have none")}` : form,
    placeHolder: "80:http, 53/UDP",
    value: suggestPorts(suggested),
  };
  return askLine(title, line, check);
}

import { l10n, window } from "vscode";
import type { MatchedPort } from "../../../server/src/lsp/messages/reading.ts";
import type { MatchedPod } from "../../../server/src/lsp/messages/shared.ts";
import { pickServiceInDocument } from "../pick/pickAnyService.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { askLine } from "../typed/askLine.ts";
import { bad, type Checked, good } from "../typed/checks.ts";

/** Leads a port of this machine to a port of a Service. It goes on until it is stopped from the status bar. */
export async function forwardPort(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const title = l10n.t("Forward Port to Service");
  const chosen = await pickServiceInDocument(podsight, args, title);
  if (chosen === undefined) return;
  const { uri, service } = chosen;
  const port = await pickPort(service.ports, title);
  if (port === undefined) return;
  const localPort = await askLocalPort(port, title);
  if (localPort === undefined) return;
  const target = { kind: "service", uri, offset: service.offset, index: port.index } as const;
  await podsight.streams.forward({ target, localPort }, `${service.name}:${port.port}`);
}

/** The same for one Pod; no other takes its place. */
export async function forwardToPod(podsight: Podsight, namespace: string, pod: MatchedPod): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const title = l10n.t("Forward Port to Pod");
  const port = await askPodPort(pod, title);
  if (port === undefined) return;
  const localPort = await askLocalPort({ port }, title);
  if (localPort === undefined) return;
  const target = { kind: "pod", namespace, pod: pod.name, port } as const;
  await podsight.streams.forward({ target, localPort }, `${pod.name}:${port}`);
}

/** What a container declares is proposed; it may listen elsewhere. */
async function askPodPort({ ports }: MatchedPod, title: string): Promise<number | undefined> {
  const [first] = ports;
  const declared = ports.map(({ name, port }) => (name === undefined ? String(port) : `${name} ${port}`)).join(", ");
  const line = {
    prompt:
      first === undefined ? l10n.t("The port of the Pod") : l10n.t("The port of the Pod: {ports}", { ports: declared }),
    ...(first !== undefined && { value: String(first.port) }),
  };
  return askLine(title, line, (text) => {
    const port = parseLocalPort(text);
    return port.kind === "good" && port.value === 0 ? bad({ kind: "not-a-port", text }) : port;
  });
}

async function pickPort(ports: readonly MatchedPort[], title: string): Promise<MatchedPort | undefined> {
  const [only, ...others] = ports;
  if (only === undefined) {
    await window.showInformationMessage(l10n.t("The Service has no port that can be forwarded."));
    return undefined;
  }
  if (others.length === 0) return only;
  const items = ports.map((port) => ({
    label: `${port.port}/${port.protocol}`,
    description: [port.name ?? "", `→ ${port.targetPort}`].join(" ").trim(),
    port,
  }));
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t("Which port?") }))?.port;
}

/** Ports below 1024 are often not allowed, so that one of the same ending is proposed. */
async function askLocalPort({ port }: Pick<MatchedPort, "port">, title: string): Promise<number | undefined> {
  const line = {
    prompt: l10n.t("The port of this machine; 0 for any that is free"),
    value: String(port < 1024 ? 8000 + port : port),
  };
  return askLine(title, line, parseLocalPort);
}

function parseLocalPort(text: string): Checked<number> {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return port <= 65_535 ? good(port) : bad({ kind: "not-a-port", text });
}

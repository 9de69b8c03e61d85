import { l10n, Uri, window, workspace } from "vscode";
import { ENDPOINT_SLICES_REQUEST, type EndpointSlicesParams } from "../../../server/src/lsp/messages/edits.ts";
import type { MatchedPort } from "../../../server/src/lsp/messages/reading.ts";
import { applyEdits } from "../editing.ts";
import { parseAddresses } from "../expose/exposeOptions.ts";
import { pickServiceInDocument } from "../pick/pickAnyService.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { askLine } from "../typed/askLine.ts";
import { bad, type Checked, good } from "../typed/checks.ts";

type Ports = EndpointSlicesParams["ports"];

/** Gives a Service without a selector the addresses that it sends to: EndpointSlices, into its document or into the cluster. */
export async function createEndpointSlice(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  const title = l10n.t("Create EndpointSlice");
  const chosen = await pickServiceInDocument(podsight, args, title);
  if (chosen === undefined) return;
  const { uri, service } = chosen;
  const request = (params: Pick<EndpointSlicesParams, "addresses" | "ports">) =>
    podsight.server.request(ENDPOINT_SLICES_REQUEST, { uri, offset: service.offset, ...params }, title);
  // Who has a selector is told so before anything is asked.
  await request({ addresses: [ANY_ADDRESS], ports: [] });
  const addresses = await askAddresses(title, (typed) => refusalOf(request({ addresses: typed, ports: [] })));
  if (addresses === undefined) return;
  const ports = await askPorts(service.ports, title, (typed) => refusalOf(request({ addresses, ports: typed })));
  if (ports === undefined) return;
  const { text, edits } = await request({ addresses, ports });
  const destination = await askDestination(podsight, title);
  if (destination === "cluster" && (await isTrustedOrSaySo())) {
    await podsight.review.writeAfterReview(podsight.server, { kind: "create", text });
  }
  if (destination !== "document") return;
  if (await applyEdits(edits)) await window.showTextDocument(Uri.parse(uri));
  else await window.showTextDocument(await workspace.openTextDocument({ language: "yaml", content: text }));
}

/** One of documentation (RFC 5737). */
const ANY_ADDRESS = "192.0.2.1";

async function askAddresses(
  title: string,
  refusal: (addresses: readonly string[]) => Promise<string | undefined>,
): Promise<readonly string[] | undefined> {
  const line = {
    prompt: l10n.t("The IP addresses that get the traffic, with commas between"),
    placeHolder: "192.0.2.10, 192.0.2.11",
  };
  return askLine(title, line, parseAddresses, refusal);
}

async function refusalOf(answer: Promise<unknown>): Promise<string | undefined> {
  try {
    await answer;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is proposed are the Service's ports, with the number where traffic arrives. */
async function askPorts(
  ports: readonly MatchedPort[],
  title: string,
  refusal: (ports: Ports) => Promise<string | undefined>,
): Promise<Ports | undefined> {
  const line = {
    prompt: l10n.t("The ports on these addresses as name:port/protocol; the names are those of the Service's ports"),
    value: ports.map(portText).join(", "),
  };
  return askLine(title, line, parsePorts, refusal);
}

function portText({ name, port, targetPort, protocol }: MatchedPort): string {
  const number = typeof targetPort === "number" ? targetPort : port;
  return `${name === undefined ? "" : `${name}:`}${number}${protocol === "TCP" ? "" : `/${protocol}`}`;
}

function parsePorts(text: string): Checked<Ports> {
  const ports: Ports[number][] = [];
  for (const part of partsOf(text)) {
    const match = /^(?:([a-z0-9](?:[-a-z0-9]*[a-z0-9])?):)?(\d{1,5})(?:\/(TCP|UDP|SCTP))?$/i.exec(part);
    const port = Number(match?.[2]);
    if (match === null || port < 1 || port > 65_535) return bad({ kind: "not-a-port", text: part });
    ports.push({ name: match[1] ?? "", port, protocol: (match[3] ?? "TCP").toUpperCase() });
  }
  return good(ports);
}

function partsOf(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

async function askDestination({ server }: Podsight, title: string): Promise<"document" | "cluster" | undefined> {
  const status = server.status();
  const isReachable = status?.context !== undefined && status.kind !== "off" && status.kind !== "consent";
  const document = {
    label: `$(file-code) ${l10n.t("Into the document of the Service")}`,
    detail: l10n.t("Nothing is written to a cluster."),
    destination: "document" as const,
  };
  const cluster = {
    label: `$(server) ${l10n.t("Into {place}...", { place: `${status?.context ?? ""}/${status?.namespace ?? ""}` })}`,
    detail: l10n.t("After a dry run and a question."),
    destination: "cluster" as const,
  };
  const items: readonly (typeof document | typeof cluster)[] = isReachable ? [document, cluster] : [document];
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t("Where to?") }))?.destination;
}

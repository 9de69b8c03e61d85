import { commands, type Disposable, env, l10n, type OutputChannel, Uri, window } from "vscode";
import {
  LOG_NOTIFICATION,
  LOG_REQUEST,
  type LogParams,
  type LogText,
  PORT_FORWARD_NOTIFICATION,
  PORT_FORWARD_REQUEST,
  type PortForwardChange,
  type PortForwardParams,
  STOP_STREAM_REQUEST,
} from "../../server/src/lsp/messages/streams.ts";
import type { Server } from "./languageServer/server.ts";
import { createStreamsItem } from "./views/streamsItem.ts";

/** What goes on after the command that began it: port-forwards and logs. A status bar entry is there while one is. */
export interface Streams extends Disposable {
  /** `name` says where it leads, for example `till:80`. Rejects where the port cannot be had. */
  forward(params: PortForwardParams, name: string): Promise<void>;
  /** Shows a log in an output channel, the same one while it is followed. Resolves with the Pod's containers where one of several has to be chosen first. */
  followLog(params: LogParams): Promise<readonly string[] | undefined>;
  /** Lets the user open or stop one of them. */
  manage(): Promise<void>;
}

interface Stream {
  readonly id: string;
  readonly label: string;
  /** Of a port-forward. */
  readonly address?: string;
  /** The Pod that it leads to, or what is wrong. */
  detail: string;
  hasFailed: boolean;
}

/** Nothing is open, and nothing is shown. */
export function createStreams(server: Server): Streams {
  const open = new Map<string, Stream>();
  const channels = new Map<string, OutputChannel>();
  const logs = new Map<string, OutputChannel>();
  const item = createStreamsItem();
  let listening: Promise<void> | undefined;

  const show = () => item.show([...open.values()]);
  const change = (event: PortForwardChange) => {
    const stream = open.get(event.id);
    if (event.kind === "ended") open.delete(event.id);
    else if (stream !== undefined) {
      stream.hasFailed = event.kind === "failed";
      stream.detail = event.kind === "failed" ? event.why : l10n.t("through Pod {pod}", { pod: event.pod });
    }
    show();
  };
  const write = ({ id, text, ended }: LogText) => {
    logs.get(id)?.append(text);
    if (ended !== true) return;
    logs.get(id)?.appendLine(l10n.t("The log ends here."));
    logs.delete(id);
    open.delete(id);
    show();
  };
  const listen = async () => {
    const client = await server.start();
    client.onNotification(PORT_FORWARD_NOTIFICATION, change);
    client.onNotification(LOG_NOTIFICATION, write);
  };
  const ready = (): Promise<void> => {
    listening ??= listen();
    return listening;
  };
  return {
    async forward(params, name) {
      await ready();
      const { id, localPort } = await server.request(PORT_FORWARD_REQUEST, params, l10n.t("Forward port"));
      const address = `127.0.0.1:${localPort}`;
      open.set(id, { id, label: `${address} → ${name}`, address, detail: "", hasFailed: false });
      show();
    },
    async followLog(params) {
      await ready();
      const name = [params.namespace, params.pod, params.container ?? ""].filter((part) => part !== "").join("/");
      const known = channels.get(name);
      if (known !== undefined && [...logs.values()].includes(known)) {
        known.show(true);
        return undefined;
      }
      const answer = await server.request(LOG_REQUEST, params, l10n.t("Show log of Pod"));
      if (answer.kind === "several") return answer.containers;
      const channel = known ?? window.createOutputChannel(`Podsight: ${name}`);
      // What was followed before comes again, from the last thousand lines on.
      channel.clear();
      channels.set(name, channel);
      logs.set(answer.id, channel);
      open.set(answer.id, { id: answer.id, label: name, detail: l10n.t("log"), hasFailed: false });
      channel.show(true);
      show();
      return undefined;
    },
    manage: () => manage([...open.values()], server),
    dispose: () => {
      item.dispose();
      for (const channel of channels.values()) channel.dispose();
    },
  };
}

async function manage(streams: readonly Stream[], server: Server): Promise<void> {
  const items = streams.flatMap(({ id, label, address, detail }) => [
    { label: `$(debug-stop) ${l10n.t("Stop {name}", { name: label })}`, detail, do: () => stop(id, server) },
    ...(address === undefined
      ? []
      : [
          {
            label: `$(link-external) ${l10n.t("Open {name} in a browser", { name: address })}`,
            do: () => openInBrowser(address),
          },
          { label: `$(copy) ${l10n.t("Copy {name}", { name: address })}`, do: () => env.clipboard.writeText(address) },
        ]),
  ]);
  if (items.length === 0) {
    await window.showInformationMessage(l10n.t("No port-forward and no log is open."));
    return;
  }
  await (await window.showQuickPick(items, { title: l10n.t("Port-Forwards and Logs") }))?.do();
}

async function stop(id: string, server: Server): Promise<void> {
  await server.request(STOP_STREAM_REQUEST, { id }, l10n.t("Stop"));
}

async function openInBrowser(address: string): Promise<void> {
  await commands.executeCommand("vscode.open", Uri.parse(`http://${address}/`));
}

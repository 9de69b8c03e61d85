import { type Connection, DidSaveTextDocumentNotification } from "vscode-languageserver";
import { readFileText } from "../files/manifestFiles.ts";
import { pathOf } from "../files/uris.ts";
import { addressesOf, describeParams, describeService } from "./commands/describe.ts";
import { addLabelEdits, switchTypeEdits } from "./commands/edits.ts";
import { endpointSlicesOf } from "./commands/endpointSlices.ts";
import { exposeParams } from "./commands/exposeParams.ts";
import { find } from "./commands/find.ts";
import { answering, type CommandHost, openContext, trustedCluster } from "./commands/host.ts";
import { labelChoices } from "./commands/labelChoices.ts";
import { matchesOf } from "./commands/matches.ts";
import { readerOf } from "./commands/paramReader.ts";
import {
  addLabelParams,
  applyParams,
  connectParams,
  findParams,
  labelChoicesParams,
  switchChoicesParams,
  switchTypeParams,
} from "./commands/params.ts";
import { podParams, podTextOf } from "./commands/podText.ts";
import { usedByOf } from "./commands/services.ts";
import { createStreams } from "./commands/streams.ts";
import { switchChoices } from "./commands/switchType.ts";
import { validate } from "./commands/validate.ts";
import { expose, workloadItems } from "./commands/workloads.ts";
import { writeParams } from "./commands/writeParams.ts";
import { apply, dryRun } from "./commands/writes.ts";
import { guardedNotification } from "./guard.ts";
import {
  CONNECT_REQUEST,
  CONTEXTS_REQUEST,
  type ContextItem,
  DISCONNECT_REQUEST,
  NAMESPACES_REQUEST,
  REVOKE_CONSENT_REQUEST,
} from "./messages/connection.ts";
import {
  ADD_LABEL_REQUEST,
  ENDPOINT_SLICES_REQUEST,
  EXPOSE_REQUEST,
  LABEL_CHOICES_REQUEST,
  SWITCH_CHOICES_REQUEST,
  SWITCH_TYPE_REQUEST,
} from "./messages/edits.ts";
import {
  ADDRESSES_REQUEST,
  DESCRIBE_REQUEST,
  FIND_REQUEST,
  MATCHES_REQUEST,
  POD_REQUEST,
  USED_BY_REQUEST,
  WORKLOADS_REQUEST,
} from "./messages/reading.ts";
import { LOG_REQUEST, PORT_FORWARD_REQUEST, STOP_STREAM_REQUEST } from "./messages/streams.ts";
import { APPLY_REQUEST, DRY_RUN_REQUEST, VALIDATE_REQUEST } from "./messages/writes.ts";
import type { Session } from "./session.ts";

/**
 * Answers the requests that stand behind the extension's commands. Whatever a client sends is checked; each refusal is a
 * `ResponseError` with a sentence for the user. A cluster is only asked in a trusted workspace, and only written to by
 * a token that a dry run gave.
 */
export function registerCommands(connection: Connection, session: CommandSession): void {
  const host = hostOf(session);
  const { connecting } = session;
  const answer = (method: string, handle: (params: unknown, cancelled: AbortSignal) => unknown) =>
    connection.onRequest(method, answering(host, method, handle));
  const { locale } = host;
  answer(MATCHES_REQUEST, (params) => matchesOf(openContext(host, readerOf(params, locale).text("uri"))));
  answer(SWITCH_TYPE_REQUEST, (params) => switchTypeEdits(host, switchTypeParams(params, locale)));
  answer(SWITCH_CHOICES_REQUEST, (params) => switchChoices(host, switchChoicesParams(params, locale)));
  answer(LABEL_CHOICES_REQUEST, (params) => labelChoices(host, labelChoicesParams(params, locale)));
  answer(ADD_LABEL_REQUEST, (params) => addLabelEdits(host, addLabelParams(params, locale)));
  answer(WORKLOADS_REQUEST, () => workloadItems(host));
  answer(EXPOSE_REQUEST, (params) => expose(host, exposeParams(params, locale)));
  answer(CONNECT_REQUEST, (params) => connecting.connect(connectParams(params, locale)));
  answer(DISCONNECT_REQUEST, () => connecting.disconnect());
  answer(CONTEXTS_REQUEST, () => contextItems(host));
  answer(NAMESPACES_REQUEST, async () => (await trustedCluster(host, host.clusterToAsk)).namespaces());
  answer(REVOKE_CONSENT_REQUEST, async (params) => {
    const fingerprint = readerOf(params, locale).text("fingerprint");
    (await host.cluster())?.revoke(fingerprint);
    return null;
  });
  answer(POD_REQUEST, (params) => podTextOf(host, podParams(params, locale)));
  answer(USED_BY_REQUEST, (params) => usedByOf(host, params));
  const streams = createStreams(host, (method, params) => void connection.sendNotification(method, params));
  answer(PORT_FORWARD_REQUEST, streams.portForward);
  answer(LOG_REQUEST, streams.log);
  answer(STOP_STREAM_REQUEST, streams.stop);
  validateSaved(connection, session, host);
  answer(VALIDATE_REQUEST, (params) => validate(host, readerOf(params, locale).text("uri")));
  answer(FIND_REQUEST, (params) => find(host, findParams(params, locale)));
  answer(DESCRIBE_REQUEST, (params) => describeService(host, describeParams(params, locale)));
  answer(ADDRESSES_REQUEST, (params) => addressesOf(host, params));
  answer(ENDPOINT_SLICES_REQUEST, (params) => endpointSlicesOf(host, params));
  answer(DRY_RUN_REQUEST, (params) => dryRun(host, writeParams(params, locale)));
  answer(APPLY_REQUEST, (params, cancelled) => apply(host, applyParams(params, locale), cancelled));
}

/** After each save, where the settings want it. Nobody has asked for it just now, so what goes wrong is for the log. */
function validateSaved(connection: Connection, { state, log }: CommandSession, host: CommandHost): void {
  const asked = (uri: string) =>
    validate(host, uri).then(
      ({ unknown }) => {
        for (const why of unknown) log.warn(why);
      },
      (error: unknown) => log.warn(String(error)),
    );
  connection.onNotification(
    DidSaveTextDocumentNotification.type,
    guardedNotification(log, DidSaveTextDocumentNotification.method, ({ textDocument: { uri } }) => {
      const isWanted = state.settings.validateOnSave && state.snapshot.cluster.knowledge.kind === "synced";
      if (isWanted && (host.contextOf(uri)?.services.length ?? 0) > 0) void asked(uri);
    }),
  );
}

/** The parts of a session that commands need. */
export type CommandSession = Pick<
  Session,
  "contextOf" | "log" | "connecting" | "state" | "workspace" | "readWorkspace" | "navigation"
>;

function hostOf(session: CommandSession): CommandHost {
  const { state, connecting, workspace, contextOf, log } = session;
  return {
    locale: state.locale,
    log,
    protectedContexts: () => state.settings.protectedContexts,
    snapshot: () => state.snapshot,
    navigation: session.navigation,
    learnVerdicts: state.learnVerdicts,
    contextOf,
    contextOfText: state.contextOfText,
    cluster: connecting.cluster,
    clusterToAsk: connecting.clusterToAsk,
    readWorkspace: session.readWorkspace,
    linesOf: (uri) => state.documents.get(uri)?.text ?? workspace.linesOf(uri),
    textOf: async (uri) => state.documents.get(uri)?.text.getText() ?? fileText(uri),
  };
}

async function fileText(uri: string): Promise<string | undefined> {
  const path = pathOf(uri);
  const read = path === undefined ? undefined : await readFileText(path);
  return read?.kind === "text" ? read.text : undefined;
}

/** The contexts of the kubeconfig, without what is in it beyond their names. */
async function contextItems(host: CommandHost): Promise<readonly ContextItem[]> {
  const contexts = await (await trustedCluster(host)).contexts();
  return contexts.map(({ name, cluster, namespace, current }) => ({
    name,
    cluster,
    current,
    ...(namespace !== undefined && { namespace }),
  }));
}

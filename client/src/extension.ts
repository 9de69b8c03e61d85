import { type ExtensionContext, window } from "vscode";
import { addLabelToMatchedPods } from "./commands/addLabelToMatchedPods.ts";
import { applyService } from "./commands/applyService.ts";
import { connect } from "./commands/connect.ts";
import { copyAddress } from "./commands/copyAddress.ts";
import { createEndpointSlice } from "./commands/createEndpointSlice.ts";
import { deleteService } from "./commands/deleteService.ts";
import { deleteServicesByLabel } from "./commands/deleteServicesByLabel.ts";
import { describeService } from "./commands/describeService.ts";
import { disconnect } from "./commands/disconnect.ts";
import { exposeWorkload } from "./commands/exposeWorkload.ts";
import { findByLabel } from "./commands/findByLabel.ts";
import { forwardPort } from "./commands/forwardPort.ts";
import { manageCredentialPrograms } from "./commands/manageCredentialPrograms.ts";
import { manageStreams } from "./commands/manageStreams.ts";
import { select } from "./commands/select.ts";
import { selectContext } from "./commands/selectContext.ts";
import { selectNamespace } from "./commands/selectNamespace.ts";
import { showDifference } from "./commands/showDifference.ts";
import { showLog } from "./commands/showLog.ts";
import { showMatchedPods } from "./commands/showMatchedPods.ts";
import { showPodLog } from "./commands/showPodLog.ts";
import { showServicesOfWorkload } from "./commands/showServicesOfWorkload.ts";
import { switchServiceType } from "./commands/switchServiceType.ts";
import { validateOnServer } from "./commands/validateOnServer.ts";
import { createConsents } from "./languageServer/consents.ts";
import { createServer } from "./languageServer/server.ts";
import { startWhenNeeded } from "./languageServer/startWhenNeeded.ts";
import type { Podsight } from "./podsight.ts";
import { createReview } from "./review.ts";
import { registerCommands } from "./run.ts";
import { createStreams } from "./streams.ts";
import { createPodDocuments } from "./views/podDocuments.ts";
import { createServiceDocuments } from "./views/serviceDocuments.ts";

/** What VS Code calls first. It registers and returns: the language server starts with the first manifest or command. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Podsight", { log: true });
  const consents = createConsents(context.globalState);
  const server = createServer(context, log, consents);
  const review = createReview();
  const streams = createStreams(server);
  const podsight: Podsight = { server, log, review, streams, consents };

  context.subscriptions.push(
    log,
    server,
    review,
    streams,
    startWhenNeeded(podsight),
    createPodDocuments(server),
    createServiceDocuments(server),
    registerCommands(podsight, {
      "podsight.exposeWorkload": exposeWorkload,
      "podsight.showMatchedPods": showMatchedPods,
      "podsight.addLabelToMatchedPods": addLabelToMatchedPods,
      "podsight.switchServiceType": switchServiceType,
      "podsight.selectContext": selectContext,
      "podsight.selectNamespace": selectNamespace,
      "podsight.connect": connect,
      "podsight.disconnect": disconnect,
      "podsight.showLog": showLog,
      "podsight.manageCredentialPrograms": manageCredentialPrograms,
      "podsight.showServicesOfWorkload": showServicesOfWorkload,
      "podsight.applyService": applyService,
      "podsight.deleteService": deleteService,
      "podsight.deleteServicesByLabel": deleteServicesByLabel,
      "podsight.findByLabel": findByLabel,
      "podsight.showDifference": showDifference,
      "podsight.validateOnServer": validateOnServer,
      "podsight.forwardPort": forwardPort,
      "podsight.manageStreams": manageStreams,
      "podsight.showPodLog": showPodLog,
      "podsight.copyAddress": copyAddress,
      "podsight.describeService": describeService,
      "podsight.createEndpointSlice": createEndpointSlice,
      "podsight.select": select,
    }),
  );
}

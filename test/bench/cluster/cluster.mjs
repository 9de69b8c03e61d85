// @ts-check
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { controlPlanePrograms } from "../../../scripts/lib/programs.mjs";
import { startControlPlane } from "../../support/controlPlane.ts";
import { churn } from "./churn.mjs";
import { contestants } from "./contestants.mjs";
import { firstMatches } from "./firstMatches.mjs";
import { makeManyPods, PODS_OF_A_REPLICA_SET, TEAMS, teamSelector } from "./manyPods.mjs";
import { pictures } from "./pictures.mjs";

/**
 * How much is measured.
 * @typedef {{ pods: number, manyPods: number, rounds: number, manyRounds: number, churnSeconds: number }} Extent
 *   `manyPods` are in a second namespace.
 */

/** @type {Extent} */
export const WHOLE = { pods: 10_000, manyPods: 50_000, rounds: 3, manyRounds: 2, churnSeconds: 60 };

const NAMESPACE = "shop";
const MANY_NAMESPACE = "warehouse";
const QUIET_NAMESPACE = "quiet";
/** The Service on screen for the first matches is of one workload, that of the churn of a team with many. */
const WORKLOAD_SELECTOR = "app=app-00000";
const TEAM = 7;

/**
 * Measures Podsight's engine and its language server at a real API server, beside client-node's informer and kubectl.
 * @param {{ server: string, rivals: string, folder: string }} parts the built language server, where client-node is
 *   installed, and a folder for what is made on the way
 * @param {Extent} extent
 * @param {import("../../../scripts/lib/report.mjs").Report} report
 * @returns {Promise<string>} tables in Markdown
 */
export async function clusterFigures({ server, rivals, folder }, extent, report) {
  const programs = await controlPlanePrograms(report);
  const controlPlane = await startControlPlane({ programs, apiServerOnly: true });
  try {
    const { pods, manyPods, rounds, manyRounds, churnSeconds } = extent;
    const { kubeconfig } = controlPlane;
    const load = loadavg().map((value) => value.toFixed(1));
    report(`Making ${(pods + manyPods).toLocaleString("en")} Pods.`);
    const namespaces = { [QUIET_NAMESPACE]: PODS_OF_A_REPLICA_SET, [NAMESPACE]: pods, [MANY_NAMESPACE]: manyPods };
    await makeManyPods(controlPlane, namespaces);
    const of = await contestants({ folder, rivals, kubeconfig });

    report("Completing pictures.");
    const { informer, protobuf, json, bounded } = of(NAMESPACE);
    const picture = await pictures([informer, protobuf, json, bounded], { pods, rounds }, report);
    const many = of(MANY_NAMESPACE);
    const entrants = [many.informer, many.protobuf, many.json, many.bounded];
    const manyPicture = await pictures(entrants, { pods: manyPods, rounds: manyRounds }, report);

    report("Asking for first matches.");
    const kubectl = { kubectl: join(programs, "kubectl"), kubeconfig, home: folder };
    const asked = { server, ...kubectl, namespace: NAMESPACE, quietNamespace: QUIET_NAMESPACE };
    const workload = { ...asked, labelSelector: WORKLOAD_SELECTOR, matches: PODS_OF_A_REPLICA_SET };
    const first = await firstMatches(workload, rounds * 3);
    const matches = pods / TEAMS;
    const ofTeam = await firstMatches({ ...asked, labelSelector: teamSelector(0), matches }, rounds * 3);

    report(`Changing Pods for ${churnSeconds} seconds.`);
    const changed = await churn({
      server,
      kubeconfig,
      namespace: NAMESPACE,
      pods,
      team: TEAM,
      labelSelector: teamSelector(TEAM),
      contestants: [informer, protobuf],
      seconds: churnSeconds,
    });
    return [
      `${cpus().length} processors, load average before the run ${load.join(", ")}, Node ${process.version}.`,
      `### A complete picture of ${pods.toLocaleString("en")} Pods in one namespace`,
      picture,
      `### Of ${manyPods.toLocaleString("en")}`,
      manyPicture,
      `### First matches among ${pods.toLocaleString("en")} Pods: a Service of ${workload.matches}`,
      first,
      `### First matches: a Service of ${matches.toLocaleString("en")}`,
      ofTeam,
      "### 100 changes a second",
      changed,
    ].join("\n\n");
  } finally {
    await controlPlane.stop();
  }
}

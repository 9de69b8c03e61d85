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
 * @typedef {{ pods: number, rounds: number, churnSeconds: number }} Extent
 */

/** @type {Extent} */
export const WHOLE = { pods: 10_000, rounds: 3, churnSeconds: 60 };

const NAMESPACE = "shop";
const QUIET_NAMESPACE = "quiet";
/** The Service on screen for the first matches is of one workload, that of the churn of a team with many. */
const WORKLOAD_SELECTOR = "app=app-00000";
const TEAM = 7;

/**
 * What is measured with: the built language server, where client-node is installed, and a folder for what is made on the
 * way.
 * @typedef {{ server: string, rivals: string, folder: string }} Parts
 */

/** @typedef {import("../../../scripts/lib/report.mjs").Report} Report */

/**
 * Measures Podsight's engine and its language server at a real API server, beside client-node's informer and kubectl.
 * @param {Parts} parts
 * @param {Extent} extent
 * @param {Report} report
 * @returns {Promise<string>} tables in Markdown
 */
export async function clusterFigures({ server, rivals, folder }, { pods, rounds, churnSeconds }, report) {
  return withPods(pods, report, async (kubeconfig, programs) => {
    const entrants = (await contestants({ folder, rivals, kubeconfig }))(NAMESPACE);
    report("Completing pictures.");
    const picture = await pictures(Object.values(entrants), { pods, rounds }, report);

    report("Asking for first matches.");
    const kubectl = { kubectl: join(programs, "kubectl"), kubeconfig, home: folder };
    const asked = { server, ...kubectl, namespace: NAMESPACE, quietNamespace: QUIET_NAMESPACE };
    const workload = { ...asked, labelSelector: WORKLOAD_SELECTOR, matches: PODS_OF_A_REPLICA_SET };
    const team = { ...asked, labelSelector: teamSelector(0), matches: pods / TEAMS };
    const first = [await firstMatches(workload, rounds * 3), await firstMatches(team, rounds * 3)];

    report(`Changing Pods for ${churnSeconds} seconds.`);
    const changed = await churn({
      server,
      kubeconfig,
      namespace: NAMESPACE,
      pods,
      team: TEAM,
      labelSelector: teamSelector(TEAM),
      contestants: [entrants.informer, entrants.protobuf],
      seconds: churnSeconds,
    });
    return [
      pictureHead(pods),
      picture,
      `### First matches of a Service among them: of ${workload.matches} Pods, and of ${team.matches}`,
      ...first,
      "### A hundred changes a second",
      changed,
    ];
  });
}

/**
 * The pictures alone, once each.
 * @param {Parts} parts
 * @param {number} pods
 * @param {Report} report
 * @returns {Promise<string>} a table in Markdown
 */
export async function pictureFigures({ rivals, folder }, pods, report) {
  return withPods(pods, report, async (kubeconfig) => {
    const entrants = (await contestants({ folder, rivals, kubeconfig }))(NAMESPACE);
    return [pictureHead(pods), await pictures(Object.values(entrants), { pods, rounds: 1 }, report)];
  });
}

/** @param {number} pods */
const pictureHead = (pods) => `### A complete picture of ${pods.toLocaleString("en")} Pods in one namespace`;

/**
 * @param {number} pods
 * @param {Report} report
 * @param {(kubeconfig: string, programs: string) => Promise<readonly string[]>} measure
 */
async function withPods(pods, report, measure) {
  const load = loadavg().map((value) => value.toFixed(1));
  const programs = await controlPlanePrograms(report);
  const controlPlane = await startControlPlane({ programs, apiServerOnly: true });
  try {
    report(`Making ${pods.toLocaleString("en")} Pods.`);
    await makeManyPods(controlPlane, { [QUIET_NAMESPACE]: PODS_OF_A_REPLICA_SET, [NAMESPACE]: pods });
    const tables = await measure(controlPlane.kubeconfig, programs);
    const machine = `${cpus().length} processors, load average before the run ${load.join(", ")}, Node ${process.version}.`;
    return [...tables, machine].join("\n\n");
  } finally {
    await controlPlane.stop();
  }
}

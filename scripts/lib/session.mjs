// @ts-check
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { kubeconfigFiles, readKubeconfig } from "../../server/src/cluster/kubeconfig/readKubeconfig.ts";
import { render } from "../../server/src/core/words.ts";
import { startControlPlane } from "../../test/support/controlPlane.ts";
import { ROOT } from "./bootstrap.mjs";
import { openEditor } from "./openEditor.mjs";
import { controlPlanePrograms, NoGo } from "./programs.mjs";
import { reportLine } from "./report.mjs";
import { hireUndertaker } from "./undertaker.mjs";

const EXAMPLES = join(ROOT, "examples");
/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** The user's own kubeconfig; npm tells where it was called. */
const USERS = { environment: process.env, workingFolder: process.env.INIT_CWD ?? process.cwd() };

/**
 * `npm start`: opens the product in a real editor on the examples and waits for Ctrl-C or the end of the editor.
 * @param {import("./arguments.mjs").ClusterChoice} choice which cluster
 * @returns {Promise<number>} the exit code
 */
export async function session(choice) {
  const interrupted = new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve(0));
  });
  const undertaker = hireUndertaker();
  // Neither signals nor the programs that run beside keep this process alive.
  const alive = setInterval(() => {}, 2 ** 30);
  try {
    return await Promise.race([interrupted, runSession(choice, undertaker)]);
  } catch (error) {
    reportLine(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    reportLine("Ending the editor and the cluster.");
    await undertaker.bury();
    clearInterval(alive);
  }
}

/**
 * @param {import("./arguments.mjs").ClusterChoice} choice
 * @param {ReturnType<typeof hireUndertaker>} undertaker
 * @returns {Promise<number>}
 */
async function runSession(choice, undertaker) {
  const folder = await mkdtemp(join(tmpdir(), "podsight-session-"));
  undertaker.folder(folder);
  const kubeconfig = join(folder, "kubeconfig.yaml");
  if (choice.kind === "context") {
    const complaint = await lacksContext(choice.name);
    if (complaint !== undefined) {
      reportLine(complaint);
      return 2;
    }
    // The first file's current context counts; the user's own files are only read.
    await writeFile(kubeconfig, JSON.stringify({ kind: "Config", apiVersion: "v1", "current-context": choice.name }));
  }
  const editor = await openEditor({
    folder,
    workspace: EXAMPLES,
    kubeconfig: choice.kind === "context" ? [kubeconfig, ...kubeconfigFiles(USERS)].join(delimiter) : kubeconfig,
    undertaker,
    report: reportLine,
  });
  reportLine(`${editor.howToReach}\nCtrl-C ends it.`);
  if (choice.kind === "embedded") await offerCluster(kubeconfig, undertaker);
  if (choice.kind === "offline") reportLine("Without a cluster: Pods are those of the folder's own workloads.");
  await editor.ended;
  return 0;
}

/**
 * Why this context cannot be used, in one sentence; undefined when the user's kubeconfig has it.
 * @param {string} name
 * @returns {Promise<string | undefined>}
 */
async function lacksContext(name) {
  const read = await readKubeconfig(USERS);
  if (read.kind === "none") return `There is no kubeconfig in ${kubeconfigFiles(USERS).join(" or ")}.`;
  if (read.kind === "unreadable") return render(read.why, "en");
  const names = [...read.kubeconfig.contexts.keys()];
  if (names.includes(name)) return undefined;
  return `The kubeconfig has no context "${name}", but ${names.length === 0 ? "none at all" : names.join(", ")}.`;
}

/**
 * Starts a cluster with the example workloads beside the editor that is already open; it connects when the kubeconfig
 * appears. Without Go there is none, and the session goes on offline.
 * @param {string} kubeconfig
 * @param {ReturnType<typeof hireUndertaker>} undertaker
 */
async function offerCluster(kubeconfig, undertaker) {
  try {
    const programs = await controlPlanePrograms(reportLine);
    reportLine("Starting a cluster of this session's own.");
    const controlPlane = await startControlPlane({ programs, kubeconfig, undertaker });
    await controlPlane.kubectl("apply", `--filename=${join(EXAMPLES, "workloads.yaml")}`);
    reportLine("The cluster is up: the editor shows its Pods.");
  } catch (error) {
    if (!(error instanceof NoGo)) throw error;
    reportLine(`${error.message} Going on without a cluster.`);
  }
}

// @ts-check
import { copyFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedFolder } from "./cache.mjs";
import { seldom } from "./report.mjs";
import { run } from "./run.mjs";

const MODULE = fileURLToPath(new URL("../../test/cluster", import.meta.url));
const KUBERNETES = { version: "v1.37.2", major: "1", minor: "37" };
const STAMP = "k8s.io/component-base/version";

/** Why there can be no control plane on this machine: one sentence that names the remedy. */
export class NoGo extends Error {}

/**
 * The folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl and kwok. They are built from
 * Go modules the first time (ten minutes on two cores) and kept per version outside the repository.
 * @param {import("./report.mjs").Report} report
 * @returns {Promise<string>}
 * @throws {NoGo} when Go is not installed
 * @throws {Error} when the build fails
 */
export async function controlPlanePrograms(report) {
  return cachedFolder({
    name: "control-plane",
    inputs: [join(MODULE, "go.mod"), join(MODULE, "go.sum")],
    report,
    make: (folder) => build(folder, report),
  });
}

/**
 * @param {string} folder
 * @param {import("./report.mjs").Report} report
 */
async function build(folder, report) {
  await requireGo();
  // Go wants to write go.mod's folder now and then; the repository's own stays as it is.
  for (const file of ["go.mod", "go.sum"]) await copyFile(join(MODULE, file), join(folder, file));
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-trimpath" };
  report("Building a Kubernetes control plane from source. This takes about 10 minutes, once.");

  const progress = seldom(report, 5_000);
  let downloaded = 0;
  const packages = await run("go", ["list", "-deps", "tool"], {
    cwd: folder,
    env,
    onLine: (line) => line.startsWith("go: downloading") && progress(`  fetched ${++downloaded} Go modules`),
  });
  const total = packages.trim().split("\n").length;

  let compiled = 0;
  await run("go", ["build", "-v", "-o", `${folder}/`, `-ldflags=${linkerFlags()}`, "tool"], {
    cwd: folder,
    env,
    onLine: () => progress(`  compiled ${++compiled} of at most ${total} packages`),
  });
  // Go names a program after the last element of its path that is no version.
  await rename(join(folder, "server"), join(folder, "etcd"));
  report("The control plane is built.");
}

async function requireGo() {
  try {
    await run("go", ["version"]);
  } catch {
    throw new NoGo(
      "Go is not installed, and the control plane is built with it: install Go 1.26 from https://go.dev/dl.",
    );
  }
}

/** @returns {string} */
function linkerFlags() {
  const { version, major, minor } = KUBERNETES;
  return `-s -w -X ${STAMP}.gitVersion=${version} -X ${STAMP}.gitMajor=${major} -X ${STAMP}.gitMinor=${minor}`;
}

// @ts-check
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedFolder } from "../../scripts/lib/cache.mjs";
import { run } from "../../scripts/lib/run.mjs";

const PACKAGE = fileURLToPath(new URL(".", import.meta.url));

/**
 * The folder in whose `node_modules` the rival language servers are, installed the first time and kept per version
 * outside the repository.
 * @param {import("../../scripts/lib/report.mjs").Report} report
 * @returns {Promise<string>}
 * @throws {Error} when they cannot be installed
 */
export function rivalServers(report) {
  return cachedFolder({
    name: "bench-servers",
    inputs: [join(PACKAGE, "package.json"), join(PACKAGE, "package-lock.json")],
    report,
    async make(folder) {
      for (const file of ["package.json", "package-lock.json"]) await copyFile(join(PACKAGE, file), join(folder, file));
      report("Installing the language servers to compare with, once.");
      await run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder });
    },
  });
}

/**
 * The program kubeconform, built from its Go module the first time and kept per version outside the repository.
 * @param {import("../../scripts/lib/report.mjs").Report} report
 * @returns {Promise<string>}
 * @throws {Error} when Go is not installed or the build fails
 */
export async function kubeconform(report) {
  const folder = await cachedFolder({
    name: "bench-kubeconform",
    inputs: [join(PACKAGE, "go.mod"), join(PACKAGE, "go.sum")],
    report,
    async make(unfinished) {
      // Go wants to write go.mod's folder now and then; the repository's own stays as it is.
      for (const file of ["go.mod", "go.sum"]) await copyFile(join(PACKAGE, file), join(unfinished, file));
      report("Building kubeconform, once.");
      const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-trimpath" };
      await run("go", ["build", "-o", `${unfinished}/`, "tool"], { cwd: unfinished, env });
    },
  });
  return join(folder, "kubeconform");
}

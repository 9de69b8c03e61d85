// @ts-check
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedFolder } from "./cache.mjs";
import { seldom } from "./report.mjs";
import { run } from "./run.mjs";

const MODULE = fileURLToPath(new URL("../../test/cluster/go.mod", import.meta.url));
const STAMP = "k8s.io/component-base/version";
/**
 * The newest patch of each older minor that can be built from modules, and the version of its staging modules. Some of
 * these the module proxy does not have; those of 1.33 stand in for them. Nothing of a Service's way is in them.
 */
const RELEASES = {
  32: {
    version: "1.32.13",
    staging: "0.32.13",
    missing: /^(?:csi-translation-lib|kube-(?:controller-manager|proxy|scheduler)|sample-.+)$/,
  },
  33: { version: "1.33.13", staging: "0.33.13" },
  34: { version: "1.34.4", staging: "0.34.10" },
  35: { version: "1.35.4", staging: "0.35.4" },
  36: { version: "1.36.3", staging: "0.36.3" },
};
const STAND_IN = "0.33.13";

/**
 * The kube-apiserver of an older minor, built from Go modules the first time and kept outside the repository.
 * @param {number} minor
 * @param {import("./report.mjs").Report} report
 * @returns {Promise<string>} the program
 * @throws {Error} when the minor cannot be built, or its build fails
 */
export async function olderApiServer(minor, report) {
  const release = RELEASES[/** @type {keyof typeof RELEASES} */ (minor)];
  if (release === undefined)
    throw new Error(`The API server of Kubernetes 1.${minor} cannot be built from Go modules.`);
  const folder = await cachedFolder({
    name: `api-server-${release.version}`,
    inputs: [MODULE],
    report,
    make: (unfinished) => build(unfinished, { minor, ...release }, report),
  });
  return join(folder, "kube-apiserver");
}

/**
 * @param {string} folder
 * @param {{ minor: number, version: string, staging: string, missing?: RegExp }} release
 * @param {import("./report.mjs").Report} report
 */
async function build(folder, { minor, version, staging, missing }, report) {
  report(`Building kube-apiserver ${version} from source. This takes about 5 minutes, once.`);
  const replaced = /^replace \([\s\S]*?^\)/m.exec(await readFile(MODULE, "utf8"))?.[0] ?? "";
  const module = [
    "module podsight/api-server",
    "go 1.26.0",
    "tool k8s.io/kubernetes/cmd/kube-apiserver",
    `require k8s.io/kubernetes v${version}`,
    replaced.replaceAll(/k8s\.io\/(\S+) v0\.[\d.]+$/gm, (_, name) => {
      return `k8s.io/${name} v${missing?.test(name) ? STAND_IN : staging}`;
    }),
  ];
  await writeFile(join(folder, "go.mod"), `${module.join("\n\n")}\n`);

  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-trimpath" };
  const progress = seldom(report, 5_000);
  let lines = 0;
  const onLine = () => progress(`  ${++lines} modules and packages`);
  await run("go", ["mod", "tidy"], { cwd: folder, env, onLine });
  const flags = `-s -w -X ${STAMP}.gitVersion=v${version} -X ${STAMP}.gitMajor=1 -X ${STAMP}.gitMinor=${minor}`;
  await run("go", ["build", "-v", "-o", `${folder}/`, `-ldflags=${flags}`, "tool"], { cwd: folder, env, onLine });
}

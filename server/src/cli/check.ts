import { readFile } from "node:fs/promises";
import { check, createCheckCache } from "../core/check.ts";
import { readManifest } from "../core/manifest/readManifest.ts";
import {
  type ClusterSnapshot,
  NEWEST_MINOR,
  NO_CLUSTER,
  type Settings,
  type StoredServices,
} from "../core/snapshot.ts";
import { storedServices } from "../core/stored.ts";
import type { Locale } from "../core/words.ts";
import { type CheckCommand, UsageError } from "./arguments.ts";
import { askCluster, minorOfVersion } from "./cluster.ts";
import { readInput, workspaceOf } from "./files.ts";
import { findingsOf } from "./findings.ts";
import { type Writer, writeJson, writeSarif, writeText } from "./writers.ts";

const WRITERS: Readonly<Record<CheckCommand["format"], Writer>> = {
  text: writeText,
  json: writeJson,
  sarif: writeSarif,
};

/** Checks the files and answers what to print, and 1 when an error is among the findings, else 0. */
export async function runCheck(
  command: CheckCommand,
  locale: Locale,
): Promise<{ readonly output: string; readonly exitCode: 0 | 1 }> {
  const files = await readInput(command.paths);
  const { kubeconfig } = command;
  const cluster = command.cluster
    ? await askCluster(
        { ...command.cluster, kubeconfig, namespace: undefined, inUse: true, endpointSlices: false },
        files,
      )
    : NO_CLUSTER;
  const settings = settingsOf(command, cluster, locale);
  const stored = command.stored === undefined ? undefined : await readStored(command.stored);
  const workspace = await workspaceOf(files);
  const snapshot = { settings, cluster, workspace, ...(stored && { stored }) };
  const cache = createCheckCache();
  const found = files.map((file) => findingsOf(file, check(file, snapshot, cache), locale));
  const failed = found.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === "error"));
  return { output: WRITERS[command.format](found, `1.${settings.minor}`, locale), exitCode: failed ? 1 : 0 };
}

function settingsOf(command: CheckCommand, cluster: ClusterSnapshot, locale: Locale): Settings {
  const { serviceCIDRs, nodePortRange, dualStack } = command;
  const minor = command.minor ?? minorOfVersion(cluster.serverVersion) ?? NEWEST_MINOR;
  return { locale, minor, facts: { serviceCIDRs, nodePortRange, dualStack }, rules: {} };
}

async function readStored(path: string): Promise<StoredServices> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  const stored = text === undefined ? undefined : storedServices(readManifest(text));
  if (stored === undefined) throw new UsageError(`${path} cannot be read as a stored Service, in YAML or JSON.`);
  return stored;
}

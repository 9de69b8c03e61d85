import type { ClusterWrite as Write } from "../../cluster/writes.ts";
import { isService } from "../../core/manifest/manifest.ts";
import type { Node } from "../../core/manifest/node.ts";
import { readManifest } from "../../core/manifest/readManifest.ts";
import { words } from "../../core/words.ts";
import type { ApplyResult, ClusterWrite, DryRunResult } from "../messages.ts";
import { type CommandHost, trustedCluster } from "./host.ts";
import { refusal } from "./params.ts";

/** Asks the cluster what a write would do. @throws a `ResponseError` in a workspace that is not trusted, and for a text that is not one Service. */
export async function dryRun(host: CommandHost, write: ClusterWrite): Promise<DryRunResult> {
  const cluster = await trustedCluster(host);
  return cluster.dryRun(write.kind === "create" ? { kind: "create", object: objectIn(host, write.text) } : write);
}

/** Does what a dry run showed. @throws a `ResponseError` in a workspace that is not trusted. */
export async function apply(host: CommandHost, token: string): Promise<ApplyResult> {
  return (await trustedCluster(host)).apply(token);
}

const NOT_A_SERVICE = words({
  en: "The text must be one Service that can be read to its end.",
  ja: "テキストは最後まで読める 1 つの Service でなければなりません。",
});

function objectIn(host: CommandHost, text: string): Extract<Write, { kind: "create" }>["object"] {
  const documents = readManifest(text).documents.map(({ content }) => content);
  const objects = documents.flatMap((content) => content.objects);
  const [object] = objects;
  const isWhole = documents.every(({ problems, template }) => problems.length === 0 && template === "none");
  const json = object && objects.length === 1 && isService(object) && isWhole ? jsonOf(object.node) : undefined;
  if (!isRecord(json)) throw refusal(NOT_A_SERVICE(), host.locale);
  return json;
}

/** What kubectl would send. Of repeated keys the last counts. */
function jsonOf(node: Node): unknown {
  switch (node.kind) {
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, jsonOf(value)]));
    case "sequence":
      return node.items.map(jsonOf);
    case "scalar":
      return node.value;
    case "unknown":
      return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

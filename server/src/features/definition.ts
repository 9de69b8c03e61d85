import type * as lsp from "vscode-languageserver-types";
import { definitionOf } from "../core/navigation/definition.ts";
import { topicAt } from "../core/navigation/topic.ts";
import { type FeatureContext, serviceAt } from "./context.ts";
import { placesOf } from "./places.ts";
import { podUri } from "./podDocument.ts";

/** Live Pods that are offered beside the manifests: each is fetched when it is looked at. */
const MOST_PODS = 10;

/**
 * Where the label, the port or the name under a position leads: manifests of the workspace and, for a Service of a
 * cluster that is connected, Pods as they are there (in an editor that can show them).
 */
export function definition(context: FeatureContext, position: lsp.Position): lsp.Location[] {
  const navigation = context.navigation?.();
  if (navigation === undefined) return [];
  const offset = context.lines.offsetAt(position);
  const topic = topicAt(navigation, context.uri, offset);
  if (topic === undefined) return [];
  const written = placesOf(context, definitionOf(navigation, topic));
  const isOfService = topic.at.object.kind === "service" && topic.kind !== "service" && topic.kind !== "servicePort";
  return isOfService ? [...written, ...livePods(context, offset)] : written;
}

function livePods(context: FeatureContext, offset: number): readonly lsp.Location[] {
  const written = serviceAt(context, offset);
  if (written === undefined || !context.client.commands) return [];
  const { source, pods } = context.resolutionOf(written);
  if (source.kind !== "cluster") return [];
  const start = { line: 0, character: 0 };
  return pods.slice(0, MOST_PODS).map(({ name }) => ({ uri: podUri(source, name), range: { start, end: start } }));
}

import type * as lsp from "vscode-languageserver-types";
import { trafficAtAGlance } from "../core/endpoints/trafficWords.ts";
import type { Service } from "../core/manifest/service.ts";
import { type Message, render, words } from "../core/words.ts";
import { type FeatureContext, isPatch, offsetOf, serviceAt, type WrittenService } from "./context.ts";
import { glanceOf } from "./glance.ts";
import { differenceWords, driftAtAGlance, givenAtAGlance, liveOf, storedOf } from "./live.ts";
import { oneLine } from "./page.ts";
import { certificateWarning } from "./source.ts";

/** What one lens says of a Service. */
const PARTS = ["matches", "traffic", "type", "drift", "connect", "certificate"] as const;
type Part = (typeof PARTS)[number];

/** What a lens carries until it is resolved: an opaque value of ours. */
interface LensData {
  readonly uri: string;
  readonly offset: number;
  readonly part: Part;
}

/** The lenses above each Service, without their words: those are given when a lens comes into view. */
export function codeLenses(context: FeatureContext): lsp.CodeLens[] {
  if (isPatch(context)) return [];
  return context.services.flatMap((written) => {
    const offset = offsetOf(written);
    const at = context.lines.positionAt(offset);
    return partsOf(context, written).map((part): lsp.CodeLens => {
      const data: LensData = { uri: context.uri, offset, part };
      return { range: { start: at, end: at }, data };
    });
  });
}

/** The document of a lens that {@link codeLenses} made; undefined for any other. */
export function uriOfLens({ data }: lsp.CodeLens): string | undefined {
  return isLensData(data) ? data.uri : undefined;
}

/** The lens with its words; without a command where the Service is no longer there. */
export function resolveCodeLens(context: FeatureContext, lens: lsp.CodeLens): lsp.CodeLens {
  const data: unknown = lens.data;
  if (!isLensData(data)) return lens;
  const written = serviceAt(context, data.offset);
  if (written === undefined) return lens;
  return { range: lens.range, command: commandOf(context, written, data.part) };
}

function partsOf(context: FeatureContext, written: WrittenService): readonly Part[] {
  const { mayConnect, snapshot } = context;
  const { kind } = snapshot.cluster.knowledge;
  const isShown: Record<Part, boolean> = {
    matches: true,
    traffic: trafficOf(context, written) !== undefined,
    type: !written.service.typeUnknown,
    drift: driftAtAGlance(liveOf(context, written)) !== undefined,
    connect: mayConnect && (kind === "off" || kind === "failed"),
    // It is true of the whole connection: over one Service it is enough.
    certificate: written === context.services[0] && certificateWarning(snapshot.cluster) !== undefined,
  };
  return PARTS.filter((part) => isShown[part]);
}

/** Of Services that the cluster does not have nothing is resolved before they come into view. */
function trafficOf(context: FeatureContext, written: WrittenService): Message | undefined {
  const isThere = storedOf(context, written) !== undefined;
  return isThere ? trafficAtAGlance(written.service, context.resolutionOf(written)) : undefined;
}

/** Lines of a tooltip. */
const MAX_FIELDS = 10;
const CONNECT = words({ en: "Connect", ja: "接続" });

function commandOf(context: FeatureContext, written: WrittenService, part: Part): lsp.Command {
  const args = [context.uri, offsetOf(written)];
  const say = (message: Message | undefined) =>
    message === undefined ? "" : oneLine(render(message, context.snapshot.settings.locale));
  switch (part) {
    case "matches":
      return commandFor(context, glanceOf(context, written), "podsight.showMatchedPods", args);
    case "traffic":
      return commandFor(context, say(trafficOf(context, written)), "podsight.showMatchedPods", args);
    case "type":
      return commandFor(context, typeText(context, written), "podsight.switchServiceType", args);
    case "drift":
      return {
        ...commandFor(context, say(driftAtAGlance(liveOf(context, written))), "podsight.showDifference", args),
        tooltip: differencesOf(context, written),
      };
    case "connect":
      return commandFor(context, say(CONNECT()), "podsight.connect", []);
    case "certificate": {
      const warning = certificateWarning(context.snapshot.cluster);
      return {
        ...commandFor(context, say(warning?.short), "podsight.selectContext", []),
        tooltip: say(warning?.sentence),
      };
    }
  }
}

/** The fields that differ, a line each. */
function differencesOf(context: FeatureContext, written: WrittenService): string {
  const { locale } = context.snapshot.settings;
  const fields = (liveOf(context, written)?.drift ?? []).slice(0, MAX_FIELDS);
  return fields.map((field) => oneLine(render(differenceWords(field), locale))).join("\n");
}

/** The type with what it has given: `ClusterIP 10.96.12.7`. */
function typeText(context: FeatureContext, written: WrittenService): string {
  const type = typeOf(written.service);
  const live = liveOf(context, written)?.service;
  if (live === undefined || live.type !== type || live.isHeadless) return type;
  return `${type} ${givenAtAGlance(context, live)}`.trim();
}

/** The type as the API server will take it, with the one that has a name of its own among people. */
function typeOf({ type, clusterIP }: Service): string {
  const written = oneLine(type?.value ?? "ClusterIP");
  return written === "ClusterIP" && clusterIP?.value === "None" ? "Headless" : written;
}

/** An editor without the extension's commands shows the words alone. */
function commandFor({ client }: FeatureContext, title: string, command: string, args: readonly unknown[]): lsp.Command {
  return client.commands ? { title, command, arguments: [...args] } : { title, command: "" };
}

function isLensData(data: unknown): data is LensData {
  const { uri, offset, part } = (data ?? {}) as Partial<LensData>;
  return typeof uri === "string" && typeof offset === "number" && PARTS.some((known) => known === part);
}

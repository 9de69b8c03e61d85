import type * as lsp from "vscode-languageserver-types";
import type { Service } from "../core/manifest/service.ts";
import { render, words } from "../core/words.ts";
import { type FeatureContext, offsetOf, serviceAt, type WrittenService } from "./context.ts";
import { glanceOf } from "./glance.ts";
import { oneLine } from "./page.ts";

/** What one lens says of a Service. */
const PARTS = ["matches", "type", "connect"] as const;
type Part = (typeof PARTS)[number];

/** What a lens carries until it is resolved: an opaque value of ours. */
interface LensData {
  readonly uri: string;
  readonly offset: number;
  readonly part: Part;
}

/** The lenses above each Service, without their words: those are given when a lens comes into view. */
export function codeLenses(context: FeatureContext): lsp.CodeLens[] {
  return context.services.flatMap((written) => {
    const offset = offsetOf(written);
    const at = context.lines.positionAt(offset);
    return partsOf(context).map((part): lsp.CodeLens => {
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

function partsOf({ mayConnect, snapshot }: FeatureContext): readonly Part[] {
  const { kind } = snapshot.cluster.knowledge;
  const canConnect = mayConnect && (kind === "off" || kind === "failed");
  return PARTS.filter((part) => part !== "connect" || canConnect);
}

const CONNECT = words({ en: "Connect", ja: "接続" });

function commandOf(context: FeatureContext, written: WrittenService, part: Part): lsp.Command {
  const args = [context.uri, offsetOf(written)];
  switch (part) {
    case "matches":
      return commandFor(context, glanceOf(context, written), "podsight.showMatchedPods", args);
    case "type":
      return commandFor(context, typeOf(written.service), "podsight.switchServiceType", args);
    case "connect":
      return commandFor(context, render(CONNECT(), context.snapshot.settings.locale), "podsight.connect", []);
  }
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

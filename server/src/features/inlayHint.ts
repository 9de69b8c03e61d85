import type * as lsp from "vscode-languageserver-types";
import type { Selector } from "../core/manifest/service.ts";
import type { ResolvedPort } from "../core/pods/resolution.ts";
import { summarize } from "../core/pods/summary.ts";
import { type Message, render, words } from "../core/words.ts";
import { type FeatureContext, isPatch, type WrittenService } from "./context.ts";
import { asOf, glanceOf, wholeStory } from "./glance.ts";
import { oneLine } from "./page.ts";
import { spanOf } from "./positions.ts";

/**
 * Characters of a hint; the rest is in its tooltip. With the time behind it (`(as of 12:03)`) it is no longer than what VS
 * Code shows of the hints of a line: `editor.inlayHints.maximumLength` is 43.
 */
const MAX_CHARACTERS = 29;

/**
 * What stands behind each Service in a range of the document: the number of Pods at the selector and at each of its
 * pairs, and where each targetPort lands. Only Services in the range are resolved.
 */
export function inlayHints(context: FeatureContext, range: lsp.Range): lsp.InlayHint[] {
  if (isPatch(context)) return [];
  const [from, to] = spanOf(context.lines, range);
  return context.services
    .filter(({ start, service: { span } }) => start + span[0] <= to && from <= start + span[1])
    .flatMap((written) => hintsOf(context, written))
    .filter(({ offset }) => from <= offset && offset <= to)
    .map((hint) => toLsp(context, hint));
}

interface Hint {
  /** In the file. */
  readonly offset: number;
  readonly label: string;
  readonly tooltip: readonly string[];
}

function hintsOf(context: FeatureContext, written: WrittenService): readonly Hint[] {
  const { selector, type } = written.service;
  if (selector.kind !== "pairs" || type?.value === "ExternalName") return [];
  return [
    selectorHint(context, written, selector),
    ...pairHints(context, written, selector),
    ...context.resolutionOf(written).ports.flatMap((port) => portHints(context, written, port)),
  ];
}

type Pairs = Extract<Selector, { kind: "pairs" }>;

function selectorHint(context: FeatureContext, written: WrittenService, selector: Pairs): Hint {
  const offset = written.start + (isBelowKey(context, written, selector) ? selector.keySpan[1] + 1 : selector.span[1]);
  return { offset, label: shortGlance(context, written), tooltip: wholeStory(context, written) };
}

/** A hint has no room for the namespace that may not be listed. */
function shortGlance(context: FeatureContext, written: WrittenService): string {
  const resolution = context.resolutionOf(written);
  const { source } = resolution;
  const isDenied = source.kind === "none" && source.cluster.kind === "denied";
  const isKnown = source.kind === "cluster";
  return isDenied || isKnown
    ? labelOf(context, written, say(context, summarize(written.service, resolution)))
    : fitted(glanceOf(context, written));
}

/** What a hint says, with its time where it is not fresh. */
function labelOf(context: FeatureContext, written: WrittenService, text: string): string {
  return asOf(context, context.resolutionOf(written).source, fitted(text));
}

const PODS_HAVE = words({
  en: "{count} {count|Pod has|Pods have} {key}={value}",
  ja: "{key}={value} を持つ Pod は {count} 個",
});
const WORKLOADS_HAVE = words({
  en: "{count} {count|workload has|workloads have} {key}={value}",
  ja: "{key}={value} を持つワークロードは {count} 個",
});

/** One line has room for two hints, so the pairs of a selector in one line have none of their own. */
function pairHints(context: FeatureContext, written: WrittenService, selector: Pairs): readonly Hint[] {
  const { source, pairs } = context.resolutionOf(written);
  const isUnknown = source.kind === "none" || (source.kind === "workspace" && source.doubt !== undefined);
  if (isUnknown || !isBelowKey(context, written, selector)) return [];
  const sentence = source.kind === "cluster" ? PODS_HAVE : WORKLOADS_HAVE;
  return pairs.map(({ pair, count }) => ({
    offset: written.start + pair.valueSpan[1],
    label: labelOf(context, written, String(count)),
    tooltip: [
      say(context, sentence({ count, key: pair.key, value: pair.value })),
      ...wholeStory(context, written).slice(1),
    ],
  }));
}

const LANDING = words({ en: "{number} on {count} {count|Pod|Pods}", ja: "Pod {count} 個の {number}" });
const NEXT_LANDING = words({ en: "{number} on {count}", ja: "{count} 個の {number}" });
const MISSING = words({
  en: "no port {name} on {count} {count|Pod|Pods}",
  ja: "Pod {count} 個に {name} なし",
});

function portHints(context: FeatureContext, written: WrittenService, resolved: ResolvedPort): readonly Hint[] {
  const { targetPort } = resolved.port;
  if (targetPort === undefined) return [];
  const { source } = context.resolutionOf(written);
  const parts =
    source.kind === "cluster" ? podParts(resolved, targetPort.value) : templateParts(resolved, targetPort.value);
  if (parts.length === 0) return [];
  const text = parts.map((part) => say(context, part)).join(", ");
  const tooltip = [text, ...wholeStory(context, written).slice(1)];
  return [{ offset: written.start + targetPort.span[1], label: labelOf(context, written, `-> ${text}`), tooltip }];
}

function podParts({ landings, missing }: ResolvedPort, name: string | number): readonly Message[] {
  const landed = landings.map(({ number, pods }, index) =>
    index === 0 ? LANDING({ number, count: pods.length }) : NEXT_LANDING({ number, count: pods.length }),
  );
  return missing.length === 0 ? landed : [...landed, MISSING({ name, count: missing.length })];
}

const NUMBER = words({ en: "{number}", ja: "{number}" });

/** A template has no number of Pods; where the manifest says the number itself, there is nothing to add. */
function templateParts({ landings }: ResolvedPort, name: string | number): readonly Message[] {
  return typeof name === "number" ? [] : landings.map(({ number }) => NUMBER({ number }));
}

/** Whether the pairs are written on lines of their own below `selector:`. */
function isBelowKey(context: FeatureContext, { start }: WrittenService, { span, keySpan }: Pairs): boolean {
  return context.lines.positionAt(start + span[0]).line > context.lines.positionAt(start + keySpan[1]).line;
}

function say(context: FeatureContext, message: Message): string {
  return oneLine(render(message, context.snapshot.settings.locale));
}

function toLsp({ lines }: FeatureContext, { offset, label, tooltip }: Hint): lsp.InlayHint {
  return { position: lines.positionAt(offset), label, tooltip: tooltip.join("\n"), paddingLeft: true };
}

function fitted(text: string): string {
  const characters = Array.from(text);
  return characters.length <= MAX_CHARACTERS ? text : `${characters.slice(0, MAX_CHARACTERS - 1).join("")}…`;
}

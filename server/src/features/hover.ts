import type * as lsp from "vscode-languageserver-types";
import type { ServicePort } from "../core/manifest/service.ts";
import { spanContains } from "../core/span.ts";
import { type FeatureContext, isPatch, serviceAt, type WrittenService } from "./context.ts";
import { type Topic, withField } from "./hover/field.ts";
import { livePage } from "./hover/live.ts";
import { pairPage } from "./hover/pair.ts";
import { selectorPage } from "./hover/selector.ts";
import { targetPortPage } from "./hover/targetPort.ts";
import { typePage } from "./hover/type.ts";
import { type Block, pageOf } from "./page.ts";
import { rangeOf } from "./positions.ts";

/** What is known of the field under a position; undefined where there is nothing to say. */
export function hover(context: FeatureContext, position: lsp.Position): lsp.Hover | undefined {
  const offset = context.lines.offsetAt(position);
  const written = serviceAt(context, offset);
  if (written === undefined) return undefined;
  const place = offset - written.start;
  const topic = withField(context, written, place, topicAt(context, written, place));
  if (topic === undefined) return undefined;
  const [start, end] = topic.span;
  return {
    contents: pageOf(topic.blocks, context.client),
    range: rangeOf(context.lines, [written.start + start, written.start + end]),
  };
}

function topicAt(context: FeatureContext, written: WrittenService, offset: number): Topic | undefined {
  if (isPatch(context)) return undefined;
  const { type, name } = written.service;
  if (name !== undefined && spanContains(name.span, offset)) {
    const blocks = livePage(context, written);
    if (blocks.length > 0) return { span: name.span, blocks };
  }
  if (type !== undefined && spanContains(type.span, offset)) {
    return { span: type.span, blocks: typePage(context, written) };
  }
  const port = written.service.ports.find(({ targetPort }) => targetPort && spanContains(targetPort.span, offset));
  if (port?.targetPort !== undefined && meansPods(written))
    return { span: port.targetPort.span, blocks: portBlocks(context, written, port) };
  return selectorTopic(context, written, offset);
}

/** An alias has no ports, and without a selector ports lead to addresses that are written elsewhere. */
function meansPods({ service: { selector, type } }: WrittenService): boolean {
  return selector.kind !== "none" && type?.value !== "ExternalName";
}

function portBlocks(context: FeatureContext, written: WrittenService, port: ServicePort): readonly Block[] {
  const resolved = context.resolutionOf(written).ports.find((candidate) => candidate.port.index === port.index);
  return resolved === undefined ? [] : targetPortPage(context, written, resolved);
}

function selectorTopic(context: FeatureContext, written: WrittenService, offset: number): Topic | undefined {
  const { selector, type } = written.service;
  if (selector.kind !== "pairs" || type?.value === "ExternalName") return undefined;
  const pair = selector.pairs.find(({ span }) => spanContains(span, offset));
  if (pair !== undefined) return { span: pair.span, blocks: pairPage(context, written, pair) };
  if (spanContains(selector.keySpan, offset)) return { span: selector.keySpan, blocks: selectorPage(context, written) };
  return undefined;
}

import type { ManifestDocument } from "../../core/manifest/manifest.ts";
import { convertEndpoints, isEndpoints } from "../../core/refactor/convertEndpoints.ts";
import { slicesText } from "../../core/refactor/endpointSlices.ts";
import { shiftSpan, spanContains } from "../../core/span.ts";
import { render, words } from "../../core/words.ts";
import type { FeatureContext } from "../context.ts";
import { workspaceEdit } from "../workspaceEdit.ts";
import type { ActionProducer } from "./action.ts";

const CONVERT = words({
  en: "Replace Endpoints {name} by {count} {count|EndpointSlice|EndpointSlices}",
  ja: "Endpoints {name} を EndpointSlice {count} 個に置き換える",
});

/** Writes an old Endpoints object anew as the EndpointSlices that say the same. */
export const endpointsToSlices: ActionProducer = {
  kind: "refactor.rewrite.endpointSlices",
  when: "invoked",
  produce(context, { range }) {
    const offset = context.lines.offsetAt(range.start);
    const document = documentAt(context, offset);
    const [object] = document?.content.objects ?? [];
    if (document === undefined || object === undefined || !isEndpoints(object)) return [];
    const slices = convertEndpoints(object);
    if (slices === undefined) return [];
    const newText = textLike(document, slices);
    const edit = workspaceEdit(context, [{ span: shiftSpan(object.node.span, document.start), newText }]);
    const title = render(CONVERT({ name: object.name ?? "", count: slices.length }), context.snapshot.settings.locale);
    return edit === undefined ? [] : [{ title, kind: "refactor.rewrite.endpointSlices", edit }];
  },
};

/** A document that is one object and can be changed safely. */
function documentAt({ manifest }: FeatureContext, offset: number): ManifestDocument | undefined {
  return manifest.documents.find(
    ({ start, content }) =>
      spanContains([start, start + content.text.length], offset) &&
      content.objects.length === 1 &&
      content.problems.length === 0 &&
      content.template === "none",
  );
}

/** YAML documents in place of a YAML document; in place of JSON, JSON: several objects are a List there. */
function textLike({ content }: ManifestDocument, slices: Parameters<typeof slicesText>[0]): string {
  if (!content.text.trimStart().startsWith("{")) {
    return slicesText(slices, content.text.includes("\r\n") ? "\r\n" : "\n").trimEnd();
  }
  const [only, ...others] = slices;
  const json = others.length === 0 ? only : { apiVersion: "v1", kind: "List", items: slices };
  return JSON.stringify(json, null, 2);
}

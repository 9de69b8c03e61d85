import { LIMITS } from "../limits.ts";
import { cutList, type ListCut } from "../yaml/cutList.ts";
import { stringOf, valueAt } from "../yaml/node.ts";
import { mayBeTemplate } from "../yaml/template.ts";
import type { DocumentContent, ManifestDocument } from "./manifest.ts";
import { objectsIn } from "./objects.ts";
import { type ParsedPart, parsePart } from "./parsePart.ts";

type ItemReader = (text: string, before?: DocumentContent) => DocumentContent | undefined;

/**
 * The items of a List, each read by itself: `contentOf` is asked for each of them, with how to read one that is new.
 * Undefined for a text that is no List, or one whose items can only be judged together: something is wrong in it, a
 * template, an anchor, a comment that silences findings.
 */
export function readItems(
  text: string,
  contentOf: (item: string, index: number, read: ItemReader) => DocumentContent | undefined,
): readonly ManifestDocument[] | undefined {
  // A value takes two characters at least: a longer text may have more of them than are read.
  const cut = text.length > 2 * LIMITS.nodes ? undefined : cutList(text);
  if (cut === undefined || !isFrame(cut)) return undefined;
  const read: ItemReader = (item, before) => readItem(item, cut.style, before);
  const items: ManifestDocument[] = [];
  for (const [index, [start, end]] of cut.items.entries()) {
    const content = contentOf(text.slice(start, end), index, read);
    if (content === undefined) return undefined;
    items.push({ start, content });
  }
  return items;
}

function isFrame({ frame, place }: ListCut): boolean {
  const root = readAlone(frame)?.root;
  if (stringOf(valueAt(root, "apiVersion")) !== "v1" || stringOf(valueAt(root, "kind")) !== "List") return false;
  const items = valueAt(root, "items");
  if (items?.kind !== "sequence" || items.items.length !== 1) return false;
  return items.items.every(
    ({ kind, span: [start, end] }) => kind === "scalar" && place[0] <= start && end === place[1],
  );
}

function readItem(
  text: string,
  style: ListCut["style"],
  before: DocumentContent | undefined,
): DocumentContent | undefined {
  const { root, keptFor } = readAlone(text, before) ?? {};
  if (root === undefined) return undefined;
  const [item, ...more] = root.kind === "sequence" && root.style === "block" ? root.items : [root];
  const isWhole = style === "flow" ? root.span[0] === 0 && root.span[1] === text.length : item !== root;
  if (item === undefined || more.length > 0 || !isWhole) return undefined;
  return { text, part: "item", root, template: "none", objects: objectsIn(item, false), problems: [], keptFor };
}

const SILENCES = "podsight-ignore:";
/** Anchors, aliases, directives and the end of a document reach beyond the item. */
const REACHES_BEYOND = /[&*%]|^\.\.\./m;

/** The value of a part of a document where it means the same by itself. */
function readAlone(text: string, before?: DocumentContent): ParsedPart | undefined {
  if (text.includes(SILENCES) || mayBeTemplate(text)) return undefined;
  const parsed = parsePart(text, before);
  return parsed.problems.length === 0 && (parsed.isSimple || !REACHES_BEYOND.test(text)) ? parsed : undefined;
}

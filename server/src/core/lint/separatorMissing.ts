import type { Fix } from "../diagnostic.ts";
import { words } from "../words.ts";
import { type Entry, type MapNode, stringOf, valueAt } from "../yaml/node.ts";
import { separatorFix } from "../yaml/syntax.ts";
import { deployment, service } from "./examples.ts";
import { areWritten } from "./repeatedEntries.ts";
import type { LintRule } from "./rule.ts";

const MISSING = words({
  en: "A line --- is missing before this object. kubectl reads both objects as one, in which the last of each key counts: {kind} {name} is lost.",
  ja: "このオブジェクトの前に --- の行がありません。kubectl は二つを一つとして読み、同じキーは最後のものだけが残るため、{kind} {name} は失われます。",
});

const TILL = service("selector: {app: till}", "ports:", "  - port: 80");
const WORKLOAD = deployment("till", "{app: till}");

/** Two objects that were pasted one behind the other: kubectl sends one, and says nothing of the other. */
export const separatorMissing: LintRule = {
  code: "separator-missing",
  severity: "warning",
  types: "any",
  explanation: {
    en: "Two objects stand in one document, without a line `---` between them. Of keys that occur twice kubectl keeps the last one, so only one object is applied, made of the last `kind`, the last `metadata` and so on, and the other is lost without a word.",
    ja: "一つのドキュメントに二つのオブジェクトがあり、間に `---` の行がありません。kubectl は重複したキーの最後のものだけを残すので、最後の `kind`、最後の `metadata` などからなる一つのオブジェクトだけが適用され、もう一方は何も言われずに失われます。",
  },
  example: { wrong: WORKLOAD + TILL, right: `${WORKLOAD}---\n${TILL}` },
  check: () => [],
  *checkDocument({ root, text }) {
    const objects = objectsIn(root, text);
    if (!objects.some((entries) => entries.some(isService))) return;
    for (const [index, [first, ...rest]] of objects.entries()) {
      const before = objects[index - 1];
      if (first === undefined || before === undefined) continue;
      const lost = { kind: "map", span: root.span, style: root.style, entries: before } as const;
      const kind = stringOf(valueAt(lost, "kind")) ?? "";
      const name = stringOf(valueAt(lost, "metadata", "name")) ?? "";
      const isOnItsLine = first.value.kind === "scalar" && rest.length > 0;
      yield {
        span: isOnItsLine ? first.span : first.keySpan,
        message: MISSING({ kind, name }),
        fixes: [fix(text, first)],
      };
    }
  },
};

/** The entries of a map by object: another one begins at a key that the one before it has already. */
export function objectsIn(root: MapNode, text: string): readonly (readonly Entry[])[] {
  const kinds = root.entries.filter(({ key }) => key === "kind");
  if (kinds.length < 2 || root.style === "flow" || !areWritten(text)) return [root.entries];
  const objects: Entry[][] = [[]];
  for (const entry of root.entries) {
    const object = objects.at(-1) ?? [];
    if (object.some(({ key }) => key === entry.key)) objects.push([entry]);
    else object.push(entry);
  }
  return objects.every(isObject) ? objects : [root.entries];
}

/** A key that is repeated by a slip does not make another object. */
function isObject(entries: readonly Entry[]): boolean {
  const has = (key: string): boolean => entries.some((entry) => entry.key === key);
  return has("kind") && (has("apiVersion") || has("metadata"));
}

function isService({ key, value }: Entry): boolean {
  return key === "kind" && stringOf(value) === "Service";
}

/** Comments that stand right above the object go with it. */
function fix(text: string, first: Entry): Fix {
  let at = text.lastIndexOf("\n", first.keySpan[0] - 1) + 1;
  for (let above = lineBefore(text, at); /^[ \t]*#/.test(text.slice(above, at)); above = lineBefore(text, at))
    at = above;
  return separatorFix(text, at, true);
}

function lineBefore(text: string, lineStart: number): number {
  return lineStart === 0 ? 0 : text.lastIndexOf("\n", lineStart - 2) + 1;
}

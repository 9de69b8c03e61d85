import type { Fix } from "../../diagnostic.ts";
import { type StructureProblem, schemaAt } from "../../schema.ts";
import type { Span } from "../../span.ts";
import { nearest } from "../../typo.ts";
import { words } from "../../words.ts";
import { entryOf, type MapNode, valueAt } from "../../yaml/node.ts";
import { PORTS } from "../examples.ts";
import { addition, knownPlain, removal, renaming, UNCERTAIN } from "../fixes.ts";
import { example, type Finding, type Rule } from "../rule.ts";

/** Fields that the server does not know, which kubectl asks it to refuse. */
export const STRICT_RULES: readonly Rule[] = [
  {
    code: "field-removed",
    stage: "strict",
    reads: [],
    about: "Some fields of old Kubernetes versions are gone: `topologyKeys` (1.22), `ipFamily` (1.20).",
    example: {
      wrong: example("topologyKeys: [topology.kubernetes.io/zone]", ...PORTS),
      right: example("trafficDistribution: PreferClose", ...PORTS),
    },
    *check({ problems }, { text }) {
      for (const problem of problems) {
        const removed = removedField(problem);
        if (removed === undefined) continue;
        const { entry, path, parent } = problem;
        const message = words({
          en: "{field} was removed in Kubernetes {removed}. Its successor is {instead}.",
          ja: "{field} は Kubernetes {removed} で削除されました。後継は {instead} です。",
        })({ field: String(path.at(-1)), ...removed });
        yield {
          span: spanOfKey(problem),
          field: pathText(path),
          message,
          fixes: removal(text, parent, entry, UNCERTAIN),
        };
      }
    },
  },
  {
    code: "unknown-field",
    stage: "strict",
    reads: [],
    about:
      "The API server knows the fields of its schema only, and letter case counts. With kubectl's default (`--validate=strict`) an unknown field is an error; otherwise it is dropped without a word.",
    example: {
      wrong: example("ports:", "  - port: 80", "    targetport: 8080"),
      right: example("ports:", "  - port: 80", "    targetPort: 8080"),
    },
    *check({ problems, root }, { text }) {
      for (const problem of problems) {
        if (problem.kind !== "unknown-field" || removedField(problem) !== undefined) continue;
        yield unknownField(problem, root, text);
      }
    },
  },
];

function unknownField(problem: StructureProblem, root: MapNode, text: string): Finding {
  const { path, parent, entry } = problem;
  const name = String(path.at(-1));
  const siblings = Object.keys(schemaAt(path.slice(0, -1))?.properties ?? {});
  const near = nearest(name, siblings);
  const place = near === undefined ? otherPlace(path) : undefined;
  const span = spanOfKey(problem);
  const field = pathText(path);
  if (near !== undefined) {
    const message = words({
      en: 'There is no field "{name}" here. Did you mean {near}?',
      ja: '"{name}" というフィールドはここにはありません。{near} の間違いではありませんか。',
    })({ name, near });
    const certain = near.toLowerCase() === name.toLowerCase();
    return { span, field, message, fixes: entry ? renaming(text, parent, entry, near, { certain }) : [] };
  }
  if (place !== undefined) {
    const message = words({
      en: 'There is no field "{name}" here. It belongs under {place}.',
      ja: '"{name}" というフィールドはここにはありません。{place} の下に書きます。',
    })({ name, place: place.join(".") });
    return { span, field, message, fixes: moved(problem, place, root, text) };
  }
  const message = words({
    en: 'There is no field "{name}" here. The API server refuses it, or drops it when asked not to be strict.',
    ja: '"{name}" というフィールドはここにはありません。API サーバーは拒否するか、厳密でない設定では黙って捨てます。',
  })({ name });
  return { span, field, message, fixes: removal(text, parent, entry, UNCERTAIN) };
}

/** Where the schema has a field of this very name. */
function otherPlace(path: readonly (string | number)[]): readonly string[] | undefined {
  const name = String(path.at(-1));
  const here = path.slice(0, -1).join(".");
  const places = [["metadata"], ["spec"], ["spec", "sessionAffinityConfig", "clientIP"]];
  if (here === "spec" && Object.hasOwn(schemaAt(["spec", "ports", 0])?.properties ?? {}, name))
    return ["spec", "ports"];
  return places.find((place) => place.join(".") !== here && Object.hasOwn(schemaAt(place)?.properties ?? {}, name));
}

function moved(
  { entry, parent }: StructureProblem,
  place: readonly string[],
  root: MapNode,
  text: string,
): readonly Fix[] {
  const target = valueAt(root, ...place);
  const value = entry && knownPlain(entry.value);
  if (
    entry === undefined ||
    value === undefined ||
    target?.kind !== "map" ||
    entryOf(target, entry.key) ||
    parent.kind !== "map"
  )
    return [];
  if (parent.style === "flow" || target.style === "flow" || /(?:^|\s)#/.test(text.slice(...entry.span))) return [];
  const [removed] = removal(text, parent, entry, UNCERTAIN);
  const [added] = addition(text, target, entry.key, value);
  if (removed === undefined || added === undefined) return [];
  const title = words({ en: "Move it to {place}", ja: "{place} に移す" })({ place: place.join(".") });
  return [{ title, edits: [...removed.edits, ...added.edits], certain: false }];
}

function removedField({ kind, path }: StructureProblem): { removed: string; instead: string } | undefined {
  const gone = kind === "unknown-field" ? schemaAt(path.slice(0, -1))?.["x-removed-properties"] : undefined;
  const name = String(path.at(-1));
  return gone && Object.hasOwn(gone, name) ? gone[name] : undefined;
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${step}`))
    .join("");
}

function spanOfKey({ entry, node }: StructureProblem): Span {
  return entry?.keySpan ?? node.span;
}

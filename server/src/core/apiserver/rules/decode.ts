import type { Fix } from "../../diagnostic.ts";
import type { Plain } from "../../manifest/plain.ts";
import type { StructureProblem } from "../../schema.ts";
import type { Span } from "../../span.ts";
import { words } from "../../words.ts";
import { type Entry, entryOf, type MapNode, type Node } from "../../yaml/node.ts";
import { PORTS } from "../examples.ts";
import { knownPlain, quoting, removal, replacement, rewriting } from "../fixes.ts";
import { isLabelKey, isLabelValue } from "../formats.ts";
import { example, exampleWith, type Finding, type Rule } from "../rule.ts";
import { isTime, isTimeField, timesIn } from "../times.ts";

/** What the decoder cannot read. Each mistake of type is told by the first rule whose question it answers. */
export const DECODE_RULES: readonly Rule[] = [
  {
    code: "selector-match-labels",
    stage: "decode",
    reads: [],
    about:
      "A Service's selector is a plain map of labels. `matchLabels` and `matchExpressions` belong to the selectors of workloads.",
    example: {
      wrong: example("selector:", "  matchLabels:", "    app: till", ...PORTS),
      right: example("selector:", "  app: till", ...PORTS),
    },
    *check({ problems, spec }, { text }) {
      for (const problem of problems.filter(isMatchLabels)) {
        const { node, entry } = problem;
        const message = words({
          en: "A Service's selector has no {field}: write the labels directly under selector.",
          ja: "Service のセレクターに {field} はありません。ラベルを selector の直下に書いてください。",
        })({ field: entry?.key ?? "" });
        const selector = entryOf(spec.map, "selector");
        yield {
          span: entry?.keySpan ?? node.span,
          ...saidAt(problem),
          message,
          fixes: flattened(text, spec.map, selector),
        };
      }
    },
  },
  {
    code: "value-needs-quotes",
    stage: "decode",
    reads: [],
    about:
      "Labels, annotations, selectors and other texts are strings. Without quotes YAML 1.1 reads `1.10` as the number 1.1, `yes` and `on` as true, and the API server refuses the number or the truth value.",
    example: {
      wrong: example("selector:", "  version: 1.10", ...PORTS),
      right: example("selector:", '  version: "1.10"', ...PORTS),
    },
    *check({ problems }) {
      for (const problem of problems) {
        if (!isUnquoted(problem)) continue;
        const { node } = problem;
        if (node.kind !== "scalar") continue;
        const values = { written: node.written, value: String(node.value), field: String(problem.path.at(-1) ?? "") };
        const message =
          typeof node.value === "boolean"
            ? words({
                en: "Without quotes YAML reads {written} as the truth value {value}, and {field} has to be a string. Quote it.",
                ja: "引用符がないと YAML は {written} を真偽値 {value} と読みますが、{field} は文字列です。引用符で囲んでください。",
              })(values)
            : words({
                en: "Without quotes YAML reads {written} as the number {value}, and {field} has to be a string. Quote it.",
                ja: "引用符がないと YAML は {written} を数値 {value} と読みますが、{field} は文字列です。引用符で囲んでください。",
              })(values);
        yield { span: node.span, ...saidAt(problem), message, fixes: quoting(node) };
      }
    },
  },
  {
    code: "value-in-quotes",
    stage: "decode",
    reads: [],
    about: "Numbers and truth values stand without quotes; in quotes they are texts, and the API server refuses them.",
    example: { wrong: example("ports:", '  - port: "80"'), right: example("ports:", "  - port: 80") },
    *check({ problems }, { text }) {
      for (const problem of problems) {
        const value = unquoted(problem);
        if (value === undefined) continue;
        const message = words({
          en: "{written} is a text here. Write {value} without quotes.",
          ja: "{written} は文字列になっています。引用符なしで {value} と書いてください。",
        })({ written: text.slice(...problem.node.span), value: String(value) });
        yield {
          span: problem.node.span,
          ...saidAt(problem),
          message,
          fixes: replacement(text, problem.node, value),
        };
      }
    },
  },
  {
    code: "number-does-not-fit",
    stage: "decode",
    reads: [],
    about: "Ports and seconds are whole numbers of 32 bits; the API server refuses fractions and larger ones.",
    example: { wrong: example("ports:", "  - port: 80.5"), right: example("ports:", "  - port: 80") },
    *check({ problems }) {
      for (const problem of problems.filter(isMisfit)) {
        const message = words({
          en: "{value} is not a whole number that fits into {field}.",
          ja: "{value} は {field} に入る整数ではありません。",
        })({
          value: problem.node.kind === "scalar" ? problem.node.written : "",
          field: String(problem.path.at(-1) ?? ""),
        });
        yield { span: problem.node.span, ...saidAt(problem), message };
      }
    },
  },
  {
    code: "list-expected",
    stage: "decode",
    reads: [],
    about: "Ports, addresses and IP families are lists, even where there is one only.",
    example: { wrong: example("ports:", "  port: 80"), right: example("ports:", "  - port: 80") },
    *check({ problems }, { text }) {
      for (const problem of problems.filter(wantsList)) {
        const { node, entry, parent, path } = problem;
        const message = words({
          en: "{field} is a list. Write each item behind a dash.",
          ja: "{field} はリストです。要素ごとに先頭に - を付けて書いてください。",
        })({ field: String(path.at(-1) ?? "") });
        const title = words({ en: "Make it a list", ja: "リストにする" })();
        const value = knownPlain(node);
        const fixes = value === undefined ? [] : rewriting(text, parent, entry, [value], title);
        yield { span: spanOf(node, entry), ...saidAt(problem), message, fixes };
      }
    },
  },
  {
    code: "wrong-type",
    stage: "decode",
    reads: [],
    about:
      "Each field has its JSON type: a text, a number, a truth value, a list or a map. The API server refuses any other.",
    example: { wrong: example("selector: app", ...PORTS), right: example("selector:", "  app: till", ...PORTS) },
    *check({ problems, spec }, { text }) {
      for (const problem of problems.filter(isOtherType)) {
        const { node, entry, path, structPath, expected } = problem;
        const values = {
          field: nameOf(path),
          found: typeOf(node),
          expected: expected.join(" / "),
        };
        const message = words({
          en: "{field} is of type {expected}; here it is {found}.",
          ja: "{field} の型は {expected} ですが、ここでは {found} です。",
        })(values);
        const pairs = structPath === "spec.selector" && path.length === 2 ? selectorText(node) : undefined;
        const title = words({ en: "Make it a map of labels", ja: "ラベルのマップにする" })();
        const fixes = pairs ? rewriting(text, spec.map, entry, pairs, title) : [];
        yield { span: spanOf(node, entry), ...saidAt(problem), message, fixes };
      }
    },
  },
  {
    code: "time-invalid",
    stage: "decode",
    reads: [],
    about:
      "Times are written as RFC 3339 has it, for example `2026-11-23T10:00:00Z`. The API server sets them itself; leave them out.",
    example: { wrong: exampleWith(["name: till", "creationTimestamp: yesterday"]), right: exampleWith(["name: till"]) },
    *check({ root, problems, metadata }, { text }) {
      const spoiled = new Set(problems.map(({ node }) => node));
      for (const { node, path } of timesIn(root)) {
        if (node.kind !== "scalar" || typeof node.value !== "string" || spoiled.has(node) || isTime(node.value))
          continue;
        const [section, key] = path;
        const field = structPathOf(path);
        const message = words({
          en: '"{value}" is not a time such as 2026-11-23T10:00:00Z. The API server sets {field} itself; leave it out.',
          ja: '"{value}" は 2026-11-23T10:00:00Z のような時刻ではありません。{field} は API サーバーが設定するため、書かないでください。',
        })({ value: node.value, field });
        const isOwn = section === "metadata" && path.length === 2;
        const fixes = isOwn ? removal(text, metadata.map, entryOf(metadata.map, String(key))) : [];
        yield { span: node.span, field, met: { path, endsDecoding: true }, message, fixes };
      }
    },
  },
];

/** The last key, and which of its items where it is one: `ports[0]`. */
function nameOf(path: readonly (string | number)[]): string {
  const key = path.findLastIndex((step) => typeof step === "string");
  const items = path.slice(key + 1).map((index) => `[${index}]`);
  return [path[key] ?? "", ...items].join("");
}

function isMatchLabels({ kind, structPath, path, node }: StructureProblem): boolean {
  const key = path.at(-1);
  return (
    kind === "type" &&
    structPath === "spec.selector" &&
    path.length === 3 &&
    (key === "matchLabels" || key === "matchExpressions") &&
    node.kind !== "scalar"
  );
}

function isUnquoted({ kind, expected, node, path }: StructureProblem): boolean {
  const isText = node.kind === "scalar" && (typeof node.value === "number" || typeof node.value === "boolean");
  return kind === "type" && expected.length === 1 && expected[0] === "string" && isText && !isTimeField(path);
}

/** The number or truth value that a text in quotes was meant to be. */
function unquoted({ kind, expected, node }: StructureProblem): number | boolean | undefined {
  if (kind !== "type" || node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  if (expected.includes("integer") && /^-?\d{1,9}$/.test(node.value.trim())) return Number(node.value);
  if (expected.includes("boolean")) return { true: true, false: false }[node.value.trim().toLowerCase()];
  return undefined;
}

function isMisfit({ kind, expected, node }: StructureProblem): boolean {
  if (kind === "range") return true;
  return kind === "type" && expected.includes("integer") && node.kind === "scalar" && typeof node.value === "number";
}

function wantsList({ kind, expected, node, entry }: StructureProblem): boolean {
  return kind === "type" && expected.includes("array") && node.kind !== "sequence" && entry !== undefined;
}

function isOtherType(problem: StructureProblem): boolean {
  if (problem.kind !== "type") return false;
  return (
    !isMatchLabels(problem) &&
    !isUnquoted(problem) &&
    unquoted(problem) === undefined &&
    !isMisfit(problem) &&
    !wantsList(problem)
  );
}

/** `app=till,tier=front` as a map, where it can be one. */
function selectorText(node: Node): Plain | undefined {
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const pairs = node.value.split(",").map((pair) => pair.trim().split(/\s*[=:]+\s*/));
  if (
    !pairs.every(
      ([key = "", value = "", ...rest]) => rest.length === 0 && value !== "" && isLabelKey(key) && isLabelValue(value),
    )
  )
    return undefined;
  return Object.fromEntries(pairs.map(([key = "", value = ""]) => [key, value]));
}

/** The labels of `matchLabels` in the place of the selector; none where more stands beside it. */
function flattened(text: string, map: MapNode | undefined, selector: Entry | undefined): readonly Fix[] {
  const selectorNode = selector?.value;
  if (selectorNode?.kind !== "map" || selectorNode.entries.length !== 1) return [];
  const labels = selectorNode.entries[0]?.value;
  if (selectorNode.entries[0]?.key !== "matchLabels" || labels?.kind !== "map" || labels.entries.length === 0)
    return [];
  const pairs: [string, string][] = [];
  for (const { key, value } of labels.entries) {
    if (value.kind !== "scalar") return [];
    pairs.push([key, typeof value.value === "string" ? value.value : value.written]);
  }
  const title = words({ en: "Write the labels directly under selector", ja: "ラベルを selector の直下に書く" })();
  return rewriting(text, map, selector, Object.fromEntries(pairs), title);
}

function structPathOf(path: readonly (string | number)[]): string {
  return path.filter((step) => typeof step === "string").join(".");
}

/** `targetPort` and times have a decoder of their own. */
function saidAt({ path, structPath }: StructureProblem): Pick<Finding, "field" | "met"> {
  const endsDecoding = path.at(-1) === "targetPort" || isTimeField(path);
  return { field: structPath, met: { path, endsDecoding } };
}

function typeOf(node: Node): string {
  if (node.kind === "map") return "object";
  if (node.kind === "sequence") return "array";
  return node.kind === "scalar" ? typeof node.value : "unknown";
}

function spanOf(node: Node, entry: Entry | undefined): Span {
  return node.kind === "scalar" || entry === undefined ? node.span : entry.keySpan;
}

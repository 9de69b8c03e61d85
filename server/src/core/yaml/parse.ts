import { Composer, type Document, Lexer, type ParsedNode, Parser, type YAMLParseError } from "yaml";
import type { Diagnostic } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import { spanContains } from "../span.ts";
import { depthCounter } from "./depth.ts";
import { firstMistake } from "./firstMistake.ts";
import type { Before } from "./kept.ts";
import type { Node } from "./node.ts";
import { withOutdentedLinesJoined } from "./outdent.ts";
import { withPlainColons } from "./plainColon.ts";
import { readSimpleDocument } from "./simple.ts";
import { controlCharacterProblem, depthProblem, tabProblem, unreadProblem } from "./syntax.ts";
import { maskTemplate } from "./template.ts";
import { nodeTree } from "./tree.ts";

/** One document as a tree, with what is wrong with its text. */
export interface Parsed {
  /** Undefined for an empty document and for one that is beyond a limit. */
  readonly root: Node | undefined;
  readonly template: "none" | "values" | "structure";
  readonly problems: readonly Diagnostic[];
  /** It has nothing but what {@link readSimpleDocument} knows. */
  readonly isSimple: boolean;
}

/** `failsafe` leaves scalars as text: what they mean to kubectl is decided in `scalar.ts`. */
const OPTIONS = {
  schema: "failsafe",
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: "silent",
} as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for; YAML allows none of these.
const CONTROL_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]/;

/**
 * Parses one document of YAML or JSON. Never throws, whatever the text. Spans are relative to it. `before` is a version
 * in which nothing but simple things stood ({@link Parsed.isSimple}), without a template: what did not change is kept.
 */
export function parseDocument(source: string, before?: Before): Parsed {
  const { text, template } = maskTemplate(source);
  const control = CONTROL_CHARACTER.exec(text);
  if (control !== null) {
    const at = control.index;
    return failed(template, controlCharacterProblem(text.charCodeAt(at), [at, at + 1]));
  }
  const simple = readSimpleDocument(text, template === "none" ? before : undefined);
  if (simple !== undefined) return { root: simple, template, problems: [], isSimple: true };
  const lines = withPlainColons(withPlainLineBreaks(text));
  const written = readWhole(lines, template);
  const hasMistake = written.problems.some(({ code }) => code === "yaml-syntax");
  return hasMistake ? (readAsKubectl(lines, template) ?? written) : written;
}

/** To kubectl's YAML a lone carriage return and the separators of Unicode end a line as well. Offsets stay in their places. */
function withPlainLineBreaks(text: string): string {
  // JSON may hold the separators in its strings.
  const isBraced = text.trimStart().startsWith("{");
  return text.replace(isBraced ? /\r(?!\n)/g : /\r(?!\n)|[\u0085\u2028\u2029]/g, "\n");
}

/**
 * What kubectl reads of a text that our parser refuses; undefined where kubectl refuses it, too. JSON may be indented by
 * tabs, and lines between brackets or quotes may stand as far left as their key.
 */
function readAsKubectl(text: string, template: Parsed["template"]): Parsed | undefined {
  const asJson = isJson(text);
  const readable = asJson ? withPlainBlanks(text) : withOutdentedLinesJoined(text);
  const read = readable === undefined ? undefined : readWhole(readable, template, asJson);
  return read?.problems.length === 0 ? read : undefined;
}

function isJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    return JSON.parse(text.trim()) !== undefined;
  } catch {
    return false;
  }
}

/** JSON with its tabs as spaces, and so with any other white space of Unicode before it, which kubectl skips. */
function withPlainBlanks(text: string): string {
  return text.replace(/^\s+/, (blanks) => blanks.replace(/[^\r\n]/g, " ")).replaceAll("\t", " ");
}

function readWhole(text: string, template: Parsed["template"], asJson = false): Parsed {
  const document = compose(text);
  if (typeof document === "number") return failed(template, depthProblem([document, document + 1]));
  if (document === undefined) return { root: undefined, template, problems: [], isSimple: false };
  const mistake = firstMistake(document.errors.filter(isRefused), text);
  const tree = nodeTree(document.contents, text, asJson);
  const unread = mistake && unreadRest(document, tree.root);
  if (unread !== undefined) return { ...failed(template, unreadProblem(text, unread)), root: tree.root };
  const problems = mistake === undefined ? [...tree.problems, ...strayTabs(text, tree.root)] : [mistake];
  return { root: tree.root, template, problems: problems.slice(0, LIMITS.syntaxProblems), isSimple: false };
}

/** To kubectl's library a comment needs no blank before it where a scalar or a bracket has ended. */
function isRefused({ code, message }: YAMLParseError): boolean {
  return code !== "MISSING_CHAR" || !message.startsWith("Comments must be separated");
}

/**
 * Where the rest begins that nobody reads: behind the end of a whole object. Where none has ended, kubectl refuses the
 * text as we do.
 */
function unreadRest({ contents, errors }: Document.Parsed<ParsedNode>, root: Node | undefined): number | undefined {
  const end = contents?.range[1];
  if (end === undefined || root?.kind !== "map") return undefined;
  const isObject = ["apiVersion", "kind", "metadata"].every((key) => root.entries.some((entry) => entry.key === key));
  const isBehind = errors.every(({ code, pos }) => code === "UNEXPECTED_TOKEN" && pos[0] >= end);
  return isObject && isBehind ? errors[0]?.pos[0] : undefined;
}

function failed(template: Parsed["template"], problem: Diagnostic): Parsed {
  return { root: undefined, template, problems: [problem], isSimple: false };
}

/** Blank lines and comments that begin with a tab: they are let pass in JSON, between brackets and inside scalars only. */
function strayTabs(text: string, root: Node | undefined): readonly Diagnostic[] {
  if (!text.includes("\t") || /^\s*\{/.test(text)) return [];
  return Array.from(text.matchAll(/^\t[ \t]*(?:#.*)?\r?$/gm), ({ index }) => index)
    .filter((at) => root === undefined || !isInsideText(root, at))
    .map((at) => tabProblem([at, at + 1]));
}

function isInsideText(node: Node, offset: number): boolean {
  if (!spanContains(node.span, offset)) return false;
  switch (node.kind) {
    case "scalar":
    case "unknown":
      return true;
    case "sequence":
      return node.style === "flow" || node.items.some((item) => isInsideText(item, offset));
    case "map":
      return node.style === "flow" || node.entries.some(({ value }) => isInsideText(value, offset));
  }
}

/** The first document of the text (kubectl reads no further), undefined if there is none, or where it is too deep. */
function compose(text: string): Document.Parsed<ParsedNode> | number | undefined {
  const parser = new Parser();
  const composer = new Composer(OPTIONS);
  const depth = depthCounter();
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (depth(lexeme) > LIMITS.depth) return offset;
    offset += lexeme.length;
    for (const token of parser.next(lexeme)) {
      for (const document of composer.next(token)) return document as Document.Parsed<ParsedNode>;
    }
  }
  for (const token of parser.end()) {
    for (const document of composer.next(token)) return document as Document.Parsed<ParsedNode>;
  }
  for (const document of composer.end(false, text.length)) return document as Document.Parsed<ParsedNode>;
  return undefined;
}

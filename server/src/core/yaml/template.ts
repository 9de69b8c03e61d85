/** Stands for a character that a template will fill in; a private use character that YAML takes as text. */
export const FILLED_IN = "\uE000";

/** A text whose templates are masked, so that a parser can read it. */
export interface Masked {
  /** As long as the text that was given, line by line. */
  readonly text: string;
  /** See `DocumentContent.template`. */
  readonly template: "none" | "values" | "structure";
}

const HINT = /\{\{|\$\{|\{%|<%|#@/;

const CLOSERS: Readonly<Record<string, string>> = { "{{": "}}", "{%": "%}", "<%": "%>" };

/** A variable (`${NAME}`, `${NAME:-default}`) ends on its line, and soon. */
const VARIABLE_LENGTH = 256;

/** A part of the text that a template engine will replace. `alone`: nothing else stands on its lines. */
interface Action {
  readonly start: number;
  readonly end: number;
  readonly alone: boolean;
}

/**
 * Blanks what a template engine will fill in (Helm and other `{{ }}`, Jinja, ERB, `${NAME}`), so that the rest can be
 * read as YAML with every offset in its place. An action alone on its lines can bring any structure, and so can ytt's
 * `#@` comments. The text returned has the length of the text given.
 */
export function maskTemplate(text: string): Masked {
  if (!mayBeTemplate(text)) return { text, template: "none" };
  const actions = findActions(text);
  let masked = "";
  let done = 0;
  for (const { start, end, alone } of actions) {
    const action = text.slice(start, end);
    masked += text.slice(done, start) + (alone ? action.replace(/[^\r\n]/g, " ") : FILLED_IN.repeat(end - start));
    done = end;
  }
  const structure = text.includes("#@") || actions.some(({ alone }) => alone);
  if (structure) return { text: masked + text.slice(done), template: "structure" };
  return { text: masked + text.slice(done), template: actions.length > 0 ? "values" : "none" };
}

/** Whether a text has anything that a template engine may replace: cheap, and true too often rather than too seldom. */
export function mayBeTemplate(text: string): boolean {
  return HINT.test(text);
}

/** Whether a text read from a masked one has a part that is filled in. */
export function isFilledIn(text: string): boolean {
  return text.includes(FILLED_IN);
}

/** In one pass, since a hostile file can open a million actions and close none. */
function findActions(text: string): readonly Action[] {
  const spans: { start: number; end: number; variable: boolean }[] = [];
  const openers = /\{\{|\{%|<%|\$\{/g;
  const unclosed = new Set<string>();
  for (let match = openers.exec(text); match !== null; match = openers.exec(text)) {
    const opener = match[0];
    const start = match.index;
    const end = unclosed.has(opener) ? undefined : endOfAction(text, start, opener);
    if (end !== undefined) {
      openers.lastIndex = end;
      spans.push({ start, end, variable: opener === "${" });
    } else if (opener !== "${") unclosed.add(opener);
  }
  return withNeighbours(text, spans);
}

function endOfAction(text: string, start: number, opener: string): number | undefined {
  const closer = CLOSERS[opener];
  if (closer !== undefined) {
    const found = text.indexOf(closer, start + opener.length);
    return found === -1 ? undefined : found + closer.length;
  }
  const ahead = text.slice(start, start + VARIABLE_LENGTH);
  const found = ahead.search(/[}\n]/);
  if (found === -1 || ahead[found] === "\n") return undefined;
  return start + found + (ahead.startsWith("${{") && ahead[found + 1] === "}" ? 2 : 1);
}

/** Tells which actions have nothing but blanks and other actions on their lines. */
function withNeighbours(
  text: string,
  spans: readonly { readonly start: number; readonly end: number; readonly variable: boolean }[],
): readonly Action[] {
  const left = spans.map(() => false);
  for (const [index, { start }] of spans.entries()) {
    const before = text.slice(spans[index - 1]?.end ?? 0, start);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    left[index] = line.trim() === "" && (line !== before || index === 0 || left[index - 1] === true);
  }
  const right = spans.map(() => false);
  for (const [index, { end }] of [...spans.entries()].reverse()) {
    const after = text.slice(end, spans[index + 1]?.start ?? text.length);
    const lineBreak = after.indexOf("\n");
    const line = lineBreak === -1 ? after : after.slice(0, lineBreak);
    right[index] = line.trim() === "" && (lineBreak !== -1 || index === spans.length - 1 || right[index + 1] === true);
  }
  return spans.map(({ start, end, variable }, index) => ({
    start,
    end,
    alone: !variable && left[index] === true && right[index] === true,
  }));
}

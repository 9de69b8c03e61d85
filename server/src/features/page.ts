import type * as lsp from "vscode-languageserver-types";

/** A hover as data, all of it plain text: what is hostile in it (names and labels of a cluster) is escaped in one place. */
export type Block =
  | { readonly kind: "line"; readonly text: string; readonly strong?: boolean }
  /** A sentence of our own, in which names stand between backticks. */
  | { readonly kind: "prose"; readonly text: string }
  /** A page of the Kubernetes documentation; the address is one of the schema's. */
  | { readonly kind: "reference"; readonly title: string; readonly url: string }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "links"; readonly links: readonly CommandLink[] };

/** A link that runs a command of the extension; its arguments are a document's URI and the number of a Service in it. */
export interface CommandLink {
  readonly title: string;
  readonly command:
    | "podsight.showMatchedPods"
    | "podsight.switchServiceType"
    | "podsight.addLabelToMatchedPods"
    | "podsight.forwardPort"
    | "podsight.describeService"
    | "podsight.connect";
  readonly args: readonly (string | number)[];
}

const MAX_TEXT = 300;

/** The blocks as Markdown or as plain text. Links are left out where the client has no such commands. */
export function pageOf(
  blocks: readonly Block[],
  client: { readonly markdown: boolean; readonly commands: boolean },
): lsp.MarkupContent {
  const shown = blocks.filter((block) => block.kind !== "links" || (client.commands && client.markdown));
  return client.markdown
    ? { kind: "markdown", value: shown.map(markdownOf).join("\n\n") }
    : { kind: "plaintext", value: shown.map(plainOf).join("\n\n") };
}

/** The blocks as plain text, section by section: what belongs together is not torn apart, and tables stand in from the margin. */
export function plainSections(sections: readonly (readonly Block[])[]): string {
  const filled = sections.filter((blocks) => blocks.length > 0);
  return filled.map((blocks) => blocks.map(plainPart).join("\n")).join("\n\n");
}

function plainPart(block: Block): string {
  return block.kind === "table" ? plainOf(block).replace(/^/gm, "  ") : plainOf(block);
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case "line":
      return block.strong ? `**${escapeMarkdown(block.text)}**` : escapeMarkdown(block.text);
    case "prose":
      return proseOf(block.text);
    case "reference":
      return `[${escapeMarkdown(block.title)}](${block.url})`;
    case "table":
      return [block.head, block.head.map(() => "---"), ...block.rows]
        .map((cells, index) => rowOf(cells, index === 1))
        .join("\n");
    case "links":
      return block.links.map(linkOf).join(" \u00a0 ");
  }
}

/** What stands between backticks stays code; every second part does. */
function proseOf(text: string): string {
  const parts = oneLine(text).split("`");
  return parts.map((part, index) => (index % 2 === 1 ? `\`${part}\`` : escapeMarkdown(part))).join("");
}

function rowOf(cells: readonly string[], isRule: boolean): string {
  return `| ${cells.map((cell) => (isRule ? cell : escapeMarkdown(cell))).join(" | ")} |`;
}

function linkOf({ title, command, args }: CommandLink): string {
  const query = encodeURIComponent(JSON.stringify(args)).replace(/[()']/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `[${escapeMarkdown(title)}](command:${command}?${query})`;
}

/**
 * The text so that Markdown shows it as it is, whatever it holds: markup, HTML, table borders, and what GitHub's dialect
 * turns into a link by itself. Names of Kubernetes objects stay readable in clients that show the source.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]()<>#|~&$!]/g, "\\$&")
    .replace(/:(?=\/)/g, "\\:")
    .replace(/@/g, "&#64;")
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`)
    .replace(/^\s*(?:\d+(?=[.)])|(?=[-+=]))/, "$&\\");
}

/** One line of bounded length without control and direction characters, which could make it read as something else. */
export function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
  return plain.length > MAX_TEXT ? `${plain.slice(0, MAX_TEXT)}…` : plain;
}

function plainOf(block: Block): string {
  switch (block.kind) {
    case "line":
    case "prose":
      return oneLine(block.text);
    case "reference":
      return `${block.title}: ${block.url}`;
    case "table":
      return alignedRows([block.head, ...block.rows]);
    case "links":
      return "";
  }
}

function alignedRows(rows: readonly (readonly string[])[]): string {
  const plain = rows.map((row) => row.map(oneLine));
  const widths = (plain[0] ?? []).map((_, column) => Math.max(...plain.map((row) => widthOf(row[column] ?? ""))));
  const padded = (cell: string, column: number) =>
    cell + " ".repeat(Math.max((widths[column] ?? 0) - widthOf(cell), 0));
  return plain.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
}

/** Japanese characters and the like take two columns (UAX #11, Wide and Fullwidth; the common ranges). */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** The columns that a text takes in a font of equal widths. */
function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

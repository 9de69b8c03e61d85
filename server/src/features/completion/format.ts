import type { Place } from "../../core/outline/place.ts";

/** How a document is written, to write on alike. */
export interface Format {
  readonly text: string;
  readonly isJson: boolean;
  readonly eol: string;
  /** One step of indentation. */
  readonly step: string;
  /** The indentation of a list below its key; empty where its dashes stand in the key's column. */
  readonly listStep: string;
  /** Whether the client takes snippets, in which the cursor's stops are marked. */
  readonly snippets: boolean;
}

const LOOKED_AT = 20_000;

/** The format of a document, from its first lines; two blanks where it says nothing. */
export function formatOf(text: string, uri: string, isFlow: boolean, snippets: boolean): Format {
  const head = text.slice(0, LOOKED_AT);
  const isJson = /\.jsonc?$/i.test(uri) || (isFlow && /^\s*[{[]\s*["{[]/.test(head));
  const step = /^([ \t]+)[^\s#-]/m.exec(head)?.[1] ?? "  ";
  const listStep = /^([ \t]*)[^\s#-][^\n]*:\s*\n\1- /m.test(head) ? "" : step;
  return { text, isJson, eol: text.includes("\r\n") ? "\r\n" : "\n", step, listStep, snippets };
}

/** A piece of text to write: itself, or a stop of the cursor with what stands there at first. */
export type Part = string | Stop;

/** A place in what is completed where the user goes on typing, with the text that stands there at first. */
export interface Stop {
  /** 0 is the last; equal numbers are typed together. */
  readonly stop: number;
  readonly text?: string;
}

/** The parts as one text, in the syntax of snippets where the client takes them. */
export function textOfParts(parts: readonly Part[], snippets: boolean): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return snippets ? part.replace(/[\\$}]/g, "\\$&") : part;
      if (!snippets) return part.text ?? "";
      return part.text === undefined ? `$${part.stop}` : `\${${part.stop}:${part.text.replace(/[\\$}]/g, "\\$&")}}`;
    })
    .join("");
}

/** Whether somebody has typed an opening quote at the place. */
export function quoteTyped({ span }: Place, text: string): '"' | "'" | undefined {
  const first = text[span[0]];
  return span[0] < span[1] && (first === '"' || first === "'") ? first : undefined;
}

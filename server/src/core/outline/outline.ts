import type { Node } from "../yaml/node.ts";
import { maskTemplate } from "../yaml/template.ts";
import { readBlocks } from "./blocks.ts";
import { readFlow } from "./flow.ts";
import type { Place } from "./place.ts";

/** What a half-written document reads as, and where in it the cursor stands. */
export interface Outline {
  /** Undefined for a document in which nothing is written. What cannot be read is left out. */
  readonly root: Node | undefined;
  /** Undefined where no key and no value can be written: in a comment, a block of text, behind a whole value. */
  readonly place: Place | undefined;
  /** The document is JSON, or begins as such. */
  readonly isFlow: boolean;
  /** Whole lines are filled in by a template, so that what is not written may still be there. */
  readonly isOpen: boolean;
}

/**
 * Reads a document that somebody is typing in, YAML or JSON. Never throws, in time that grows with the length alone.
 * Unlike the parsers it leaves out a line that it cannot read and goes on: the rest still says where the cursor is.
 */
export function readOutline(text: string, offset: number): Outline {
  // A carriage return alone ends a line as well (YAML 1.2, 5.4; the protocol's positions), and is one character, too.
  const masked = maskTemplate(text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text);
  const isOpen = masked.template === "structure";
  const start = /^\s*(?:#[^\n]*\n\s*)*/.exec(masked.text)?.[0].length ?? 0;
  if (masked.text[start] === "{" || masked.text[start] === "[") {
    const { node, place } = readFlow(masked.text, start, offset, [], -1);
    return { root: node, place, isFlow: true, isOpen };
  }
  return { ...readBlocks(masked.text, offset), isFlow: false, isOpen };
}

import type { Field } from "../../core/fields/field.ts";
import type { Block } from "../page.ts";

/** Something that can be written at a place, before it is put in the style of the document. Best first in a list. */
export interface Candidate {
  readonly label: string;
  readonly writes: Writes;
  /** A few words beside the label: how many Pods, since which minor. */
  readonly note?: string;
  /** Where it is known from and how fresh; shown with the documentation. */
  readonly source?: string;
  readonly documentation?: readonly Block[];
  readonly deprecated?: boolean;
}

/** What a candidate writes. */
export type Writes =
  | { readonly kind: "field"; readonly field: Field }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "pair"; readonly key: string; readonly value: string }
  | { readonly kind: "value"; readonly value: string | number | boolean };

/** Items of one answer at most; who types on asks again. */
export const MOST_ITEMS = 200;

/** Whether what is typed can still become the text: its letters in order, as editors filter. */
export function canBecome(typed: string, text: string): boolean {
  const wanted = typed.toLowerCase();
  const lower = text.toLowerCase();
  let at = 0;
  for (const character of wanted) {
    at = lower.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

import type { Message } from "../words.ts";

/** What a patch makes of a value, or why it cannot be applied. */
export type Patched =
  | { readonly kind: "patched"; readonly value: unknown }
  | { readonly kind: "refused"; readonly why: Message };

/** What is wrong with something typed, as data: the command that asked puts it into words. */
export type Problem =
  | { readonly kind: "empty" }
  | { readonly kind: "too-long"; readonly limit: number }
  | { readonly kind: "not-a-dns-label" }
  | { readonly kind: "not-a-namespace" }
  | { readonly kind: "not-a-dns-name" }
  | { readonly kind: "not-a-label" }
  | { readonly kind: "not-a-pair" }
  | { readonly kind: "not-json" }
  | { readonly kind: "not-a-patch"; readonly example: string }
  | { readonly kind: "not-a-label-key"; readonly key: string }
  | { readonly kind: "not-a-label-value"; readonly value: string }
  | { readonly kind: "not-an-address"; readonly text: string }
  | { readonly kind: "not-a-port"; readonly text: string }
  | { readonly kind: "not-a-target-port"; readonly text: string }
  | { readonly kind: "not-a-protocol"; readonly text: string }
  | { readonly kind: "same-label-twice"; readonly key: string }
  | { readonly kind: "same-port-twice"; readonly text: string };

/** Either the value that was meant or why there is none. */
export type Checked<T> =
  | { readonly kind: "good"; readonly value: T }
  | { readonly kind: "bad"; readonly problem: Problem };

/** A good value. */
export function good<T>(value: T): Checked<T> {
  return { kind: "good", value };
}

/** No value, and why. */
export function bad(problem: Problem): Checked<never> {
  return { kind: "bad", problem };
}

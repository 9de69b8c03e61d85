/** Bounds on what is read of a text. At each of them the product says so and goes on. */
export const LIMITS = {
  /** UTF-16 code units of a file; published manifests reach 3.7 MB. */
  fileLength: 8 * 1024 * 1024,
  /** Documents in a file. */
  documents: 10_000,
  /** Levels of nesting. The parser cannot be trusted with more (a few thousand `[` end the process). */
  depth: 64,
  /** Nodes of a document after its aliases are followed. */
  nodes: 500_000,
  /** Syntax findings shown for one document. */
  syntaxProblems: 20,
  /** Places of one object at which the Services that it means are looked for. */
  references: 1_000,
  /** Findings about one Service. */
  diagnostics: 200,
} as const;

/** A language and a scheme whose documents the product looks at; both the client and the status item take a list of them. */
export interface DocumentFilter {
  readonly language: string;
  readonly scheme: string;
}

/**
 * Files, unsaved documents and files of a virtual workspace. Other schemes are left out on purpose: the old side of a
 * git difference, or the preview of a dry run, is not something that anybody edits.
 */
export const MANIFEST_SELECTOR: readonly DocumentFilter[] = ["yaml", "json", "jsonc"].flatMap((language) =>
  ["file", "untitled", "vscode-vfs"].map((scheme) => ({ language, scheme })),
);

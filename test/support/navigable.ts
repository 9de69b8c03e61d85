import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { createNavigation, type Navigation } from "../../server/src/core/navigation/navigation.ts";
import type { WorkspaceSnapshot } from "../../server/src/core/snapshot.ts";
import type { Span } from "../../server/src/core/span.ts";
import { writtenIn } from "../../server/src/core/workspace/written.ts";
import { workspaceSnapshot } from "./snapshot.ts";

/** Where the files of a fixture stand. */
export const FOLDER = "file:///work/";

export interface Navigable {
  readonly navigation: Navigation;
  readonly workspace: WorkspaceSnapshot;
  /** Of the file with the cursor. */
  readonly uri: string;
  readonly offset: number;
  textOf(uri: string): string | undefined;
  /** Places as `file:line: what is written there`, lines counted from 1. */
  shown(places: readonly { readonly uri: string; readonly span: Span }[]): readonly string[];
}

/** A workspace of files by their path; `$0` in one of them marks the cursor. */
export function navigable(marked: Readonly<Record<string, string>>): Navigable {
  const [path = "", text = ""] = Object.entries(marked).find(([, one]) => one.includes("$0")) ?? [];
  const files = Object.fromEntries(
    Object.entries(marked).map(([name, one]) => [`${FOLDER}${name}`, one.replace("$0", "")]),
  );
  const { workspace } = workspaceSnapshot(files);
  const written = Object.entries(files).map(([uri, one]) => ({ uri, documents: writtenIn(readManifest(one)) }));
  return {
    navigation: createNavigation(written, workspace),
    workspace,
    uri: `${FOLDER}${path}`,
    offset: text.indexOf("$0"),
    textOf: (uri) => files[uri],
    shown: (places) =>
      places.map(({ uri, span }) => {
        const of = files[uri] ?? "";
        const line = of.slice(0, span[0]).split("\n").length;
        return `${uri.slice(FOLDER.length)}:${line}: ${of.slice(...span)}`;
      }),
  };
}

import { parseDocument } from "../yaml/parse.ts";
import { type Node, stringOf, valueAt } from "./node.ts";

/** The file names under which kustomize looks for a kustomization. */
export const KUSTOMIZATION_FILES: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/**
 * The paths of the files that a kustomization uses as patches, as they are written there: relative to its folder.
 * A patch holds a part of an object, so it cannot be judged as one. Inline patches have no path and are left out.
 */
export function patchPaths(text: string): readonly string[] {
  const { root } = parseDocument(text);
  const paths = [
    ...items(valueAt(root, "patches")).map((patch) => stringOf(valueAt(patch, "path"))),
    ...items(valueAt(root, "patchesJson6902")).map((patch) => stringOf(valueAt(patch, "path"))),
    ...items(valueAt(root, "patchesStrategicMerge")).map(stringOf),
  ];
  return paths.flatMap((path) => (path === undefined || path.includes("\n") ? [] : [path]));
}

function items(node: Node | undefined): readonly Node[] {
  return node?.kind === "sequence" ? node.items : [];
}

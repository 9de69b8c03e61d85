import type { Labels } from "../pods/pod.ts";
import type { Patch } from "./patches.ts";

/** What one kustomization does to what it lists. `resources` and `components` are URIs of files and folders. */
export interface Overlay {
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly namespace: string | undefined;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly selectorLabels: Labels;
  readonly templateLabels: Labels;
  readonly objectLabels: Labels;
  readonly patches: readonly Patch[];
  /** It does more than that, or lists what is not in the workspace. */
  readonly isOpen: boolean;
}

/**
 * What becomes of a file's objects where a kustomization is applied. A base under several overlays has several forms.
 */
export interface Form {
  /** The URI of the kustomization that is applied: one that no other lists. */
  readonly kustomization: string;
  /** Put in place of what is written; undefined where no kustomization on the way says one. */
  readonly namespace: string | undefined;
  readonly prefix: string;
  readonly suffix: string;
  /** What changes namespaces, labels and selectors on the way, the innermost first. */
  readonly layers: readonly Layer[];
  /** Not all that is applied with it can be followed: there may be other objects, and other labels. */
  readonly isOpen: boolean;
}

/** What one kustomization on the way does to them. */
export interface Layer
  extends Pick<Overlay, "namespace" | "selectorLabels" | "templateLabels" | "objectLabels" | "patches"> {
  /** The URI of the kustomization. */
  readonly uri: string;
  /** What names have before and behind when it is applied. */
  readonly prefix: string;
  readonly suffix: string;
}

/** Bounds on following kustomizations: beyond them files keep the forms that were found. */
const LIMITS = {
  /** Kustomizations that list one another. */
  depth: 16,
  /** Forms of all files. */
  forms: 100_000,
  /** Forms of one file. */
  formsOfFile: 100,
} as const;

interface Listed extends Omit<Form, "kustomization" | "isOpen"> {
  readonly uri: string;
}

const AS_WRITTEN: Omit<Listed, "uri"> = {
  namespace: undefined,
  prefix: "",
  suffix: "",
  layers: [],
};

/**
 * The forms of each file that kustomizations list, by the file's URI; a file that is not a key is applied as it is
 * written. `overlays` is by the URI of the kustomization's file. A circle of kustomizations is followed once.
 */
export function formsOf(overlays: ReadonlyMap<string, Overlay>): ReadonlyMap<string, readonly Form[]> {
  const byFolder = new Map(Array.from(overlays.keys(), (uri) => [folderOf(uri), uri]));
  const expand = expander(overlays, byFolder);
  const isOpen = openness(overlays, byFolder);
  const forms = new Map<string, Form[]>();
  let room: number = LIMITS.forms;
  for (const kustomization of rootsOf(overlays, byFolder)) {
    const ofRoot = { kustomization, isOpen: isOpen(kustomization) };
    for (const { uri, ...form } of expand(kustomization)) {
      const ofFile = forms.get(uri) ?? [];
      if (room === 0 || ofFile.length >= LIMITS.formsOfFile) continue;
      room -= 1;
      ofFile.push({ ...form, ...ofRoot });
      forms.set(uri, ofFile);
    }
  }
  return forms;
}

/** The kustomizations that somebody applies: those that no other one lists. */
function rootsOf(overlays: ReadonlyMap<string, Overlay>, byFolder: ReadonlyMap<string, string>): readonly string[] {
  const listed = new Set<string>();
  for (const [uri, { resources, components }] of overlays) {
    for (const path of [...resources, ...components]) {
      const other = byFolder.get(withoutSlash(path));
      if (other !== undefined && other !== uri) listed.add(other);
    }
  }
  return [...overlays.keys()].filter((uri) => !listed.has(uri));
}

/** Expands a kustomization to the files that it lists, each with what is done to it on the way. */
function expander(overlays: ReadonlyMap<string, Overlay>, byFolder: ReadonlyMap<string, string>) {
  const known = new Map<string, readonly Listed[]>();
  const onTheWay = new Set<string>();
  let room: number = LIMITS.forms;

  function expand(uri: string): readonly Listed[] {
    const before = known.get(uri);
    if (before !== undefined) return before;
    const overlay = overlays.get(uri);
    if (overlay === undefined || onTheWay.has(uri) || onTheWay.size >= LIMITS.depth) return [];
    onTheWay.add(uri);
    const listed = applied(uri, overlay, gather(overlay, []));
    onTheWay.delete(uri);
    room -= listed.length;
    known.set(uri, listed);
    return listed;
  }
  /** A component changes all that stands before it, that of the kustomization which includes it too. */
  function gather(overlay: Overlay, before: readonly Listed[]): readonly Listed[] {
    const gathered = [...before];
    for (const path of overlay.resources) {
      const folder = byFolder.get(withoutSlash(path));
      if (room <= 0) break;
      for (const file of folder === undefined ? [{ ...AS_WRITTEN, uri: path }] : expand(folder)) gathered.push(file);
    }
    let listed: readonly Listed[] = gathered;
    for (const path of overlay.components) {
      const uri = byFolder.get(withoutSlash(path));
      const component = uri === undefined ? undefined : overlays.get(uri);
      if (uri === undefined || component === undefined || onTheWay.has(uri) || onTheWay.size >= LIMITS.depth) continue;
      onTheWay.add(uri);
      listed = applied(uri, component, gather(component, listed));
      onTheWay.delete(uri);
    }
    return listed;
  }
  return expand;
}

function applied(uri: string, overlay: Overlay, listed: readonly Listed[]): readonly Listed[] {
  const { namespace, selectorLabels, templateLabels, objectLabels, patches } = overlay;
  const changesSomething = objectLabels.size > 0 || patches.length > 0 || namespace !== undefined;
  return listed.map((file) => ({
    uri: file.uri,
    namespace: namespace ?? file.namespace,
    prefix: overlay.namePrefix + file.prefix,
    suffix: file.suffix + overlay.nameSuffix,
    layers: changesSomething
      ? [
          ...file.layers,
          {
            uri,
            namespace,
            selectorLabels,
            templateLabels,
            objectLabels,
            patches,
            prefix: file.prefix,
            suffix: file.suffix,
          },
        ]
      : file.layers,
  }));
}

/** Whether a kustomization, or one that it lists, cannot be followed: a folder that the workspace does not have cannot, nor one too deep. */
function openness(overlays: ReadonlyMap<string, Overlay>, byFolder: ReadonlyMap<string, string>) {
  const known = new Map<string, boolean>();
  return function isOpen(uri: string, depth = 0): boolean {
    const before = known.get(uri);
    if (before !== undefined) return before;
    if (depth >= LIMITS.depth) return true;
    // A circle leads nowhere else.
    known.set(uri, false);
    const { isOpen: own = false, resources = [], components = [] } = overlays.get(uri) ?? {};
    const open =
      own ||
      [...resources, ...components].some((path) => {
        const other = byFolder.get(withoutSlash(path));
        return other === undefined ? isFolder(path) : isOpen(other, depth + 1);
      });
    known.set(uri, open);
    return open;
  };
}

function isFolder(path: string): boolean {
  return !/\.(?:ya?ml|json)$/i.test(path);
}

/** Labels with others put over them; the same object where that changes nothing. */
export function withLabels(labels: Labels, over: Labels): Labels {
  if (over.size === 0) return labels;
  return labels.size === 0 ? over : new Map([...labels, ...over]);
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}

function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, "");
}

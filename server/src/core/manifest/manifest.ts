import type { Diagnostic } from "../diagnostic.ts";
import type { MapNode, Node } from "../yaml/node.ts";
import type { Service } from "./service.ts";

/** A manifest file as text, cut into documents where kubectl cuts it, and a List into its items where that is safe. */
export interface Manifest {
  readonly documents: readonly ManifestDocument[];
  /** Findings that belong to the file as a whole, such as a limit; spans are the file's. */
  readonly problems: readonly Diagnostic[];
}

/** One document, or one item of a List, at its place in the file. `content` is the same object while its text is the same. */
export interface ManifestDocument {
  /** The offset of the text in the file; add it to every span in `content`. */
  readonly start: number;
  readonly content: DocumentContent;
}

/** The text of a document or of a List's item, and what was read from it; spans are relative to the text. */
export interface DocumentContent {
  /** An item's text in a block sequence has its indentation and dash, and the comments behind it. */
  readonly text: string;
  readonly part: "document" | "item";
  /** Undefined for a document that is empty, too deep or too broken to be read. */
  readonly root: Node | undefined;
  /**
   * How many versions old parts of `root` may be: while somebody types, what stands before the change is kept.
   * Undefined where nothing can be kept of it for the next version.
   */
  readonly keptFor?: number | undefined;
  /**
   * `values`: some scalars are filled in by a template (they are unknown nodes).
   * `structure`: whole lines are (`{{ if }}`, `{{ toYaml }}`), so that nothing can be said of what is missing.
   */
  readonly template: "none" | "values" | "structure";
  /** The Kubernetes objects of the document: itself, or the items of a List. */
  readonly objects: readonly KubernetesObject[];
  /** Syntax findings; spans are relative to the text. */
  readonly problems: readonly Diagnostic[];
}

/** A map with `apiVersion` and `kind`. Name and namespace are undefined where they are not written or unknown. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly node: MapNode;
  /** A template brings in whole lines, or some lines cannot be read, so that what is not found may still be there. */
  readonly isOpen: boolean;
  /** What a core Service says, read once; ask `serviceOf`. Undefined for other objects. */
  readonly service?: Service;
}

/** Whether an object is a core Service (`v1`), not one of another API group such as Knative's. */
export function isService(object: KubernetesObject): boolean {
  return object.apiVersion === "v1" && object.kind === "Service";
}

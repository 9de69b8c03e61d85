import { check, createCheckCache } from "../core/check.ts";
import { type Diagnostic, shiftDiagnostic } from "../core/diagnostic.ts";
import { type DocumentContent, isService, type Manifest } from "../core/manifest/manifest.ts";
import { serviceOf } from "../core/manifest/readService.ts";
import type { Service } from "../core/manifest/service.ts";
import { indexLabels, type LabelIndex } from "../core/pods/labelCounts.ts";
import { labelTableOf } from "../core/pods/liveMatches.ts";
import type { Resolution } from "../core/pods/resolution.ts";
import { resolve } from "../core/pods/resolve.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { LabelsAsked, WrittenService } from "../features/context.ts";

/** A snapshot with what tells whether two of them mean the same although places in files have moved. */
export interface MeantSnapshot {
  readonly snapshot: Snapshot;
  /** The same object for as long as the workspace's workloads say the same, wherever they are written. */
  readonly meaning: object;
}

/** What was computed before, by the identity of what it was computed from: nothing outlives its document. */
export interface Memo {
  servicesOf(manifest: Manifest): readonly WrittenService[];
  /** Spans are the file's. Of a file that is being typed only the document that changed is checked again. */
  diagnosticsOf(uri: string, manifest: Manifest, meant: MeantSnapshot): readonly Diagnostic[];
  /** The last answer is kept: somebody types in one place, and the Pods change less often. */
  labelsOf(of: LabelsAsked): LabelIndex;
  resolutionOf(uri: string, service: Service, snapshot: Snapshot): Resolution;
}

/** A memo that knows nothing yet. */
export function createMemo(): Memo {
  const written = new WeakMap<Manifest, readonly WrittenService[]>();
  const resolutions = new WeakMap<Service, { snapshot: Snapshot; uri: string; value: Resolution }>();
  return {
    servicesOf(manifest) {
      const value = written.get(manifest) ?? servicesIn(manifest);
      written.set(manifest, value);
      return value;
    },
    diagnosticsOf: createChecker(),
    labelsOf: createLabelCounter(),
    resolutionOf(uri, service, snapshot) {
      const known = resolutions.get(service);
      if (known?.snapshot === snapshot && known.uri === uri) return known.value;
      const value = resolve(service, snapshot, uri);
      resolutions.set(service, { snapshot, uri, value });
      return value;
    },
  };
}

function servicesIn({ documents }: Manifest): readonly WrittenService[] {
  return documents.flatMap(({ start, content }) =>
    content.objects.filter(isService).map((object) => ({ start, object, service: serviceOf(object) })),
  );
}

function createLabelCounter(): Memo["labelsOf"] {
  let last: (Omit<LabelsAsked, "written"> & { readonly index: LabelIndex }) | undefined;
  return ({ live, workspace, scope, written }) => {
    if (last?.live !== live || last?.workspace !== workspace || last?.scope !== scope) {
      const index = indexLabels(live ? labelTableOf(live).sets : [], written());
      last = { live, workspace, scope, index };
      return index;
    }
    return last.index;
  };
}

interface CheckedDocument extends MeantSnapshot {
  readonly uri: string;
  readonly found: readonly Diagnostic[];
}

function createChecker(): Memo["diagnosticsOf"] {
  const ofFiles = new WeakMap<Manifest, CheckedDocument>();
  const ofDocuments = new WeakMap<DocumentContent, CheckedDocument>();
  const cache = createCheckCache();

  function checkDocument(uri: string, content: DocumentContent, meant: MeantSnapshot): readonly Diagnostic[] {
    const known = ofDocuments.get(content);
    if (known !== undefined && isStillTrue(known, uri, meant)) return known.found;
    const found = check({ uri, manifest: { documents: [{ start: 0, content }], problems: [] } }, meant.snapshot, cache);
    ofDocuments.set(content, { ...meant, uri, found });
    return found;
  }
  return (uri, manifest, meant) => {
    const known = ofFiles.get(manifest);
    if (known?.snapshot === meant.snapshot && known.uri === uri) return known.found;
    const found = [
      ...check({ uri, manifest: { documents: [], problems: manifest.problems } }, meant.snapshot, cache),
      ...manifest.documents.flatMap(({ start, content }) =>
        checkDocument(uri, content, meant).map((diagnostic) => shiftDiagnostic(diagnostic, start)),
      ),
    ];
    ofFiles.set(manifest, { ...meant, uri, found });
    return found;
  };
}

/**
 * Typing in one document moves all that stand below it, and with them the places of their workloads. What was found is
 * true wherever those are, but lint names them: in its explanations and in the fixes that label a template.
 */
function isStillTrue(known: CheckedDocument, uri: string, { snapshot, meaning }: MeantSnapshot): boolean {
  if (known.uri !== uri) return false;
  if (known.snapshot === snapshot) return true;
  const { settings, cluster } = known.snapshot;
  const meansTheSame =
    known.meaning === meaning &&
    settings === snapshot.settings &&
    cluster === snapshot.cluster &&
    known.snapshot.stored === snapshot.stored;
  return meansTheSame && known.found.every(({ stage }) => stage !== "lint");
}

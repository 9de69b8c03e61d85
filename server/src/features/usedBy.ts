import type * as lsp from "vscode-languageserver-types";
import type { At } from "../core/navigation/navigation.ts";
import { shiftSpan } from "../core/span.ts";
import type { WrittenService, WrittenWorkload } from "../core/workspace/written.ts";
import type { FeatureContext } from "./context.ts";
import { placesOf } from "./places.ts";

/** A workload of the document that Services of the workspace select. */
export interface UsedWorkload {
  /** Where the object begins in the file: its number in commands and requests. */
  readonly offset: number;
  readonly services: readonly At<WrittenService>[];
}

/** The workloads written in the document whose Pods a Service of the workspace selects, in the order of the text. */
export function usedWorkloads(context: FeatureContext): readonly UsedWorkload[] {
  const navigation = context.navigation?.();
  if (navigation === undefined) return [];
  return workloadsIn(context).flatMap((at) => {
    const services = navigation.servicesOf(at);
    return services.length === 0 ? [] : [{ offset: shiftSpan(at.object.span, at.start)[0], services }];
  });
}

/** Where those Services are written: their names. */
export function servicePlaces(context: FeatureContext, { services }: UsedWorkload): lsp.Location[] {
  const places = services.map(({ uri, start, object }) => ({
    uri,
    span: shiftSpan(object.name?.span ?? object.span, start),
  }));
  return placesOf(context, places);
}

function workloadsIn(context: FeatureContext): readonly At<WrittenWorkload>[] {
  const navigation = context.navigation?.();
  return context.manifest.documents.flatMap(({ start, content }) =>
    content.objects.flatMap(({ node }) => {
      const at = navigation?.objectAt(context.uri, start + node.span[0]);
      return at?.object.kind === "workload" ? [{ uri: at.uri, start: at.start, object: at.object }] : [];
    }),
  );
}

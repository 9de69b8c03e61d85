import type * as lsp from "vscode-languageserver-types";
import type { At } from "../core/navigation/at.ts";
import { shiftSpan } from "../core/span.ts";
import { render, words } from "../core/words.ts";
import type { WrittenService } from "../core/workspace/written.ts";
import type { FeatureContext } from "./context.ts";
import { placesOf } from "./places.ts";

/** A workload of the document that Services of the workspace select. */
export interface UsedWorkload {
  /** Where the object begins in the file: its number in commands and requests. */
  readonly offset: number;
  readonly services: readonly At<WrittenService>[];
}

const USED_BY = words({
  en: "Used by {count} {count|Service|Services}",
  ja: "{count} 個の Service が使用",
});

/** Workloads of one document that get a lens. */
const MOST_LENSES = 500;

/** A lens above each workload whose Pods a Service of the workspace selects; with its words, since it is only there for its number. */
export function usedByLenses(context: FeatureContext): lsp.CodeLens[] {
  return usedWorkloads(context)
    .slice(0, MOST_LENSES)
    .map(({ offset, services }) => {
      const at = context.lines.positionAt(offset);
      const title = render(USED_BY({ count: services.length }), context.snapshot.settings.locale);
      const command = context.client.commands ? "podsight.showServicesOfWorkload" : "";
      return {
        range: { start: at, end: at },
        command: { title, command, ...(command && { arguments: [context.uri, offset] }) },
      };
    });
}

/** The workloads written in the document whose Pods a Service of the workspace selects, in the order of the text. */
export function usedWorkloads(context: FeatureContext): readonly UsedWorkload[] {
  const navigation = context.navigation?.();
  if (navigation === undefined) return [];
  return navigation.objectsIn(context.uri).flatMap((at) => {
    if (at.object.kind !== "workload") return [];
    const services = navigation.servicesOf({ ...at, object: at.object });
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

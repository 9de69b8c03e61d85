import { words } from "../../core/words.ts";
import { servicePlaces, usedWorkloads } from "../../features/usedBy.ts";
import type { UsedByResult } from "../messages/reading.ts";
import { type CommandHost, openContext } from "./host.ts";
import { readerOf } from "./paramReader.ts";
import { refusal } from "./refusal.ts";

const NO_SERVICE = words({
  en: "No Service of the workspace selects the Pods of a workload here.",
  ja: "ここにあるワークロードの Pod を選択する Service はワークスペースにありません。",
});

/**
 * The Services that select the Pods of the workload at an offset of an open document, or of the last one before it.
 * @throws a `ResponseError` where there is none.
 */
export async function usedByOf(host: CommandHost, params: unknown): Promise<UsedByResult> {
  const read = readerOf(params, host.locale);
  const [uri, offset] = [read.text("uri"), read.number("offset")];
  openContext(host, uri);
  await host.readWorkspace();
  const context = openContext(host, uri);
  const workload = usedWorkloads(context).findLast((used) => used.offset <= offset);
  if (workload === undefined) throw refusal(NO_SERVICE(), host.locale);
  return {
    position: context.lines.positionAt(workload.offset),
    locations: servicePlaces(context, workload).map((place) => ({ uri: place.uri, ...place.range.start })),
  };
}

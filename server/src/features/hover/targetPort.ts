import type { Pod } from "../../core/pods/pod.ts";
import type { ResolvedPort } from "../../core/pods/resolution.ts";
import { render, words } from "../../core/words.ts";
import type { FeatureContext, WrittenService } from "../context.ts";
import type { Block } from "../page.ts";
import { headLines } from "./selector.ts";

const ROWS = 10;

const LANDS = words({
  en: "Port {port} lands on {targetPort} of each Pod.",
  ja: "ポート {port} は各 Pod の {targetPort} に届きます。",
});
const POD = words({ en: "Pod", ja: "Pod" });
const PORT = words({ en: "Port", ja: "ポート" });
const NONE_OF_NAME = words({ en: "no port of that name", ja: "この名前のポートなし" });
const MORE = words({ en: "{count} more", ja: "ほか {count} 個" });

/** Where a targetPort leads, Pod by Pod. */
export function targetPortPage(
  context: FeatureContext,
  written: WrittenService,
  resolved: ResolvedPort,
): readonly Block[] {
  const { locale } = context.snapshot.settings;
  const { port, landings, missing } = resolved;
  const nowhere = render(NONE_OF_NAME(), locale);
  const rows = [
    ...missing.map((pod) => [nameOf(pod), nowhere]),
    ...landings.flatMap(({ number, pods }) => pods.map((pod) => [nameOf(pod), `${number}/${port.protocol}`])),
  ];
  const lands = LANDS({ port: port.port?.value ?? "", targetPort: port.targetPort?.value ?? "" });
  const head = [POD(), PORT()].map((message) => render(message, locale));
  const more = rows.length - ROWS;
  return [
    { kind: "line", text: render(lands, locale), strong: true },
    ...(rows.length === 0 ? [] : [{ kind: "table", head, rows: rows.slice(0, ROWS) } satisfies Block]),
    ...(more > 0 ? [{ kind: "line", text: render(MORE({ count: more }), locale) } satisfies Block] : []),
    ...headLines(context, written),
  ];
}

function nameOf({ name, origin, owner }: Pod): string {
  return origin.kind === "workspace" && owner !== undefined ? `${owner.kind} ${name}` : name;
}

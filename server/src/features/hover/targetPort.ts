import { byName, type Pod } from "../../core/pods/pod.ts";
import type { ResolvedPort } from "../../core/pods/resolution.ts";
import { type Locale, type Message, render, words } from "../../core/words.ts";
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
const NONE_BUT = words({ en: "no port of that name, but {declared}", ja: "この名前のポートなし (宣言: {declared})" });
const UNDECLARED = words({ en: "{port} (not declared)", ja: "{port} (宣言なし)" });
const MORE = words({ en: "{count} more", ja: "ほか {count} 個" });

/** Where a targetPort leads, Pod by Pod. */
export function targetPortPage(
  context: FeatureContext,
  written: WrittenService,
  resolved: ResolvedPort,
): readonly Block[] {
  const { locale } = context.snapshot.settings;
  const { port, landings, missing } = resolved;
  const rows = [
    ...missing.toSorted(byName).map((pod) => [nameOf(pod), render(missingCell(pod), locale)]),
    ...landings.flatMap(({ number, pods }) =>
      pods.toSorted(byName).map((pod) => [nameOf(pod), landingCell(pod, number, port.protocol, locale)]),
    ),
  ];
  const lands = LANDS({ port: port.port?.value ?? "", targetPort: port.targetPort?.value || (port.port?.value ?? "") });
  const head = [POD(), PORT()].map((message) => render(message, locale));
  const more = rows.length - ROWS;
  return [
    { kind: "line", text: render(lands, locale), strong: true },
    ...(rows.length === 0 ? [] : [{ kind: "table", head, rows: rows.slice(0, ROWS) } satisfies Block]),
    ...(more > 0 ? [{ kind: "line", text: render(MORE({ count: more }), locale) } satisfies Block] : []),
    ...headLines(context, written),
  ];
}

/** A Pod without the port, with what it declares instead: the right name, or another protocol, is often among it. */
function missingCell({ ports }: Pod): Message {
  const shown = ports.slice(0, DECLARED).map(({ name, port, protocol }) => `${name ?? port}/${protocol}`);
  return shown.length === 0 ? NONE_OF_NAME() : NONE_BUT({ declared: shown.join(", ") });
}

/** That no container declares a number is worth a word only where some are declared. */
function landingCell({ ports }: Pod, number: number, protocol: string, locale: Locale): string {
  const cell = `${number}/${protocol}`;
  const isDeclared = ports.length === 0 || ports.some((one) => one.port === number && one.protocol === protocol);
  return isDeclared ? cell : render(UNDECLARED({ port: cell }), locale);
}

const DECLARED = 4;

function nameOf({ name, origin, owner }: Pod): string {
  return origin.kind === "workspace" && owner !== undefined ? `${owner.kind} ${name}` : name;
}

import type * as lsp from "vscode-languageserver-types";
import { type ServiceType, serviceTypeOf } from "../../core/refactor/serviceType.ts";
import { type SwitchEffect, switchEffects } from "../../core/refactor/switchEffects.ts";
import { EXTERNAL_NAME_PLACEHOLDER, switchType } from "../../core/refactor/switchType.ts";
import { type Message, render, words } from "../../core/words.ts";
import type { FeatureContext, WrittenService } from "../context.ts";
import { storedOf } from "../live.ts";
import { rangeAfter, workspaceEdit } from "../workspaceEdit.ts";
import { type ActionProducer, inFile, servicePlaceAt } from "./action.ts";

const SWITCH = words({ en: "Switch to {type}", ja: "{type} に切り替える" });
const SWITCH_HEADLESS = words({
  en: "Switch to headless (no cluster IP)",
  ja: "Headless (クラスター IP なし) に切り替える",
});
const WITH_EFFECT = words({ en: "{title}: {effect}", ja: "{title}: {effect}" });
const RECREATED = words({
  en: "in the cluster it must be deleted and created anew",
  ja: "クラスターでは削除して作り直す必要がある",
});
const RELEASED = words({ en: "releases {what}", ja: "{what} を解放する" });
const SELECT = words({ en: "Select the external name", ja: "外部名を選択する" });

/** The extension's command that selects a range; its arguments are a URI and a range. */
const SELECT_COMMAND = "podsight.select";

/** The refactoring that makes the Service at the cursor one of this type; not offered where it is one already. */
export function switchTo(type: ServiceType): ActionProducer {
  const kind = `refactor.rewrite.serviceType.${type}`;
  return {
    kind,
    when: "invoked",
    produce(context, { range }) {
      const place = servicePlaceAt(context, context.lines.offsetAt(range.start));
      if (place === undefined || serviceTypeOf(place.written.object) === type) return [];
      const edits = switchType(place.document.content.text, place.written.object, type);
      const fileEdits = edits && inFile(place, edits);
      const edit = fileEdits && workspaceEdit(context, fileEdits);
      if (fileEdits === undefined || edit === undefined) return [];
      const title = titleOf(context, place.written, type);
      return [{ title, kind, edit, ...selectPlaceholder(context, fileEdits) }];
    },
  };
}

/** With what costs most, where the cluster is known to have the Service. */
function titleOf(context: FeatureContext, written: WrittenService, type: ServiceType): string {
  const { locale } = context.snapshot.settings;
  const title = render(type === "Headless" ? SWITCH_HEADLESS() : SWITCH({ type }), locale);
  const stored = storedOf(context, written);
  const costs = stored === undefined ? [] : switchEffects(stored, type).effects.flatMap(costOf);
  const [worst] = costs;
  return worst === undefined ? title : render(WITH_EFFECT({ title, effect: render(worst, locale) }), locale);
}

function costOf(effect: SwitchEffect): readonly Message[] {
  switch (effect.kind) {
    case "recreates":
      return [RECREATED()];
    case "releasesAddress":
      return effect.addresses.length > 0 ? [RELEASED({ what: effect.addresses.join(", ") })] : [];
    case "releasesNodePorts":
      return effect.nodePorts.length > 0 ? [RELEASED({ what: effect.nodePorts.slice(0, 6).join(", ") })] : [];
    case "releasesLoadBalancer":
    case "leavesPods":
    case "leavesName":
    case "namesPods":
    case "namesNoPods":
    case "givesAddress":
    case "givesNodePorts":
    case "givesHealthCheckNodePort":
    case "asksLoadBalancer":
    case "keepsAddress":
    case "keepsNodePorts":
      return [];
  }
}

/** Selects the external name that only the user knows, so that typing replaces it. */
function selectPlaceholder(
  context: FeatureContext,
  edits: Parameters<typeof rangeAfter>[1],
): Pick<lsp.CodeAction, "command"> {
  const text = context.client.commands ? context.textOf?.(context.uri) : undefined;
  const range = text === undefined ? undefined : rangeAfter(text, edits, EXTERNAL_NAME_PLACEHOLDER);
  if (range === undefined) return {};
  const title = render(SELECT(), context.snapshot.settings.locale);
  return { command: { title, command: SELECT_COMMAND, arguments: [context.uri, range] } };
}

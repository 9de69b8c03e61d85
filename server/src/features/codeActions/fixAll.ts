import { check } from "../../core/check.ts";
import { readManifest } from "../../core/manifest/readManifest.ts";
import { fixAll as fixAllIn } from "../../core/refactor/fixAll.ts";
import { render, words } from "../../core/words.ts";
import { workspaceEdit } from "../workspaceEdit.ts";
import type { ActionProducer } from "./action.ts";

const FIX_ALL = words({ en: "Fix all that is certain (Podsight)", ja: "確実な修正をすべて適用する (Podsight)" });

/** Every certain fix of the file at once: for "fix on save" and the source action menu, so only when asked for. */
export const fixAll: ActionProducer = {
  kind: "source.fixAll.podsight",
  when: "named",
  produce(context) {
    const { snapshot, uri } = context;
    const text = context.textOf?.(uri);
    if (text === undefined) return [];
    const edits = fixAllIn(text, context.diagnostics(), (next) =>
      check({ uri, manifest: readManifest(next) }, snapshot),
    );
    const edit = workspaceEdit(context, edits);
    if (edit === undefined) return [];
    return [{ title: render(FIX_ALL(), snapshot.settings.locale), kind: fixAll.kind, edit }];
  },
};

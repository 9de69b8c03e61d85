import { removal } from "../apiserver/fixes.ts";
import { type Message, words } from "../words.ts";
import { isSameNode, type Node } from "../yaml/node.ts";
import { service } from "./examples.ts";
import { areWritten, repeatedEntries } from "./repeatedEntries.ts";
import type { LintRule } from "./rule.ts";
import { objectsIn } from "./separatorMissing.ts";

const DROPPED = words({
  en: "{key} stands here again further down. The last one counts; kubectl drops this one without a word.",
  ja: "{key} は同じ階層の後ろにもう一度あります。有効なのは最後のものだけで、kubectl はこちらを黙って捨てます。",
});
const DROPPED_FOR = words({
  en: "{key} stands here again further down, as {value}. The last one counts; kubectl drops this one without a word.",
  ja: "{key} は同じ階層の後ろにもう一度 {value} とあります。有効なのは最後のものだけで、kubectl はこちらを黙って捨てます。",
});
const SAME = words({
  en: "{key} stands here again further down, and says the same. One of them is enough.",
  ja: "{key} は同じ階層の後ろに同じ内容でもう一度あります。一つで足ります。",
});
const LAST = words({ en: "The one that counts", ja: "有効なもの" });

/** A key that occurs twice in a map: the last one counts, and what stands under the others is lost. */
export const keyRepeated: LintRule = {
  code: "key-repeated",
  severity: "warning",
  types: "any",
  explanation: {
    en: "A key occurs twice in one map, such as `app` in a selector. kubectl keeps the last one and drops the others before anything is sent, so what they say is lost without a word. It is information where all of them say the same.",
    ja: "セレクターの `app` のように、同じキーが一つのマップに二回あります。kubectl は最後のものだけを残し、ほかは送る前に捨てるので、その内容は何も言われずに失われます。すべて同じ内容なら情報です。",
  },
  example: {
    wrong: service("selector:", "  app: till", "  app: front", "ports:", "  - port: 80"),
    right: service("selector:", "  app: till", "  tier: front", "ports:", "  - port: 80"),
  },
  *check({ object, text }) {
    if (!areWritten(text) || objectsIn(object.node, text).length > 1) return;
    for (const { map, entry, last } of repeatedEntries(object.node)) {
      const { key, keySpan } = entry;
      const isSame = isSameNode(entry.value, last.value);
      const message = isSame ? SAME({ key }) : dropped(key, last.value);
      const fixes = removal(text, map, entry, { certain: isSame });
      const related = [{ span: last.keySpan, message: LAST() }];
      yield { span: keySpan, severity: isSame ? "info" : "warning", message, fixes, related };
    }
  },
};

function dropped(key: string, value: Node): Message {
  const isShort = value.kind === "scalar" && value.written !== "" && value.style !== "block";
  return isShort ? DROPPED_FOR({ key, value: value.written }) : DROPPED({ key });
}

import { type Field, fieldsBelow } from "../../core/fields/field.ts";
import type { Message } from "../../core/words.ts";
import { words } from "../../core/words.ts";
import { entryOf, stringOf, valueAt } from "../../core/yaml/node.ts";
import { fieldBlocks } from "../hover/fieldWords.ts";
import { type Asked, keysAt, said } from "./asked.ts";
import type { Candidate } from "./candidate.ts";

const SINCE = words({ en: "since 1.{minor}", ja: "1.{minor} 以降" });
const DEPRECATED = words({ en: "deprecated since 1.{minor}", ja: "1.{minor} で非推奨" });
const ONLY_FOR = words({ en: "only for {types}", ja: "{types} のみ" });
const BY_THE_CLUSTER = words({ en: "set by the cluster", ja: "クラスターが設定" });

/** The fields that can still be written at the target: by type and version, none that is there already. */
export function fieldCandidates(asked: Asked): readonly Candidate[] {
  const { context, target, node } = asked;
  const { minor, locale } = context.snapshot.settings;
  const taken = keysAt(node, target.path);
  const fields = fieldsBelow(target.path).filter(
    ({ name, since }) => (!taken.has(name) || isTyped(asked, name)) && (since === undefined || since <= minor),
  );
  return fields
    .map((field) => ({ field, fit: fitOf(field, asked) }))
    .filter(({ fit }) => fit !== "never")
    .sort((a, b) => rankOf(a.field, a.fit) - rankOf(b.field, b.fit))
    .map(({ field, fit }) => {
      const note = noteOf(field, fit, minor);
      return {
        label: field.name,
        writes: { kind: "field", field },
        ...(note && { note: said(asked, note) }),
        documentation: fieldBlocks(field, minor, locale),
        deprecated: isDeprecated(field, minor),
      };
    });
}

/** The key that is being written over is itself among those that are there. */
function isTyped({ written, target }: Asked, name: string): boolean {
  return entryOf(written, name)?.keySpan[0] === target.place.span[0];
}

/** `later`: the type that needs the field is not written yet. */
type Fit = "now" | "later" | "never";

function fitOf({ types, name }: Field, { node }: Asked): Fit {
  if (types === undefined) return "now";
  const spec = valueAt(node, "spec");
  const type = stringOf(valueAt(spec, "type"));
  const isAddressed = name === "externalTrafficPolicy" && valueAt(spec, "externalIPs") !== undefined;
  if (type === undefined || type === "") return types.includes("ClusterIP") || isAddressed ? "now" : "later";
  return types.includes(type) || isAddressed || !KNOWN_TYPES.has(type) ? "now" : "never";
}

const KNOWN_TYPES: ReadonlySet<string> = new Set(["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]);

function isDeprecated({ deprecatedSince }: Field, minor: number): boolean {
  return deprecatedSince !== undefined && deprecatedSince <= minor;
}

function rankOf(field: Field, fit: Fit): number {
  if (field.isWrittenByServer) return 3;
  return isDeprecated(field, 99) ? 2 : Number(fit === "later");
}

function noteOf(field: Field, fit: Fit, minor: number): Message | undefined {
  const { deprecatedSince, types, since } = field;
  if (deprecatedSince !== undefined && deprecatedSince <= minor) return DEPRECATED({ minor: deprecatedSince });
  if (field.isWrittenByServer) return BY_THE_CLUSTER();
  if (fit === "later" && types !== undefined) return ONLY_FOR({ types: types.join(", ") });
  return since === undefined ? undefined : SINCE({ minor: since });
}

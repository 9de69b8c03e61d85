import type { Field, FieldValue } from "../../core/fields/field.ts";
import { type Locale, type Message, render, words } from "../../core/words.ts";
import type { Block } from "../page.ts";

const DEFAULT = words({ en: "Default: {value}", ja: "既定: {value}" });
const ALLOWED = words({ en: "Allowed: {values}", ja: "指定できる値: {values}" });
const TYPES = words({ en: "Used by: {types}", ja: "使うタイプ: {types}" });
const SINCE = words({ en: "Since Kubernetes 1.{minor}", ja: "Kubernetes 1.{minor} 以降" });
const DEPRECATED = words({ en: "Deprecated since Kubernetes 1.{minor}.", ja: "Kubernetes 1.{minor} で非推奨です。" });
const DEPRECATED_VALUE = words({
  en: "Deprecated since Kubernetes 1.{minor}; use {instead}.",
  ja: "Kubernetes 1.{minor} で非推奨です。{instead} を使ってください。",
});
const REFERENCE = words({ en: "Kubernetes documentation", ja: "Kubernetes ドキュメント" });

/** A field in the product's words: its meaning, default, allowed values, types and minors, and a page to read on. */
export function fieldBlocks(field: Field, minor: number, locale: Locale): readonly Block[] {
  const { meaning, defaultsTo, types, since, deprecatedSince, instead } = field;
  const text = (message: Message): string => render(message, locale);
  const allowed = allowedText(field, minor, locale);
  const facts = [
    defaultsTo && DEFAULT({ value: text(defaultsTo) }),
    allowed === undefined ? undefined : ALLOWED({ values: allowed }),
    types && TYPES({ types: types.join(", ") }),
    since === undefined ? undefined : SINCE({ minor: since }),
  ].filter((message) => message !== undefined);
  const deprecated =
    deprecatedSince === undefined ? [] : [DEPRECATED({ minor: deprecatedSince }), ...(instead ? [instead] : [])];
  return [
    { kind: "prose", text: text(meaning) },
    ...(deprecated.length === 0 ? [] : [{ kind: "prose", text: deprecated.map(text).join(" ") } satisfies Block]),
    ...facts.map((message): Block => ({ kind: "prose", text: text(message) })),
    pageOfField(field, locale),
  ];
}

/** The page of the Kubernetes documentation about a field. */
export function pageOfField({ link }: Field, locale: Locale): Block {
  return { kind: "reference", title: render(REFERENCE(), locale), url: link };
}

/** One value of a field in the product's words. */
export function valueBlocks(
  { meaning, since, deprecatedSince, instead }: FieldValue,
  locale: Locale,
): readonly Block[] {
  const facts = [
    meaning,
    since === undefined ? undefined : SINCE({ minor: since }),
    deprecatedSince === undefined ? undefined : DEPRECATED_VALUE({ minor: deprecatedSince, instead: instead ?? "" }),
  ].filter((message) => message !== undefined);
  return facts.map((message): Block => ({ kind: "prose", text: render(message, locale) }));
}

function allowedText({ values, allowed, shape }: Field, minor: number, locale: Locale): string | undefined {
  const known = values.filter(({ since }) => since === undefined || since <= minor);
  if (known.length > 0) return known.map(({ value }) => `\`${value}\``).join(", ");
  if (allowed !== undefined) return render(allowed, locale);
  return shape === "boolean" ? "`true`, `false`" : undefined;
}

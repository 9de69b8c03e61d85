/** The languages that the product speaks; English where a language is not among them. */
export type Locale = "en" | "ja";

/** A sentence of the product in every language; `{name}` is a placeholder, `{count|Pod|Pods}` chooses by number. */
export interface Sentence {
  readonly en: string;
  readonly ja: string;
}

/** The values that a sentence's placeholders take. */
export type WordValues = Readonly<Record<string, string | number>>;

/** A sentence with its values: plain data, rendered only at the edge where the reader's language is known. */
export interface Message {
  readonly sentence: Sentence;
  readonly values: WordValues;
}

type NameIn<P extends string> = P extends `${infer Name}|${string}` ? Name : P;

/** The names of the placeholders of a sentence, as a union of string literals. */
export type PlaceholderOf<S extends string> = S extends `${string}{${infer P}}${infer Rest}`
  ? NameIn<P> | PlaceholderOf<Rest>
  : never;

type SamePlaceholders<English extends string, Japanese extends string> = [
  PlaceholderOf<English>,
  PlaceholderOf<Japanese>,
] extends [PlaceholderOf<Japanese>, PlaceholderOf<English>]
  ? unknown
  : { readonly "both languages need the same placeholders": never };

/** What makes a {@link Message} out of a sentence's values; the compiler asks for exactly its placeholders. */
export type Phrase<Name extends string> = [Name] extends [never]
  ? () => Message
  : (values: Readonly<Record<Name, string | number>>) => Message;

/**
 * Declares a sentence in every language and returns what fills it in.
 * The compiler refuses a pair of texts whose placeholders differ.
 */
export function words<const English extends string, const Japanese extends string>(
  sentence: { readonly en: English; readonly ja: Japanese } & SamePlaceholders<English, Japanese>,
): Phrase<PlaceholderOf<English>> {
  const phrase = (values: WordValues = {}): Message => ({ sentence, values });
  return phrase as Phrase<PlaceholderOf<English>>;
}

const PLACEHOLDER = /\{([A-Za-z]+)(?:\|([^|}]*)\|([^|}]*))?\}/g;

/** The text of a message in a language; a number chooses between the two forms of `{count|one|many}`. */
export function render(message: Message, locale: Locale): string {
  return message.sentence[locale].replace(PLACEHOLDER, (_, name: string, one?: string, many?: string) => {
    const value = message.values[name] ?? "";
    if (one === undefined || many === undefined) return String(value).replace(UNSEEN, codePointOf);
    return value === 1 ? one : many;
  });
}

/** What looks like nothing or like a space, or turns text around: it comes with what is pasted, and has to be seen. */
const UNSEEN = /[\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u3000\ufeff]/g;

function codePointOf(character: string): string {
  return `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** The language for a client's locale tag such as `ja-JP`; English for any that is not spoken, and for none. */
export function localeOf(tag: string | undefined): Locale {
  return tag?.toLowerCase().startsWith("ja") ? "ja" : "en";
}

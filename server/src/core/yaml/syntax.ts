import type { ErrorCode } from "yaml";
import type { Diagnostic, Fix } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import type { Span } from "../span.ts";
import { type Message, words } from "../words.ts";

const EXPLANATIONS: Partial<Record<ErrorCode, () => Message>> = {
  ALIAS_PROPS: words({
    en: "An alias takes no anchor and no tag of its own.",
    ja: "エイリアスにアンカーやタグは付けられません。",
  }),
  BAD_ALIAS: words({
    en: "This is not a valid anchor or alias name.",
    ja: "アンカーまたはエイリアスの名前として正しくありません。",
  }),
  BAD_DIRECTIVE: words({
    en: "kubectl does not accept YAML directives. Remove this line.",
    ja: "kubectl は YAML ディレクティブを受け付けません。この行を削除してください。",
  }),
  BAD_DQ_ESCAPE: words({
    en: "This escape is not known between double quotes. Write \\\\ for a backslash, or use single quotes.",
    ja: "二重引用符の中で使えないエスケープです。バックスラッシュは \\\\ と書くか、一重引用符を使ってください。",
  }),
  BAD_INDENT: words({
    en: "The indentation does not fit its neighbours. Align it with the other keys or items of the same level.",
    ja: "インデントが前後と合っていません。同じ階層のキーや項目にそろえてください。",
  }),
  BAD_SCALAR_START: words({
    en: "A value cannot begin with this character unless it is quoted.",
    ja: "値をこの文字で始めるには引用符が必要です。",
  }),
  BLOCK_AS_IMPLICIT_KEY: words({
    en: "Two keys stand on one line. Put the second one on a line of its own, or quote the value.",
    ja: "1 行に 2 つのキーがあります。次の行に分けるか、値を引用符で囲んでください。",
  }),
  BLOCK_IN_FLOW: words({
    en: "Between brackets only the bracket style can be used, not indented lines.",
    ja: "括弧の中ではインデントによる書き方は使えません。",
  }),
  KEY_OVER_1024_CHARS: words({
    en: "A key can have at most 1,024 characters on one line.",
    ja: "1 行のキーは 1,024 文字までです。",
  }),
  MULTILINE_IMPLICIT_KEY: words({
    en: "A key must end on the line where it begins. Is a colon or a quote missing here?",
    ja: "キーは 1 行に収める必要があります。コロンか引用符が抜けていませんか。",
  }),
  MULTIPLE_ANCHORS: words({
    en: "A value can have only one anchor.",
    ja: "値に付けられるアンカーは 1 つだけです。",
  }),
  MULTIPLE_TAGS: words({
    en: "A value can have only one tag.",
    ja: "値に付けられるタグは 1 つだけです。",
  }),
  TAB_AS_INDENT: words({
    en: "A tab is used as indentation. YAML allows only spaces there.",
    ja: "インデントにタブが使われています。YAML では空白だけが使えます。",
  }),
};

const MISSING = words({
  en: "Something is missing here: a closing quote or bracket, a comma, or a space behind a colon.",
  ja: "ここで何かが不足しています。閉じる引用符や括弧、コンマ、コロンの後の空白を確認してください。",
});

const NOT_YAML = words({
  en: "This cannot be read as YAML. Check the lines around it for a missing colon, quote or bracket.",
  ja: "YAML として読めません。前後の行でコロン、引用符、括弧が抜けていないか確認してください。",
});

/** A finding of the YAML parser, in the product's own words. Documented as `yaml-syntax`. */
export function syntaxProblem(code: ErrorCode, span: Span): Diagnostic {
  const explain = EXPLANATIONS[code] ?? (code === "MISSING_CHAR" ? MISSING : NOT_YAML);
  return problem("yaml-syntax", explain(), span);
}

/** A line that begins with a tab outside brackets and quotes, which the parser lets pass and kubectl does not. */
export function tabProblem(span: Span): Diagnostic {
  return syntaxProblem("TAB_AS_INDENT", span);
}

const DASH = words({
  en: "A list item cannot stand here. Give its dash the indentation of the list's other items, or write --- on this line before another object.",
  ja: "ここにはリストの項目を書けません。リストのほかの項目にダッシュのインデントをそろえるか、次のオブジェクトの前なら --- と書いてください。",
});

/** The dash of an item where no list is. Documented as `yaml-syntax`. */
export function dashProblem(span: Span): Diagnostic {
  return problem("yaml-syntax", DASH(), span);
}

const NESTED = words({
  en: "The key above has its value already, so nothing can be indented under it. Align this line with that key, or remove the value.",
  ja: "上のキーにはすでに値があるため、その下に字下げして書くことはできません。この行を上のキーにそろえるか、値を削除してください。",
});

/** A line that is indented under a value. Documented as `yaml-syntax`. */
export function nestedProblem(span: Span): Diagnostic {
  return problem("yaml-syntax", NESTED(), span);
}

const QUOTE = words({ en: "This quote is not closed.", ja: "この引用符は閉じられていません。" });

/** A quote without its counterpart. Documented as `yaml-syntax`. */
export function quoteProblem(span: Span): Diagnostic {
  return problem("yaml-syntax", QUOTE(), span);
}

const BRACKET = words({ en: "This bracket is not closed.", ja: "この括弧は閉じられていません。" });

/** A bracket without its counterpart. Documented as `yaml-syntax`. */
export function bracketProblem(span: Span): Diagnostic {
  return problem("yaml-syntax", BRACKET(), span);
}

const ONE_TEXT = words({
  en: "To YAML this is one piece of text, not an object. Write a colon and a space behind each key.",
  ja: "YAML としては全体が一つの文字列で、オブジェクトになっていません。各キーの後に半角のコロンと空白を書いてください。",
});

/** A document of keys whose colons are none. Documented as `yaml-syntax`. */
export function oneTextProblem(span: Span): Diagnostic {
  return problem("yaml-syntax", ONE_TEXT(), span);
}

const UNREAD = words({
  en: "kubectl reads no further than here: the object has ended. Put a line with --- before the next one, or fix the indentation.",
  ja: "オブジェクトはここで終わっており、kubectl はこの先を読みません。次のオブジェクトの前に --- の行を置くか、インデントを直してください。",
});

const ADD_SEPARATOR = words({ en: "Add the line ---", ja: "--- の行を追加する" });

/** Puts a line `---` before the line that begins at this offset. */
export function separatorFix(text: string, lineStart: number, certain: boolean): Fix {
  const newText = text.includes("\r\n") ? "---\r\n" : "---\n";
  return { title: ADD_SEPARATOR(), edits: [{ span: [lineStart, lineStart], newText }], certain };
}

/**
 * Text from an offset on, behind the end of an object, which kubectl leaves unread; another object may begin there.
 * Documented as `yaml-syntax`.
 */
export function unreadProblem(text: string, offset: number): Diagnostic {
  const found = problem("yaml-syntax", UNREAD(), [offset, text.length], "warning");
  const isObject = text[offset - 1] === "\n" && /^(?:apiVersion|kind)[ \t]*:/.test(text.slice(offset, offset + 100));
  return isObject ? { ...found, fixes: [separatorFix(text, offset, false)] } : found;
}

const SEPARATOR = words({
  en: "kubectl refuses {text} behind ---. Only blanks or a comment can follow it; put the content on the next line.",
  ja: "kubectl は --- の後の {text} を受け付けません。空白かコメントだけが置けます。内容は次の行に書いてください。",
});

/** Text behind `---` on its line. Documented as `document-separator`. */
export function separatorProblem(text: string, span: Span): Diagnostic {
  return problem("document-separator", SEPARATOR({ text }), span);
}

const UNKNOWN_ALIAS = words({
  en: "No anchor is named {name} before this place in the document.",
  ja: "このドキュメントのここより前に {name} という名前のアンカーはありません。",
});

/** An alias without an anchor before it. Documented as `yaml-syntax`. */
export function aliasProblem(name: string, span: Span): Diagnostic {
  return problem("yaml-syntax", UNKNOWN_ALIAS({ name }), span);
}

const KEY = words({
  en: "A key must be text. kubectl refuses null, lists and maps as keys.",
  ja: "キーはテキストでなければなりません。kubectl は null、リスト、マップのキーを受け付けません。",
});

/** A key that has no JSON form. Documented as `yaml-syntax`. */
export function keyProblem(span: Span): Diagnostic {
  return problem("yaml-syntax", KEY(), span);
}

const MERGE = words({
  en: "The key << merges maps. Give it a map, an alias of one, or a list of these, or quote the key.",
  ja: "キー << はマップを取り込みます。マップ、その別名、またはそれらのリストを指定するか、キーを引用符で囲んでください。",
});

/** A merge key whose value is no map. Documented as `yaml-syntax`. */
export function mergeProblem(span: Span): Diagnostic {
  return problem("yaml-syntax", MERGE(), span);
}

const NUMBER = words({
  en: "{text} is infinity or not a number. JSON has no such value, so kubectl refuses it.",
  ja: "{text} は無限大または非数です。JSON で表せないため kubectl は受け付けません。",
});

/** `.inf` or `.nan`. Documented as `yaml-syntax`. */
export function numberProblem(text: string, span: Span): Diagnostic {
  return problem("yaml-syntax", NUMBER({ text }), span);
}

const CONTROL_CHARACTER = words({
  en: "A control character (code {code}) stands here. YAML does not allow it.",
  ja: "制御文字(コード {code})があります。YAML では使えません。",
});

/** A character that YAML does not allow. Documented as `yaml-syntax`. */
export function controlCharacterProblem(code: number, span: Span): Diagnostic {
  return problem("yaml-syntax", CONTROL_CHARACTER({ code }), span);
}

const TOO_DEEP = words({
  en: "This is nested more than {limit} levels deep. The document is not read.",
  ja: "入れ子が {limit} 階層を超えています。このドキュメントは読み込みません。",
});

/** Nesting beyond the limit. Documented as `limit-reached`. */
export function depthProblem(span: Span): Diagnostic {
  return problem("limit-reached", TOO_DEEP({ limit: LIMITS.depth }), span, "warning");
}

const TOO_MANY_NODES = words({
  en: "With its aliases followed this document has more than {limit} values. It is not read.",
  ja: "エイリアスを展開すると値が {limit} 個を超えます。このドキュメントは読み込みません。",
});

/** More values than the limit. Documented as `limit-reached`. */
export function nodesProblem(span: Span): Diagnostic {
  return problem("limit-reached", TOO_MANY_NODES({ limit: LIMITS.nodes }), span, "warning");
}

const TOO_LONG = words({
  en: "This file has more than {limit} characters. It is not read.",
  ja: "このファイルは {limit} 文字を超えています。読み込みません。",
});

/** A file longer than the limit. Documented as `limit-reached`. */
export function lengthProblem(): Diagnostic {
  return problem("limit-reached", TOO_LONG({ limit: LIMITS.fileLength }), [0, 0], "warning");
}

const TOO_MANY_DOCUMENTS = words({
  en: "This file has more than {limit} documents. The rest is not read.",
  ja: "このファイルのドキュメントは {limit} 個を超えています。残りは読み込みません。",
});

/** More documents than the limit; the span is where reading stopped. Documented as `limit-reached`. */
export function documentsProblem(span: Span): Diagnostic {
  return problem("limit-reached", TOO_MANY_DOCUMENTS({ limit: LIMITS.documents }), span, "warning");
}

function problem(code: string, message: Message, span: Span, severity: Diagnostic["severity"] = "error"): Diagnostic {
  return { code, severity, message, span, stage: "syntax" };
}

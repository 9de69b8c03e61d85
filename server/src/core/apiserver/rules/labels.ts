import type { Fix } from "../../diagnostic.ts";
import { words } from "../../words.ts";
import type { Field, Pair } from "../fields.ts";
import { removal, renaming, replacement, UNCERTAIN } from "../fixes.ts";
import { isDnsName, isLabelKey, isLabelValue, LABEL_LENGTH } from "../formats.ts";
import { type Context, example, exampleWith, type Finding, type Rule } from "../rule.ts";

const ANNOTATIONS_LENGTH = 256 * 1024;
const HINTS = "service.kubernetes.io/topology-aware-hints";
const MODE = "service.kubernetes.io/topology-mode";

/** What the API server asks of labels, annotations and the selector. */
export const LABEL_RULES: readonly Rule[] = [
  {
    code: "label-key-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["labels"],
    about:
      "A label key is a name of at most 63 letters, digits, `-`, `_` and `.`, optionally behind a DNS name and a slash.",
    example: {
      wrong: exampleWith(["name: till", "labels:", "  app name: till"]),
      right: exampleWith(["name: till", "labels:", "  app-name: till"]),
    },
    check: ({ labels }, context) => keyFindings(labels, "metadata.labels", context),
  },
  {
    code: "label-value-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["labels"],
    about:
      "A label value is empty, or at most 63 letters, digits, `-`, `_` and `.` that start and end with a letter or digit.",
    example: {
      wrong: exampleWith(["name: till", "labels:", "  owner: the till team"]),
      right: exampleWith(["name: till", "labels:", "  owner: the-till-team"]),
    },
    check: ({ labels }, context) => valueFindings(labels, "metadata.labels", context),
  },
  {
    code: "selector-key-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["selector"],
    about:
      "The selector's keys are label keys: a name of at most 63 letters, digits, `-`, `_` and `.`, optionally behind a DNS name and a slash.",
    example: {
      wrong: example("selector:", "  app name: till", "ports:", "  - port: 80"),
      right: example("selector:", "  app-name: till", "ports:", "  - port: 80"),
    },
    check: ({ selector }, context) => keyFindings(selector, "spec.selector", context),
  },
  {
    code: "selector-value-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["selector"],
    about:
      "The selector's values are label values: at most 63 letters, digits, `-`, `_` and `.` that start and end with a letter or digit. No Pod could carry another one.",
    example: {
      wrong: example("selector:", "  app: till front", "ports:", "  - port: 80"),
      right: example("selector:", "  app: till-front", "ports:", "  - port: 80"),
    },
    check: ({ selector }, context) => valueFindings(selector, "spec.selector", context),
  },
  {
    code: "annotation-key-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["annotations"],
    about: "An annotation key follows the rules of label keys; upper case counts as lower case.",
    example: {
      wrong: exampleWith(["name: till", "annotations:", "  example.com/a/b: x"]),
      right: exampleWith(["name: till", "annotations:", "  example.com/a-b: x"]),
    },
    *check({ annotations }) {
      for (const { key, entry } of annotations.value ?? []) {
        if (isLabelKey(key.toLowerCase())) continue;
        const message = words({
          en: 'Annotation key "{key}" is not valid: a name of at most 63 letters, digits, "-", "_" and ".", optionally behind a DNS name and one "/".',
          ja: 'アノテーションキー "{key}" は使えません。63 文字以内の英数字、"-"、"_"、"." の名前と、その前に DNS 名と "/" を一つ置けます。',
        })({ key });
        yield { span: entry.keySpan, field: "metadata.annotations", message };
      }
    },
  },
  {
    code: "annotations-too-long",
    stage: "validate",
    kind: "TooLong",
    reads: ["annotations"],
    about: "All annotation keys and values together have at most 262144 bytes.",
    example: {
      wrong: exampleWith(["name: till", "annotations:", `  notes: ${"x".repeat(ANNOTATIONS_LENGTH)}`]),
      right: exampleWith(["name: till", "annotations:", "  notes: short"]),
    },
    *check({ annotations, metadata }) {
      const pairs = annotations.value ?? [];
      if (sumOf(pairs, ({ length }) => length) * MOST_BYTES_A_UNIT <= ANNOTATIONS_LENGTH) return;
      const bytes = sumOf(pairs, byteLength);
      if (bytes <= ANNOTATIONS_LENGTH) return;
      const message = words({
        en: "The annotations have {bytes} bytes; 262144 are allowed.",
        ja: "アノテーションが {bytes} バイトあります。上限は 262144 バイトです。",
      })({ bytes });
      yield { span: annotations.entry?.keySpan ?? metadata.span, field: "metadata.annotations", message };
    },
  },
  {
    code: "topology-annotations-differ",
    stage: "validate",
    kind: "Invalid",
    reads: ["annotations"],
    about: `\`${MODE}\` is the new name of \`${HINTS}\`. Where both are written they have to say the same.`,
    example: {
      wrong: exampleWith(["name: till", "annotations:", `  ${HINTS}: Auto`, `  ${MODE}: Disabled`]),
      right: exampleWith(["name: till", "annotations:", `  ${MODE}: Auto`]),
    },
    *check({ annotations }, { text }) {
      const hints = annotations.value?.find(({ key }) => key === HINTS);
      const mode = annotations.value?.find(({ key }) => key === MODE);
      if (hints?.value === undefined || mode?.value === undefined || hints.value === mode.value) return;
      const message = words({
        en: '"{mode}" here and "{hints}" in the old annotation topology-aware-hints contradict each other. Remove the old one.',
        ja: 'ここの "{mode}" と、古いアノテーション topology-aware-hints の "{hints}" が食い違っています。古い方を削除してください。',
      })({ mode: mode.value, hints: hints.value });
      const fixes = removal(text, annotations.node, hints.entry);
      yield { span: mode.entry.value.span, field: `metadata.annotations[${MODE}]`, message, fixes };
    },
  },
  {
    code: "topology-hints-deprecated",
    stage: "warning",
    reads: ["annotations"],
    about: `The annotation \`${HINTS}\` was renamed to \`${MODE}\` in Kubernetes 1.27.`,
    example: {
      wrong: exampleWith(["name: till", "annotations:", `  ${HINTS}: Auto`]),
      right: exampleWith(["name: till", "annotations:", `  ${MODE}: Auto`]),
    },
    *check({ annotations }, { text }) {
      const hints = annotations.value?.find(({ key }) => key === HINTS);
      if (hints === undefined) return;
      const message = words({
        en: "This annotation is on its way out. Its new name is {mode}.",
        ja: "このアノテーションは廃止予定です。新しい名前は {mode} です。",
      })({ mode: MODE });
      const both = annotations.value?.some(({ key }) => key === MODE);
      const fixes = both
        ? removal(text, annotations.node, hints.entry)
        : renaming(text, annotations.node, hints.entry, MODE);
      yield { span: hints.entry.keySpan, message, fixes, deprecated: true };
    },
  },
];

function* keyFindings(field: Field<readonly Pair[]>, path: string, { text }: Context): Iterable<Finding> {
  for (const { key, entry } of field.value ?? []) {
    if (isLabelKey(key)) continue;
    yield {
      span: entry.keySpan,
      field: path,
      message: keyProblem(key),
      fixes: keyFixes(text, field, entry.keySpan, key),
    };
  }
}

function keyFixes(
  text: string,
  field: Field<readonly Pair[]>,
  keySpan: readonly [number, number],
  key: string,
): readonly Fix[] {
  const better = toLabelValue(key.slice(key.indexOf("/") + 1));
  const entry = field.value?.find((pair) => pair.entry.keySpan === keySpan)?.entry;
  if (entry === undefined || better === "" || key.includes("/")) return [];
  return renaming(text, field.node, entry, better, UNCERTAIN);
}

function keyProblem(key: string): Finding["message"] {
  const slash = key.indexOf("/");
  const name = key.slice(slash + 1);
  if (slash >= 0 && name.includes("/")) {
    return words({
      en: 'Label key "{key}" has more than one "/". Only one is allowed, behind a DNS name.',
      ja: 'ラベルキー "{key}" に "/" が二つ以上あります。DNS 名の後に一つだけ使えます。',
    })({ key });
  }
  if (slash >= 0 && !isDnsName(key.slice(0, slash))) {
    return words({
      en: 'The part before "/" in label key "{key}" is not a DNS name in lower case.',
      ja: 'ラベルキー "{key}" の "/" より前が、英小文字の DNS 名ではありません。',
    })({ key });
  }
  if (name.length > LABEL_LENGTH) {
    return words({
      en: "The name in label key {key} has {count} characters; 63 are allowed.",
      ja: "ラベルキー {key} の名前が {count} 文字あります。63 文字までです。",
    })({ key, count: name.length });
  }
  return words({
    en: 'Label key "{key}" is not valid. Use letters, digits, "-", "_" and ".", and start and end with a letter or digit.',
    ja: 'ラベルキー "{key}" は使えません。英数字、"-"、"_"、"." を使い、英数字で始めて終えてください。',
  })({ key });
}

function* valueFindings(field: Field<readonly Pair[]>, path: string, { text }: Context): Iterable<Finding> {
  for (const { key, value, entry } of field.value ?? []) {
    if (value === undefined || isLabelValue(value)) continue;
    const message =
      value.length > LABEL_LENGTH
        ? words({
            en: "The value of label {key} has {count} characters; 63 are allowed.",
            ja: "ラベル {key} の値が {count} 文字あります。63 文字までです。",
          })({ key, count: value.length })
        : words({
            en: 'Label value "{value}" is not valid. Use letters, digits, "-", "_" and ".", and start and end with a letter or digit.',
            ja: 'ラベルの値 "{value}" は使えません。英数字、"-"、"_"、"." を使い、英数字で始めて終えてください。',
          })({ value });
    const better = toLabelValue(value);
    const certain = better !== "" && better === value.trim();
    const fixes = better === "" ? [] : replacement(text, entry.value, better, { certain });
    yield { span: entry.value.span, field: path, message, fixes };
  }
}

function toLabelValue(text: string): string {
  const cut = text.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return cut.slice(0, LABEL_LENGTH).replace(/[^A-Za-z0-9]+$/, "");
}

/** Of a UTF-16 code unit in UTF-8. */
const MOST_BYTES_A_UNIT = 3;

function sumOf(pairs: readonly Pair[], measure: (text: string) => number): number {
  let sum = 0;
  for (const { key, value = "" } of pairs) sum += measure(key) + measure(value);
  return sum;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else bytes += code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

import { isLabelKey, isLabelValue, isPortName } from "../apiserver/formats.ts";
import type { Edit } from "../diagnostic.ts";
import { renameKey, setScalar } from "../manifest/edit.ts";
import { type Message, words } from "../words.ts";
import type { PodSelector } from "../workspace/podSelectors.ts";
import type { ScalarNode } from "../yaml/node.ts";
import type { Navigation } from "./navigation.ts";
import { type Occurrence, occurrencesOf } from "./occurrences.ts";
import type { Topic } from "./topic.ts";

/** What can be renamed: a label's key, a label's value, or the name of a port. */
export type Renameable = Extract<Topic, { kind: "label" | "containerPort" | "servicePort" }>;

/** An edit of a rename, with the place that it is for. */
export interface RenameEdit extends Required<Edit> {
  readonly occurrence: Occurrence;
}

/** A rename, or why it cannot be done. `untouched` are URIs of files with places that could not be changed. */
export type Rename =
  | { readonly kind: "refused"; readonly why: Message }
  | { readonly kind: "edits"; readonly edits: readonly RenameEdit[]; readonly untouched: readonly string[] };

/** The topic as one that can be renamed; undefined for the name of a Service, a port's number, and for nothing. */
export function renameable(topic: Topic | undefined): Renameable | undefined {
  if (topic?.kind === "label" || topic?.kind === "containerPort" || topic?.kind === "servicePort") return topic;
  return undefined;
}

const KEY = words({
  en: "{name} is no label key: at most 63 letters, digits, -, _ and ., after a DNS name and a slash if need be.",
  ja: "{name} はラベルキーではありません。63 文字以内の英数字、-、_、. で、必要なら前に DNS 名とスラッシュを付けます。",
});
const VALUE = words({
  en: "{name} is no label value: at most 63 letters, digits, -, _ and ., with a letter or digit at both ends.",
  ja: "{name} はラベルの値ではありません。63 文字以内の英数字、-、_、. で、両端は英数字です。",
});
const PORT = words({
  en: "{name} is no port name: at most 15 lower-case letters, digits and -, with a letter.",
  ja: "{name} はポート名ではありません。15 文字以内の英小文字、数字、- で、英字を 1 つ以上含みます。",
});
const TAKEN = words({
  en: "{object} has {name} already.",
  ja: "{object} にはすでに {name} があります。",
});
const NOWHERE = words({
  en: "No place of it can be changed: each is filled in by a template, an alias or a kustomization.",
  ja: "変更できる箇所がありません。テンプレート、エイリアス、または kustomization が値を決めています。",
});

/** The edits that rename a topic everywhere it means the same. `textOf` gives the text of a file as it is now. */
export function rename(
  navigation: Navigation,
  topic: Renameable,
  newName: string,
  textOf: (uri: string) => string | undefined,
): Rename {
  const wrong = whyNot(topic, newName);
  if (wrong !== undefined) return { kind: "refused", why: wrong };
  const occurrences = occurrencesOf(navigation, topic);
  const taken = occurrences.find((occurrence) => hasAlready(occurrence, topic, newName));
  if (taken !== undefined) return { kind: "refused", why: TAKEN({ object: objectText(taken), name: newName }) };
  const edits: RenameEdit[] = [];
  const untouched = new Set<string>();
  for (const occurrence of occurrences) {
    const text = textOf(occurrence.uri);
    const edit = text === undefined ? undefined : editOf(text, occurrence, topic, newName);
    if (edit === undefined) untouched.add(occurrence.uri);
    else edits.push({ ...edit, file: occurrence.uri, occurrence });
  }
  if (edits.length === 0) return { kind: "refused", why: NOWHERE() };
  return { kind: "edits", edits, untouched: [...untouched] };
}

function whyNot(topic: Renameable, name: string): Message | undefined {
  if (topic.kind !== "label") return isPortName(name) ? undefined : PORT({ name });
  if (topic.part === "key") return isLabelKey(name) ? undefined : KEY({ name });
  return isLabelValue(name) ? undefined : VALUE({ name });
}

/** Two labels of one key, or two ports of one name, would be one. */
function hasAlready({ at: { object } }: Occurrence, topic: Renameable, name: string): boolean {
  if (topic.kind === "label") {
    if (topic.part === "value" || topic.key === name) return false;
    if (object.kind === "workload" && object.labels.some(({ key }) => key === name)) return true;
    if (object.kind === "workload" || object.kind === "policy")
      return object.podSelectors.some(wouldRepeat(topic.key, name));
    return object.kind === "service" && object.service.selector.kind === "pairs"
      ? object.service.selector.pairs.some(({ key }) => key === name)
      : false;
  }
  if (topic.name === name) return false;
  if (topic.kind === "containerPort")
    return object.kind === "workload" && object.portNames.some(({ value }) => value === name);
  return object.kind === "service" && object.service.ports.some((port) => port.name?.value === name);
}

/** Whether a selector has both keys, the old and the new one. */
function wouldRepeat(key: string, name: string): (selector: PodSelector) => boolean {
  return ({ pairs }) => [key, name].every((wanted) => pairs.some((pair) => pair.key === wanted));
}

/** An object in words: `Deployment till`. */
export function objectText({ at: { object } }: Occurrence): string {
  return `${object.objectKind} ${object.name?.value ?? ""}`.trim();
}

/** Undefined where the place does not hold the text itself, such as an alias, or holds another one by now. */
function editOf(text: string, { span }: Occurrence, topic: Renameable, name: string): Edit | undefined {
  const written = text.slice(...span);
  const isKey = topic.kind === "label" && topic.part === "key";
  const old = oldName(topic);
  if (unquoted(written) !== old && !(old === "" && written === "null")) return undefined;
  if (isKey && !/^["']?[^"'*&!]/.test(written)) return undefined;
  if (isKey) return renameKey(text, { key: old, keySpan: span, value: nodeOf(written, span), span }, name);
  return setScalar(text, nodeOf(written, span), name);
}

function oldName(topic: Renameable): string {
  if (topic.kind !== "label") return topic.name;
  return topic.part === "key" ? topic.key : (topic.value ?? "");
}

function unquoted(written: string): string {
  return /^(["']).*\1$/s.test(written) ? written.slice(1, -1) : written;
}

function nodeOf(written: string, span: ScalarNode["span"]): ScalarNode {
  const quotes: Readonly<Record<string, ScalarNode["style"]>> = { '"': "double", "'": "single" };
  const style = quotes[written[0] ?? ""] ?? "plain";
  return { kind: "scalar", span, value: unquoted(written), written: unquoted(written), style };
}

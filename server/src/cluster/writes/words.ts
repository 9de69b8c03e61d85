import { NOT_CONNECTED } from "../../core/live/notConnected.ts";
import { words } from "../../core/words.ts";

/** The sentences of writes: what was done, what was not and why, and what is said before. */
export const WRITE_WORDS = {
  created: words({
    en: "Created {kind} {name} in {namespace}.",
    ja: "{namespace} に {kind} {name} を作成しました。",
  }),
  applied: words({
    en: "Applied {kind} {name} to {namespace}.",
    ja: "{namespace} に {kind} {name} を適用しました。",
  }),
  replaced: words({
    en: "Changed {kind} {name} in {namespace}.",
    ja: "{namespace} の {kind} {name} を変更しました。",
  }),
  recreated: words({
    en: "Deleted {kind} {name} in {namespace} and created it anew.",
    ja: "{namespace} の {kind} {name} を削除し、作り直しました。",
  }),
  deleted: words({
    en: "Deleted {kind} {name} in {namespace}.",
    ja: "{namespace} の {kind} {name} を削除しました。",
  }),
  labelled: words({
    en: "Changed the labels of {kind} {name}: {labels}.",
    ja: "{kind} {name} のラベルを変更しました: {labels}。",
  }),
  withoutLabel: words({
    en: "without {key}",
    ja: "{key} なし",
  }),
  failed: words({
    en: "{kind} {name}: {reason}",
    ja: "{kind} {name}: {reason}",
  }),
  notTried: words({
    en: "{kind} {name}: cancelled before it was changed.",
    ja: "{kind} {name}: 変更する前に取り消されました。",
  }),
  deletedOnly: words({
    en: "It was deleted, but could not be created anew: {reason}",
    ja: "削除しましたが、作り直せませんでした: {reason}",
  }),
  stillThere: words({
    en: "{kind} {name} is still being deleted. Something waits for its finalizers.",
    ja: "{kind} {name} はまだ削除中です。ファイナライザーの処理を待っています。",
  }),
  changedMeanwhile: words({
    en: "It has changed since the preview. Nothing was written.",
    ja: "プレビューの後に変更されています。何も書き込みませんでした。",
  }),
  madeMeanwhile: words({
    en: "Somebody has created it since the preview. Nothing was written.",
    ja: "プレビューの後に作成されています。何も書き込みませんでした。",
  }),
  conflict: words({
    en: "Other managers own fields that this text changes: {fields}.",
    ja: "このテキストが変えるフィールドを、ほかのマネージャーが所有しています: {fields}。",
  }),
  tokenInvalid: words({
    en: "This change is out of date. Start again from the preview.",
    ja: "この変更は古くなりました。プレビューからやり直してください。",
  }),
  notConnected: NOT_CONNECTED,
  notWritable: words({
    en: "Only a Service or an EndpointSlice with a name can be written here.",
    ja: "ここで書き込めるのは、名前のある Service か EndpointSlice だけです。",
  }),
  severalNamespaces: words({
    en: "The objects are of several namespaces. Write those of one at a time.",
    ja: "オブジェクトの名前空間が複数あります。名前空間ごとに書き込んでください。",
  }),
  noTemplate: words({
    en: "{kind} has no Pod template that can be changed.",
    ja: "{kind} には変更できる Pod テンプレートがありません。",
  }),
  tooManyObjects: words({
    en: "At most {limit} objects can be written at once.",
    ja: "一度に書き込めるオブジェクトは {limit} 個までです。",
  }),
} as const;

import { words } from "../../core/words.ts";

/** The sentences of port-forwards and logs: how they end, and why they cannot begin. */
export const STREAM_WORDS = {
  noPod: words({
    en: "No running Pod has this port at present.",
    ja: "現在、このポートを持つ実行中の Pod がありません。",
  }),
  portTaken: words({
    en: "Port {port} of this machine is taken.",
    ja: "このマシンのポート {port} は使用中です。",
  }),
  notListening: words({
    en: "Port {port} of this machine can't be opened ({code}).",
    ja: "このマシンのポート {port} を開けません ({code})。",
  }),
  refused: words({
    en: "Pod {pod}: {reason}",
    ja: "Pod {pod}: {reason}",
  }),
  tooMany: words({
    en: "More than {limit} connections at once. Further ones are closed.",
    ja: "同時接続が {limit} 件を超えました。超えた接続は閉じます。",
  }),
  waiting: words({
    en: "[Podsight] The container has ended. Its log goes on once it is started again.",
    ja: "[Podsight] コンテナーが終了しました。再び起動すると、ログの続きを表示します。",
  }),
  restarted: words({
    en: "[Podsight] The container was started again; restarts: {count}.",
    ja: "[Podsight] コンテナーが再び起動しました。再起動 {count} 回。",
  }),
  logLimit: words({
    en: "The log has passed {megabytes} MB, and is followed no further. Show it again to go on from its end.",
    ja: "ログが {megabytes} MB を超えたため、これ以上は追いません。もう一度表示すると、末尾から続きます。",
  }),
} as const;

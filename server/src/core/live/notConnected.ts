import { words } from "../words.ts";

/** The sentence for what only a cluster can answer, while none is connected. */
export const NOT_CONNECTED = words({
  en: "There is no connection to a cluster.",
  ja: "クラスターに接続していません。",
});

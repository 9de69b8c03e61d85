import { words } from "../words.ts";

/** What is asked of a cluster cannot be asked. */
export const NOT_CONNECTED = words({
  en: "There is no connection to a cluster.",
  ja: "クラスターに接続していません。",
});

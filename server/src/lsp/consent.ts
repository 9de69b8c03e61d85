import { type Connection, ErrorCodes, ResponseError } from "vscode-languageserver";
import { type Locale, render, words } from "../core/words.ts";
import { CONSENT_REQUEST, type ConsentParams } from "./messages/connection.ts";

const QUESTION = words({
  en: "Run a program for the credentials of {context}? {program}",
  ja: "{context} の認証のためにプログラムを実行しますか? {program}",
});
const RUN = words({ en: "Run", ja: "実行" });

/** Whether the user lets the program run. A client without the extension's own question asks with the protocol's message. */
export async function askConsent(connection: Connection, locale: Locale, params: ConsentParams): Promise<boolean> {
  try {
    return (await connection.sendRequest(CONSENT_REQUEST, params)) === true;
  } catch (error) {
    if (!(error instanceof ResponseError) || error.code !== ErrorCodes.MethodNotFound) return false;
  }
  if (!params.mayAsk) return false;
  const program = [params.command, ...params.args].join(" ");
  const title = render(RUN(), locale);
  const question = render(QUESTION({ context: params.context, program }), locale);
  return (await connection.window.showWarningMessage(question, { title }))?.title === title;
}

import { LSPErrorCodes, ResponseError } from "vscode-languageserver-protocol";
import { type Locale, type Message, render } from "../../core/words.ts";

/** The refusal of a request that is well formed, with the sentence that the user reads. */
export function refusal(message: Message, locale: Locale): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, render(message, locale));
}

import type { Connection } from "vscode-languageserver";
import type { Log } from "./guard.ts";

/** Tells the client's log until the end, when there is nobody to tell any more. */
export function createLog({ console }: Connection): Log & { end(): void } {
  let isOver = false;
  const unlessOver = (tell: (line: string) => void) => (line: string) => {
    if (!isOver) tell(line);
  };
  return {
    info: unlessOver((line) => console.info(line)),
    warn: unlessOver((line) => console.warn(line)),
    error: unlessOver((line) => console.error(line)),
    end: () => {
      isOver = true;
    },
  };
}

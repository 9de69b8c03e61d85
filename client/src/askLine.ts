import { window } from "vscode";
import type { Checked } from "./checks.ts";
import { validator } from "./problems.ts";

/** What stands around a line to be typed. */
interface Line {
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly value?: string | undefined;
}

/** Asks for a line until `check` is content with it. What it means; undefined when nobody answered. */
export async function askLine<T>(
  title: string,
  line: Line,
  check: (text: string) => Checked<T>,
): Promise<T | undefined> {
  const { value = "", ...shown } = line;
  const text = await window.showInputBox({ title, ...shown, value, validateInput: validator(check) });
  const checked = text === undefined ? undefined : check(text);
  return checked?.kind === "good" ? checked.value : undefined;
}

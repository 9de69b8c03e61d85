import { window } from "vscode";
import type { Checked } from "./checks.ts";
import { validator } from "./problems.ts";

/** What stands around a line to be typed. */
interface Line {
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly value?: string | undefined;
}

/**
 * Asks for a line until `check` is content with it, and then `refusal`, which asks elsewhere and says what is wrong. What
 * the line means; undefined when nobody answered.
 */
export async function askLine<T>(
  title: string,
  line: Line,
  check: (text: string) => Checked<T>,
  refusal: (value: T) => Promise<string | undefined> = async () => undefined,
): Promise<T | undefined> {
  const { value = "", ...shown } = line;
  const validateInput = (typed: string): string | undefined | Promise<string | undefined> => {
    const checked = check(typed);
    return checked.kind === "good" ? refusal(checked.value) : validator(() => checked)(typed);
  };
  const text = await window.showInputBox({ title, ...shown, value, validateInput });
  const checked = text === undefined ? undefined : check(text);
  return checked?.kind === "good" ? checked.value : undefined;
}

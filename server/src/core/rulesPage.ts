/** The public page that explains every diagnostic under the heading of its code. */
const RULES_PAGE = "https://github.com/podsight/podsight/blob/main/docs/rules.md";

/** The URL at which a diagnostic's code is explained: its heading on the page of rules. */
export function rulePage(code: string): string {
  return `${RULES_PAGE}#${code}`;
}

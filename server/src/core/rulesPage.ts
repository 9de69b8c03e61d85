/** The public page that explains every diagnostic under the heading of its code. */
const RULES_PAGE = "https://github.com/podsight/podsight/blob/main/docs/rules.md";

/** Where a diagnostic's code is explained. */
export function rulePage(code: string): string {
  return `${RULES_PAGE}#${code}`;
}

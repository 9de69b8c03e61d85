/** A code of the syntax as docs/rules.md explains it. */
export interface SyntaxRule {
  readonly code: string;
  /** What is asked and why. */
  readonly about: string;
  /** Two manifests, both tried by the tests: only of the wrong one the code is said. */
  readonly example: { readonly wrong: string; readonly right: string };
}

const service = (name: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    app: till\n  ports:\n    - port: 80\n`;
const TILL = service("till");
const ADMIN = service("till-admin");

/** The codes of texts that kubectl cannot read. */
export const SYNTAX_RULES: readonly SyntaxRule[] = [
  {
    code: "yaml-syntax",
    about:
      "The text is not YAML or JSON as kubectl reads it (YAML 1.1). The message says what stands in the way: an indentation that does not fit, a quote or bracket that is not closed, a tab, or a character that only looks like one of YAML's own, such as a full-width colon. As with kubectl, the mistake that stands first is named, since behind it a parser only guesses; the next one is named when it is put right.",
    example: { wrong: TILL.replace("selector:", "selector\uff1a"), right: TILL },
  },
  {
    code: "document-separator",
    about: "kubectl cuts a file at every line that begins with `---`. Only blanks or a comment may follow on it.",
    example: { wrong: `${TILL}--- the second one\n${ADMIN}`, right: `${TILL}--- # the second one\n${ADMIN}` },
  },
];

import { l10n } from "vscode";
import type { Checked, Problem } from "./checks.ts";

/** The validator of an input box: the problem in words, undefined when what is typed is good. */
export function validator(check: (text: string) => Checked<unknown>): (text: string) => string | undefined {
  return (text) => {
    const checked = check(text);
    return checked.kind === "bad" ? problemText(checked.problem) : undefined;
  };
}

function problemText(problem: Problem): string {
  switch (problem.kind) {
    case "empty":
      return l10n.t("A value is needed.");
    case "too-long":
      return l10n.t("At most {limit} characters.", { limit: problem.limit });
    case "not-a-dns-label":
      return l10n.t("Use lower-case letters, digits and hyphens, with a letter first and no hyphen last.");
    case "not-a-namespace":
      return l10n.t("Use lower-case letters, digits and hyphens, with no hyphen first or last.");
    case "not-a-dns-name":
      return l10n.t("Use a DNS name in lower case, for example db.example.com.");
    case "not-a-label":
      return l10n.t("Write it as key=value, or as key- to take the label away.");
    case "not-a-pair":
      return l10n.t("Write it as key=value.");
    case "not-json":
      return l10n.t("This is not JSON that can be read.");
    case "not-a-patch":
      return l10n.t("Write it like {example}.", { example: problem.example });
    case "not-a-label-key":
      return l10n.t("{key} can't be a label key.", { key: problem.key });
    case "not-a-label-value":
      return l10n.t("{value} can't be a label value.", { value: problem.value });
    case "not-an-address":
      return l10n.t("{text} is not an IP address.", { text: problem.text });
    case "not-a-port":
      return l10n.t("{text} is not a port from 1 to 65535.", { text: problem.text });
    case "not-a-target-port":
      return l10n.t("{text} is neither a port number nor the name of a container port.", { text: problem.text });
    case "not-a-protocol":
      return l10n.t("{text} is not a protocol. Use TCP, UDP or SCTP.", { text: problem.text });
    case "same-label-twice":
      return l10n.t("{text} is there twice.", { text: problem.key });
    case "same-port-twice":
      return l10n.t("{text} is there twice.", { text: problem.text });
  }
}

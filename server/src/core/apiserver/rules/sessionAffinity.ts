import { words } from "../../words.ts";
import { PORTS } from "../examples.ts";
import { oneOf } from "../findings.ts";
import { replacement, UNCERTAIN } from "../fixes.ts";
import { example, type Rule } from "../rule.ts";

const AFFINITIES = ["ClientIP", "None"];

/** Whether a client stays with its Pod, and how long. */
export const SESSION_AFFINITY_RULES: readonly Rule[] = [
  {
    code: "session-affinity-unknown",
    stage: "validate",
    kind: "NotSupported",
    reads: ["sessionAffinity"],
    about: "`sessionAffinity` is `None` or `ClientIP`.",
    example: {
      wrong: example("sessionAffinity: clientIP", ...PORTS),
      right: example("sessionAffinity: ClientIP", ...PORTS),
    },
    check: ({ sessionAffinity, spec }, { text }) =>
      oneOf(text, "sessionAffinity", sessionAffinity, AFFINITIES, spec.span),
  },
  {
    code: "session-timeout-out-of-range",
    stage: "validate",
    kind: "Invalid",
    reads: ["sessionAffinity", "timeoutSeconds"],
    about: "A client stays with its Pod for 1 to 86400 seconds (a day).",
    example: {
      wrong: example(
        "sessionAffinity: ClientIP",
        "sessionAffinityConfig:",
        "  clientIP:",
        "    timeoutSeconds: 100000",
        ...PORTS,
      ),
      right: example(
        "sessionAffinity: ClientIP",
        "sessionAffinityConfig:",
        "  clientIP:",
        "    timeoutSeconds: 86400",
        ...PORTS,
      ),
    },
    *check({ sessionAffinity, timeoutSeconds, spec }, { text }) {
      const { value } = timeoutSeconds;
      if (sessionAffinity.value !== "ClientIP" || value === undefined || (value > 0 && value <= 86_400)) return;
      const message = words({
        en: "timeoutSeconds {value} is out of range: 1 to 86400 are allowed.",
        ja: "timeoutSeconds の {value} は範囲外です。1～86400 にしてください。",
      })({ value });
      const field = "spec.sessionAffinityConfig.clientIP.timeoutSeconds";
      const fixes = replacement(text, timeoutSeconds.node, value > 0 ? 86_400 : 10_800, UNCERTAIN);
      yield { span: timeoutSeconds.node?.span ?? spec.span, field, message, fixes };
    },
  },
];

import { joined } from "../pods/explain.ts";
import type { Landing, ResolvedPort } from "../pods/resolution.ts";
import { type Message, render, words } from "../words.ts";
import { deployment, service } from "./examples.ts";
import { knowsPorts, podsNamed, targetName, targetSpan } from "./ports.ts";
import type { LintFinding, LintRule } from "./rule.ts";
import { workloadsAt } from "./selectorFinding.ts";

const DIFFERS = words({
  en: 'targetPort "{name}" is not the same number on all matched Pods:',
  ja: "targetPort「{name}」の番号は一致した Pod によって違います:",
});
const ON = words({ en: "{number} on {pods}", ja: "{pods} では {number}" });

const TWO = `${deployment("till", "{app: till, version: one}")}---
${deployment("till-next", "{app: till, version: two}", "[{name: http, containerPort: 9090}]")}---
`;
const ALIKE = `${deployment("till", "{app: till, version: one}")}---
${deployment("till-next", "{app: till, version: two}")}---
`;
const SERVICE = service("selector: {app: till}", "ports:", "  - port: 80", "    targetPort: http");

/** A named targetPort that means different numbers on different Pods: allowed, sometimes meant, and easily overlooked. */
export const targetPortNumbers: LintRule = {
  code: "target-port-numbers",
  severity: "info",
  explanation: {
    en: "A named targetPort is looked up on each Pod by itself. Where the Pods declare different numbers under the name, connections land on different ports. That works, and is useful while a port moves; it surprises whoever did not mean it.",
    ja: "名前の targetPort は Pod ごとに調べられます。同じ名前で番号が違えば、接続先のポートも Pod によって変わります。動作はし、ポートの移行中には役立ちますが、意図していないと驚きます。",
  },
  example: { wrong: `${TWO}${SERVICE}`, right: `${ALIKE}${SERVICE}` },
  check: (context) => (knowsPorts(context) ? context.resolution.ports.flatMap(checkPort) : []),
};

function checkPort({ port, landings }: ResolvedPort): readonly LintFinding[] {
  const name = targetName(port);
  if (name === undefined || landings.length < 2) return [];
  const shown = landings.toSorted((a, b) => b.pods.length - a.pods.length).slice(0, 4);
  const message = joined([DIFFERS({ name }), listed(shown.map(landingWords))]);
  const related = workloadsAt(shown.flatMap(({ pods }) => pods.slice(0, 1)));
  return [{ span: targetSpan(port), message, related }];
}

function landingWords({ number, pods }: Landing): Message {
  const named = podsNamed(pods);
  const [en, ja] = [ON({ number, pods: render(named, "en") }), ON({ number, pods: render(named, "ja") })];
  return { sentence: { en: render(en, "en"), ja: render(ja, "ja") }, values: {} };
}

function listed(parts: readonly Message[]): Message {
  const [en, ja] = (["en", "ja"] as const).map((locale) => parts.map((part) => render(part, locale)));
  return { sentence: { en: `${en?.join(", ")}.`, ja: `${ja?.join("、")}。` }, values: {} };
}

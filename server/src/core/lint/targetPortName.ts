import type { Diagnostic, Fix } from "../diagnostic.ts";
import { setScalar } from "../manifest/edit.ts";
import { valueAt } from "../manifest/node.ts";
import type { Pod } from "../pods/pod.ts";
import type { ResolvedPort } from "../pods/resolution.ts";
import { nearest } from "../typo.ts";
import { type Message, words } from "../words.ts";
import type { LintContext, LintRule } from "./rule.ts";

const NO_POD_DECLARES = words({
  en: 'targetPort "{name}": no matched Pod declares a {protocol} port of that name. They declare {declared}.',
  ja: "targetPort「{name}」: 一致した Pod のどれもその名前の {protocol} ポートを宣言していません。宣言されているのは {declared} です。",
});
const NO_NAMED_PORT = words({
  en: 'targetPort "{name}": no matched Pod declares a port of that name, or any named {protocol} port.',
  ja: "targetPort「{name}」: 一致した Pod はその名前のポートも、ほかの名前付き {protocol} ポートも宣言していません。",
});
const SOME_PODS_LACK = words({
  en: 'targetPort "{name}": {missing} of {all} matched Pods do not declare a {protocol} port of that name and get no traffic.',
  ja: "targetPort「{name}」: 一致した {all} 個の Pod のうち {missing} 個がその名前の {protocol} ポートを宣言しておらず、トラフィックを受け取りません。",
});
const USE = words({ en: "Use {name}", ja: "{name} を使う" });

/**
 * A named targetPort that no matched Pod declares, or only some: the EndpointSlice controller leaves those Pods out of
 * the port without a word. Offline it is said only of workloads that the selector matches.
 */
export const targetPortName: LintRule = {
  code: "target-port-name",
  severity: "warning",
  explanation: {
    en: "A targetPort that is a name lands on the container port of that name and protocol. A Pod that declares no such port gets no traffic from this Service port, and nothing reports it.",
    ja: "名前で書いた targetPort は、その名前とプロトコルのコンテナポートに届きます。宣言していない Pod はこのポートのトラフィックを受け取らず、どこにも報告されません。",
  },
  wrong: "targetPort: htp  # the containers declare http",
  right: "targetPort: http",
  check: (context) => context.resolution.ports.flatMap((resolved) => checkPort(resolved, context)),
};

function checkPort(resolved: ResolvedPort, context: LintContext): readonly Diagnostic[] {
  const { port, missing, landings } = resolved;
  const { targetPort, protocol } = port;
  if (typeof targetPort?.value !== "string" || targetPort.value === "" || missing.length === 0) return [];
  if (!isKnown(context)) return [];
  const name = targetPort.value;
  const declared = declaredNames(missing, protocol);
  const all = missing.length + landings.reduce((sum, { pods }) => sum + pods.length, 0);
  const partly = landings.length > 0;
  const message = partly
    ? SOME_PODS_LACK({ name, protocol, missing: missing.length, all })
    : noneDeclares(name, protocol, declared);
  return [
    {
      code: "target-port-name",
      severity: partly ? "info" : "warning",
      message,
      span: targetPort.span,
      stage: "lint",
      fixes: partly ? [] : useNearest(context, port.index, name, declared),
    },
  ];
}

/** What is shown from before a connection was lost may have changed since. */
function isKnown({ resolution: { source } }: LintContext): boolean {
  return source.kind === "workspace" || (source.kind === "cluster" && source.knowledge.kind === "synced");
}

function noneDeclares(name: string, protocol: string, declared: readonly string[]): Message {
  if (declared.length === 0) return NO_NAMED_PORT({ name, protocol });
  return NO_POD_DECLARES({ name, protocol, declared: declared.slice(0, 5).join(", ") });
}

function declaredNames(pods: readonly Pod[], protocol: string): readonly string[] {
  const names = new Set<string>();
  for (const pod of pods) {
    for (const port of pod.ports) if (port.name !== undefined && port.protocol === protocol) names.add(port.name);
  }
  return [...names].toSorted();
}

function useNearest(
  { object, text }: LintContext,
  index: number,
  name: string,
  declared: readonly string[],
): readonly Fix[] {
  const ports = valueAt(object.node, "spec", "ports");
  const node = ports?.kind === "sequence" ? valueAt(ports.items[index], "targetPort") : undefined;
  const near = nearest(name, declared) ?? (declared.length === 1 ? declared[0] : undefined);
  if (near === undefined || node?.kind !== "scalar") return [];
  return [{ title: USE({ name: near }), edits: [setScalar(text, node, near)], certain: false }];
}

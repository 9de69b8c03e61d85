import type { Pod } from "../pods/pod.ts";
import type { ResolvedPort } from "../pods/resolution.ts";
import { nearest } from "../typo.ts";
import { type Message, words } from "../words.ts";
import { deploymentAnd, service } from "./examples.ts";
import { knowsPorts, targetName, targetSpan, useTarget } from "./ports.ts";
import type { LintContext, LintFinding, LintRule } from "./rule.ts";
import { workloadsAt } from "./selectorFinding.ts";

const NO_POD_DECLARES = words({
  en: 'targetPort "{name}": no matched Pod declares a {protocol} port of that name. They declare {declared}.',
  ja: "targetPort「{name}」: 一致した Pod のどれもその名前の {protocol} ポートを宣言していません。宣言されているのは {declared} です。",
});
const NO_NAMED_PORT = words({
  en: 'targetPort "{name}": no matched Pod declares a port of that name, or any named {protocol} port.',
  ja: "targetPort「{name}」: 一致した Pod はその名前のポートも、ほかの名前付き {protocol} ポートも宣言していません。",
});
const ONLY_SIDECARS = words({
  en: 'targetPort "{name}": of the matched Pods only sidecars (init containers with restartPolicy Always) declare it. Their names count from Kubernetes 1.33 on; this is 1.{minor}.',
  ja: "targetPort「{name}」: 一致した Pod でこれを宣言しているのはサイドカー (restartPolicy が Always の init コンテナ) だけです。その名前が使われるのは Kubernetes 1.33 からで、ここは 1.{minor} です。",
});
const ONLY_INIT = words({
  en: 'targetPort "{name}": of the matched Pods only init containers declare it. They have ended before traffic comes; the names of containers count, and from Kubernetes 1.33 on those of sidecars (init containers with restartPolicy Always).',
  ja: "targetPort「{name}」: 一致した Pod でこれを宣言しているのは init コンテナだけで、トラフィックが来る前に終了しています。使われるのはコンテナの名前と、Kubernetes 1.33 からはサイドカー (restartPolicy が Always の init コンテナ) の名前です。",
});
const SOME_PODS_LACK = words({
  en: 'targetPort "{name}": {missing} of {all} matched {all|Pod|Pods} do not declare a {protocol} port of that name and get no traffic.',
  ja: "targetPort「{name}」: 一致した {all} 個の Pod のうち {missing} 個がその名前の {protocol} ポートを宣言しておらず、トラフィックを受け取りません。",
});
const SOME_WORKLOADS_LACK = words({
  en: 'targetPort "{name}": {missing} of {all} matched workloads do not declare a {protocol} port of that name, and their Pods get no traffic.',
  ja: "targetPort「{name}」: 一致した {all} 個のワークロードのうち {missing} 個がその名前の {protocol} ポートを宣言しておらず、その Pod はトラフィックを受け取りません。",
});

/**
 * A named targetPort that no matched Pod declares, or only some: the EndpointSlice controller leaves those Pods out of
 * the port without a word. Offline it is said only of workloads that the selector matches.
 */
export const targetPortName: LintRule = {
  code: "target-port-name",
  severity: "warning",
  explanation: {
    en: "A targetPort that is a name lands on the container port of that name and protocol. A Pod that declares no such port gets no traffic from this Service port, and nothing reports it. It is information where some Pods do declare it. Names that only a sidecar declares (an init container with restartPolicy Always) count from Kubernetes 1.33 on, those of other init containers never.",
    ja: "名前で書いた targetPort は、その名前とプロトコルのコンテナポートに届きます。宣言していない Pod はこのポートのトラフィックを受け取らず、どこにも報告されません。一部の Pod が宣言しているときは情報です。サイドカー (restartPolicy が Always の init コンテナ) だけが宣言する名前は Kubernetes 1.33 から使われ、ほかの init コンテナの名前は使われません。",
  },
  example: {
    wrong: deploymentAnd(service("selector: {app: till}", "ports:", "  - port: 80", "    targetPort: htp")),
    right: deploymentAnd(service("selector: {app: till}", "ports:", "  - port: 80", "    targetPort: http")),
  },
  check: (context) =>
    knowsPorts(context) ? context.resolution.ports.flatMap((resolved) => checkPort(resolved, context)) : [],
};

function checkPort(resolved: ResolvedPort, context: LintContext): readonly LintFinding[] {
  const { port, missing, landings } = resolved;
  const name = targetName(port);
  if (name === undefined || missing.length === 0) return [];
  const span = targetSpan(port);
  const related = workloadsAt(missing.slice(0, 3));
  if (landings.length > 0) return [{ span, severity: "info", message: someLack(resolved, name), related }];
  // What another rule says better: the name is there, for another protocol.
  if (missing.some(({ ports }) => ports.some((one) => one.name === name && one.protocol !== port.protocol))) return [];
  const declared = declaredNames(missing, port.protocol);
  const near = nearest(name, declared) ?? (declared.length === 1 ? declared[0] : undefined);
  const isThere = near === name;
  return [
    {
      span,
      message: isThere
        ? ONLY_SIDECARS({ name, minor: context.snapshot.settings.minor })
        : noneDeclares(name, port.protocol, declared, missing),
      fixes: near === undefined || isThere ? [] : useTarget(context, port, near),
      related,
    },
  ];
}

function someLack({ port: { protocol }, missing, landings }: ResolvedPort, name: string): Message {
  const all = missing.length + landings.reduce((sum, { pods }) => sum + pods.length, 0);
  const sentence = missing[0]?.origin.kind === "workspace" ? SOME_WORKLOADS_LACK : SOME_PODS_LACK;
  return sentence({ name, protocol, missing: missing.length, all });
}

function noneDeclares(name: string, protocol: string, declared: readonly string[], pods: readonly Pod[]): Message {
  if (pods.some(({ initPortNames = [] }) => initPortNames.includes(name))) return ONLY_INIT({ name });
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

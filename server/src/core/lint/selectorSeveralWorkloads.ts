import type { Pod } from "../pods/pod.ts";
import { workloadOf } from "../pods/pod.ts";
import { words } from "../words.ts";
import { deployment, service } from "./examples.ts";
import type { LintRule } from "./rule.ts";
import { templatesOf } from "./selectorFinding.ts";

const SEVERAL = words({
  en: "The selector matches Pods of different applications: {names}. Connections are spread over all of them.",
  ja: "セレクターが異なるアプリケーションの Pod と一致します: {names}。接続はそのすべてに振り分けられます。",
});

const TWO = `${deployment("till", "{app: till, tier: front}")}---
${deployment("warehouse", "{app: warehouse, tier: front}")}---
`;

/** A selector that is too wide: it takes in Pods that say of themselves that they are another application. */
export const selectorSeveralWorkloads: LintRule = {
  code: "selector-several-workloads",
  severity: "info",
  explanation: {
    en: "The selector matches Pods of several workloads whose labels name different applications (`app.kubernetes.io/name`, `app`, `k8s-app`). Every connection may land on any of them. Workloads that share that name, such as a canary beside its main version, are meant to be matched together.",
    ja: "アプリケーション名のラベル (`app.kubernetes.io/name`、`app`、`k8s-app`) が異なる複数のワークロードの Pod と一致します。接続はどれにも届く可能性があります。カナリアのように同じ名前を持つワークロードは対象外です。",
  },
  example: {
    wrong: `${TWO}${service("selector: {tier: front}", "ports:", "  - port: 8080")}`,
    right: `${TWO}${service("selector: {app: till, tier: front}", "ports:", "  - port: 8080")}`,
  },
  *check({ service: { selector }, resolution }) {
    if (selector.kind !== "pairs" || applicationsOf(resolution.matched) === undefined) return;
    const applications = applicationsOf(resolution.pods);
    if (applications === undefined) return;
    const names = [...applications.keys()].slice(0, 4).join(", ");
    yield {
      span: selector.span,
      message: SEVERAL({ names }),
      related: templatesOf([...applications.values()].slice(0, 4)),
    };
  },
};

const NAMING_KEYS = ["app.kubernetes.io/name", "app", "k8s-app"] as const;

/** One Pod of each application by its workload; undefined where all are one, or one of them does not name itself. */
function applicationsOf(pods: readonly Pod[]): ReadonlyMap<string, Pod> | undefined {
  for (const key of NAMING_KEYS) {
    const byName = new Map<string, Pod>();
    for (const pod of pods) {
      const name = pod.labels.get(key);
      if (name !== undefined && !byName.has(name)) byName.set(name, pod);
    }
    if (byName.size === 0) continue;
    if (byName.size === 1 || pods.some(({ labels }) => !labels.has(key))) return undefined;
    return new Map(Array.from(byName.values(), (pod) => [named(pod), pod]));
  }
  return undefined;
}

function named(pod: Pod): string {
  const { kind, name } = workloadOf(pod);
  return `${kind} ${name}`;
}

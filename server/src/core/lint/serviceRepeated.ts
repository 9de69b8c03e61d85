import { words } from "../words.ts";
import type { KnownService } from "../workspace/knownServices.ts";
import { service } from "./examples.ts";
import { placesOf } from "./missingService.ts";
import type { LintContext, LintRule } from "./rule.ts";

const HERE = words({
  en: "This file has {count} Services {name} in one namespace. They are one Service to the cluster: what is applied last overwrites the others.",
  ja: "このファイルには同じ名前空間の Service {name} が {count} 個あります。クラスターでは一つの Service であり、最後に適用したものがほかを上書きします。",
});
const BUILT_TOGETHER = words({
  en: "Another file of this kustomization has a Service {name} as well. kustomize does not build two objects of one name.",
  ja: "この kustomization の別のファイルにも Service {name} があります。kustomize は同じ名前のオブジェクトを二つ含むものをビルドしません。",
});

const till = (port: number): string => service("selector: {app: till}", "ports:", `  - port: ${port}`);

/** Two Services of one name and namespace that go to one cluster. The same Service in two overlays is not meant. */
export const serviceRepeated: LintRule = {
  code: "service-repeated",
  severity: "warning",
  types: "any",
  explanation: {
    en: "The file has another Service of this name and namespace. To the cluster both are the same object, so what is applied last overwrites the other. It is information where the other one is in another file that the same kustomization builds, which kustomize refuses. Files beside each other may be for different clusters, and the same Service in two overlays is meant to be.",
    ja: "ファイルに同じ名前と名前空間の Service がもう一つあります。クラスターでは同じオブジェクトなので、最後に適用したものがもう一方を上書きします。同じ kustomization がビルドする別のファイルにあるときは情報です (kustomize は拒否します)。同じフォルダーの別のファイルは別のクラスター用かもしれず、二つのオーバーレイにある同じ Service は意図したものです。",
  },
  example: { wrong: `${till(80)}---\n${till(81)}`, right: `${till(80)}---\n${till(81).replace("till", "till-admin")}` },
  *check(context) {
    const { name, namespaceUnknown } = context.service;
    if (name === undefined || name.value === "" || namespaceUnknown) return;
    const count = countInFile(context);
    if (count > 1) {
      yield { span: name.span, message: HERE({ name: name.value, count }) };
      return;
    }
    const other = builtTogether(context);
    if (other === undefined) return;
    const message = BUILT_TOGETHER({ name: name.value });
    yield { span: name.span, severity: "info", message, related: placesOf(other) };
  },
};

function countInFile({ service: { name, namespace }, uri, snapshot }: LintContext): number {
  const repeated = snapshot.workspace.claims?.repeatedServices.find(
    (one) => one.uri === uri && one.name === name?.value && one.namespace === namespace?.value,
  );
  return repeated?.count ?? 1;
}

/** A Service of another file that becomes this one's object in one of the forms that kustomizations give it. */
function builtTogether({ service: { name, namespace }, uri, snapshot }: LintContext): KnownService | undefined {
  const { services, forms = new Map(), patches } = snapshot.workspace;
  for (const { kustomization, prefix, suffix, namespace: formed } of forms.get(uri) ?? []) {
    const found = services?.named(prefix + (name?.value ?? "") + suffix).find((one) => {
      const isOther = one.uri !== uri && one.kustomization === kustomization && !patches?.has(one.uri);
      return isOther && one.name === prefix + name?.value + suffix && one.namespace === (formed ?? namespace?.value);
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

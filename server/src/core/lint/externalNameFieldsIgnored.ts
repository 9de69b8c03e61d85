import { removal } from "../apiserver/fixes.ts";
import { words } from "../words.ts";
import type { Entry } from "../yaml/node.ts";
import { entryOf } from "../yaml/node.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const IGNORED = words({
  en: "{field} does nothing here: type ExternalName is an alias in DNS and has no Pods.",
  ja: "ここでは {field} は効きません。タイプ ExternalName は DNS の別名で、Pod を持たないためです。",
});

/**
 * Fields about Pods on an alias. Only a hint: who switches back needs the selector again. Ports are left alone: some
 * ingress controllers read them.
 */
export const externalNameFieldsIgnored: LintRule = {
  code: "external-name-fields-ignored",
  severity: "hint",
  types: ["ExternalName"],
  reads: ["selector", "sessionAffinity"],
  explanation: {
    en: "A Service of type ExternalName is an alias in DNS: nothing is forwarded, so its selector, its node ports and its session affinity do nothing. Ports are not used either, but some ingress controllers read them.",
    ja: "タイプ ExternalName の Service は DNS の別名で、何も転送しません。セレクター、nodePort、セッションアフィニティは効きません。ポートも使われませんが、読み取る Ingress コントローラーがあります。",
  },
  example: {
    wrong: service("type: ExternalName", "externalName: till.example.com", "selector: {app: till}"),
    right: service("type: ExternalName", "externalName: till.example.com"),
  },
  *check({ fields, text }) {
    const { spec, selector, sessionAffinity, ports } = fields;
    const isSticky = sessionAffinity.value === "ClientIP";
    const written: readonly (Entry | undefined)[] = [
      (selector.value?.length ?? 0) > 0 ? selector.entry : undefined,
      isSticky ? sessionAffinity.entry : undefined,
    ];
    for (const entry of written) {
      if (entry === undefined) continue;
      yield { span: entry.span, message: IGNORED({ field: entry.key }), fixes: removal(text, spec.map, entry) };
    }
    for (const { node, nodePort } of ports.value ?? []) {
      const entry = nodePort.value ? entryOf(node, "nodePort") : undefined;
      if (entry === undefined) continue;
      yield { span: entry.span, message: IGNORED({ field: "nodePort" }), fixes: removal(text, node, entry) };
    }
  },
};

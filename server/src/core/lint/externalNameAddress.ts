import { textOf } from "../apiserver/fields.ts";
import { parseAddress } from "../apiserver/ip.ts";
import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const ADDRESS = words({
  en: "externalName is a DNS name, and {value} is an IP address. The cluster's DNS does not answer for it.",
  ja: "externalName は DNS 名ですが、{value} は IP アドレスです。クラスターの DNS はこれに答えません。",
});

/** An address passes as a DNS name of digits; an alias to it leads nowhere. */
export const externalNameAddress: LintRule = {
  code: "external-name-address",
  severity: "warning",
  types: ["ExternalName"],
  reads: ["externalName"],
  explanation: {
    en: "A Service of type ExternalName is an alias in DNS for another name. The API server accepts an IPv4 address as a name of digits, but there is no such name to be resolved. For an address, write a Service without a selector and an EndpointSlice.",
    ja: "タイプ ExternalName の Service は DNS の別名です。API サーバーは IPv4 アドレスを数字の名前として受け付けますが、その名前は解決できません。アドレスにはセレクターのない Service と EndpointSlice を使います。",
  },
  example: {
    wrong: service("type: ExternalName", "externalName: 192.0.2.10"),
    right: service("type: ExternalName", "externalName: till.example.com"),
  },
  *check({ fields: { externalName, spec } }) {
    const value = textOf(externalName);
    if (parseAddress(value) === undefined) return;
    yield { span: externalName.node?.span ?? spec.span, message: ADDRESS({ value }) };
  },
};

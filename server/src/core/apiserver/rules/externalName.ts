import { words } from "../../words.ts";
import { PORTS } from "../examples.ts";
import { type ServiceFields, textOf } from "../fields.ts";
import { addition, removal, replacement, UNCERTAIN } from "../fixes.ts";
import { isDnsName } from "../formats.ts";
import { placeOf } from "../places.ts";
import { example, type Rule } from "../rule.ts";

/** What the API server asks of type ExternalName, and of its name. */
export const EXTERNAL_NAME_RULES: readonly Rule[] = [
  ...(["clusterIPs", "ipFamilies"] as const).map(
    (name): Rule => ({
      code: name === "clusterIPs" ? "external-name-with-cluster-ip" : "external-name-with-ip-families",
      stage: "validate",
      kind: "Forbidden",
      reads: ["type", "clusterIP", name],
      about:
        name === "clusterIPs"
          ? "A Service of type ExternalName is an alias in DNS and has no address."
          : "A Service of type ExternalName has no address, and so no IP families.",
      example: {
        wrong: example(
          "type: ExternalName",
          "externalName: till.example.com",
          name === "clusterIPs" ? "clusterIP: 10.96.0.77" : "ipFamilies: [IPv4]",
        ),
        right: example("type: ExternalName", "externalName: till.example.com"),
      },
      *check(service, { text }) {
        const field = service[name];
        if (service.type.value !== "ExternalName" || (field.value?.length ?? 0) === 0) return;
        const written = field.entry?.key ?? name;
        const message = words({
          en: "{field} is not for type ExternalName, which has no address of its own.",
          ja: "{field} はタイプ ExternalName では使えません。固有のアドレスを持たないためです。",
        })({ field: written });
        yield {
          span: field.entry?.span ?? service.spec.span,
          field: `spec.${name}`,
          message,
          fixes: addressRemoval(text, service, name),
        };
      },
    }),
  ),
  {
    code: "external-name-with-ip-family-policy",
    stage: "validate",
    kind: "Forbidden",
    reads: ["type", "ipFamilyPolicy"],
    about: "A Service of type ExternalName has no address, and so no IP family policy.",
    example: {
      wrong: example("type: ExternalName", "externalName: till.example.com", "ipFamilyPolicy: SingleStack"),
      right: example("type: ExternalName", "externalName: till.example.com"),
    },
    *check({ type, ipFamilyPolicy, spec }, { text }) {
      if (type.value !== "ExternalName" || ipFamilyPolicy.value === undefined) return;
      const message = words({
        en: "ipFamilyPolicy is not for type ExternalName, which has no address of its own.",
        ja: "ipFamilyPolicy はタイプ ExternalName では使えません。固有のアドレスを持たないためです。",
      })();
      const fixes = removal(text, spec.map, ipFamilyPolicy.entry);
      yield { span: ipFamilyPolicy.entry?.span ?? spec.span, field: "spec.ipFamilyPolicy", message, fixes };
    },
  },
  {
    code: "external-name-required",
    stage: "validate",
    kind: "Required",
    reads: ["type", "externalName"],
    about: "A Service of type ExternalName stands for the DNS name in `externalName`.",
    example: {
      wrong: example("type: ExternalName"),
      right: example("type: ExternalName", "externalName: till.example.com"),
    },
    *check({ type, externalName, spec }, { text }) {
      if (type.value !== "ExternalName" || !["", "."].includes(textOf(externalName))) return;
      const message = words({
        en: "Type ExternalName needs externalName: the DNS name that the Service stands for.",
        ja: "タイプ ExternalName には externalName が必要です。Service が指す DNS 名を書いてください。",
      })();
      const fixes = externalName.entry
        ? []
        : addition(text, spec.map, "externalName", "service.example.com", { after: "type" }, UNCERTAIN);
      yield {
        span: externalName.entry?.span ?? type.entry?.span ?? spec.span,
        field: "spec.externalName",
        message,
        fixes,
      };
    },
  },
  {
    code: "external-name-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["type", "externalName"],
    about: "`externalName` is a DNS name in lower case, without a scheme, port or path.",
    example: {
      wrong: example("type: ExternalName", "externalName: https://till.example.com/"),
      right: example("type: ExternalName", "externalName: till.example.com"),
    },
    *check(service, { text }) {
      const { type, externalName } = service;
      const value = textOf(externalName);
      const name = value.endsWith(".") ? value.slice(0, -1) : value;
      if (type.value !== "ExternalName" || name === "" || isDnsName(name)) return;
      const message = words({
        en: 'externalName "{value}" is not a DNS name: lower-case letters, digits, "-" and ".", no scheme, port or path.',
        ja: 'externalName "{value}" は DNS 名ではありません。英小文字、数字、"-"、"." だけで、スキーム、ポート、パスは書けません。',
      })({ value });
      const bare = value
        .trim()
        .toLowerCase()
        .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
        .replace(/[:/?#].*$/, "");
      const certain = bare === value.toLowerCase();
      const fixes = isDnsName(bare) ? replacement(text, externalName.node, bare, { certain }) : [];
      yield { span: placeOf(externalName, service.spec.span), field: "spec.externalName", message, fixes };
    },
  },
  {
    code: "external-name-ignored",
    stage: "warning",
    reads: ["type", "externalName"],
    about: "`externalName` is for type ExternalName; other types do not look at it.",
    example: {
      wrong: example("externalName: till.example.com", ...PORTS),
      right: example("type: ExternalName", "externalName: till.example.com"),
    },
    *check({ type, externalName, spec }, { text }) {
      if (type.value === "ExternalName" || textOf(externalName) === "") return;
      const message = words({
        en: "externalName does nothing here: it is for type ExternalName, and this Service is {type}.",
        ja: "ここでは externalName は効きません。タイプ ExternalName 用で、この Service は {type} です。",
      })({ type: textOf(type) });
      yield {
        span: externalName.entry?.span ?? spec.span,
        field: "spec.externalName",
        message,
        fixes: removal(text, spec.map, externalName.entry),
      };
    },
  },
];

/** Takes out what is written of the field; of the cluster IPs both forms. */
function addressRemoval(
  text: string,
  { spec, clusterIP, clusterIPs, ipFamilies }: ServiceFields,
  name: "clusterIPs" | "ipFamilies",
): ReturnType<typeof removal> {
  if (name === "ipFamilies") return removal(text, spec.map, ipFamilies.entry);
  const one = removal(text, spec.map, clusterIPs.entry);
  if (clusterIP.entry === undefined || clusterIP.entry === clusterIPs.entry) return one;
  const other = removal(text, spec.map, clusterIP.entry);
  const [first] = one;
  const [second] = other;
  if (first === undefined || second === undefined || spec.map?.style !== "block") return [];
  return [{ ...first, edits: [...first.edits, ...second.edits] }];
}

import type { Fix } from "../../diagnostic.ts";
import { words } from "../../words.ts";
import { stringOf } from "../../yaml/node.ts";
import { isHeadless } from "../defaults.ts";
import { type Field, type ServiceFields, textOf } from "../fields.ts";
import { addition, replacement, UNCERTAIN } from "../fixes.ts";
import { isDnsLabel, isDnsLabelOfOld, toDnsLabel } from "../formats.ts";
import { placeOf } from "../places.ts";
import { type Context, exampleWith, type Finding, type Rule } from "../rule.ts";

/** What the API server asks of a Service's name, of the prefix for one, and of its namespace. */
export const NAME_RULES: readonly Rule[] = [
  {
    code: "name-needed-for-address",
    stage: "allocate",
    step: "ip-allocation",
    kind: "Invalid",
    since: 33,
    on: "create",
    reads: ["name", "generateName", "type", "clusterIP", "clusterIPs"],
    about:
      "The API server books a Service's address under its name before it looks at anything else. Without a name, or with one that cannot be part of a path, the booking fails and the answer speaks of `spec.clusterIPs`.",
    example: { wrong: exampleWith(["labels:", "  app: till"]), right: exampleWith(["name: till"]) },
    *check(service, { minor, text }) {
      const { name, metadata } = service;
      const given = effectiveName(service);
      if (!getsAddress(service) || isPathSegment(given)) return;
      // Where it is to choose the address, Kubernetes 1.33 answers with an internal error that names no field.
      const isChosen = (service.clusterIPs.value?.length ?? 0) === 0;
      const said =
        minor === 33 && isChosen ? ({ kind: "InternalError" } as const) : ({ field: "spec.clusterIPs" } as const);
      if (given === "") {
        const message = words({
          en: "The Service has no name. Without one the API server cannot book an address for it, and refuses it.",
          ja: "Service に名前がありません。名前がないと API サーバーはアドレスを割り当てられず、拒否します。",
        })();
        const fixes = addition(text, metadata.map, "name", "my-service", undefined, UNCERTAIN);
        yield { ...said, span: name.node?.span ?? metadata.span, message, fixes };
        return;
      }
      const message = words({
        en: 'Name "{name}" cannot be part of a path: ".", "..", "/" and "%" are not allowed. Use lower-case letters, digits and "-".',
        ja: '名前 "{name}" はパスの一部にできません。"."、".."、"/"、"%" は使えません。英小文字、数字、"-" を使ってください。',
      })({ name: given });
      yield { ...said, span: placeOf(name, service.metadata.span), message, fixes: nameFixes(text, name) };
    },
  },
  {
    code: "name-required",
    stage: "validate",
    kind: "Required",
    on: "create",
    reads: ["name", "generateName", "type", "clusterIP", "clusterIPs"],
    about: "Every object needs `metadata.name`, or `metadata.generateName` for a name that the API server completes.",
    example: {
      wrong: exampleWith(["labels:", "  app: till"], ["type: ExternalName", "externalName: till.example.com"]),
      right: exampleWith(["name: till"], ["type: ExternalName", "externalName: till.example.com"]),
    },
    *check(service, { minor, text }) {
      if (effectiveName(service) !== "" || (minor >= 33 && getsAddress(service))) return;
      const message = words({
        en: "The Service has no name. Write metadata.name, or metadata.generateName for a name that the API server completes.",
        ja: "Service に名前がありません。metadata.name を書くか、API サーバーに名前を補わせるなら metadata.generateName を書いてください。",
      })();
      const fixes = addition(text, service.metadata.map, "name", "my-service", undefined, UNCERTAIN);
      yield { span: service.name.node?.span ?? service.metadata.span, field: "metadata.name", message, fixes };
    },
  },
  {
    code: "name-invalid",
    stage: "validate",
    kind: "Invalid",
    on: "create",
    reads: ["name", "type", "clusterIP", "clusterIPs"],
    about:
      "A Service's name becomes a DNS name. It is at most 63 lower-case letters, digits and `-`, and starts and ends with a letter or digit. Before Kubernetes 1.36 it has to start with a letter.",
    example: { wrong: exampleWith(["name: Till_Front"]), right: exampleWith(["name: till-front"]) },
    *check(service, { minor, text }) {
      const { name } = service;
      const value = textOf(name);
      if (value === "" || isServiceName(value, minor)) return;
      if (minor >= 33 && getsAddress(service) && !isPathSegment(value)) return;
      yield {
        span: placeOf(name, service.metadata.span),
        field: "metadata.name",
        message: nameProblem(value, minor),
        fixes: nameFixes(text, name),
      };
    },
  },
  {
    code: "generate-name-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["generateName"],
    about: "A name prefix follows the rules of names, except that it may end with a dash.",
    example: { wrong: exampleWith(["generateName: Till-"]), right: exampleWith(["generateName: till-"]) },
    *check(service, { minor, stored, text }) {
      const { generateName } = service;
      const value = textOf(generateName);
      // The server judges the prefix with its last two characters replaced by a letter when it ends with a dash.
      const judged = value.length > 1 && value.endsWith("-") ? `${value.slice(0, -2)}a` : value;
      // Of an update only that it can be part of a path is asked, from Kubernetes 1.34 on.
      const isValid = stored && minor >= 34 ? !/[/%]/.test(value) : isServiceName(judged, minor);
      if (value === "" || isValid) return;
      const lower = value.toLowerCase();
      const fixes = lower !== value ? replacement(text, generateName.node, lower) : [];
      yield {
        span: placeOf(generateName, service.metadata.span),
        field: "metadata.generateName",
        message: nameProblem(value, minor),
        fixes,
      };
    },
  },
  {
    code: "generated-name-invalid",
    stage: "validate",
    kind: "Invalid",
    on: "create",
    reads: ["name", "generateName", "type", "clusterIP", "clusterIPs"],
    about: "The name that the API server makes of `generateName` has to be a valid name, too.",
    example: { wrong: exampleWith(["generateName: till.front."]), right: exampleWith(["generateName: till-front-"]) },
    *check(service, { minor }) {
      const { name, generateName } = service;
      const generated = effectiveName(service);
      if (textOf(name) !== "" || generated === "" || isServiceName(generated, minor)) return;
      if (minor >= 33 && getsAddress(service) && !isPathSegment(generated)) return;
      const message = words({
        en: 'No name that is made of the prefix "{prefix}" is valid. Use lower-case letters, digits and "-".',
        ja: '接頭辞 "{prefix}" からは有効な名前を作れません。英小文字、数字、"-" を使ってください。',
      })({ prefix: textOf(generateName) });
      yield { span: placeOf(generateName, service.metadata.span), field: "metadata.name", message };
    },
  },
  {
    code: "namespace-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["namespace"],
    about: "A namespace is a DNS label: at most 63 lower-case letters, digits and `-`. The API server finds no other.",
    example: {
      wrong: exampleWith(["name: till", "namespace: Shop"]),
      right: exampleWith(["name: till", "namespace: default"]),
    },
    *check(service, { text }) {
      const { namespace } = service;
      const value = textOf(namespace);
      if (value === "" || isDnsLabel(value)) return;
      const message = words({
        en: 'Namespace "{name}" cannot exist: a namespace has at most 63 lower-case letters, digits and "-".',
        ja: '名前空間 "{name}" は存在できません。名前空間は 63 文字以内の英小文字、数字、"-" です。',
      })({ name: value });
      yield {
        span: placeOf(namespace, service.metadata.span),
        field: "metadata.namespace",
        message,
        fixes: nameFixes(text, namespace),
      };
    },
  },
];

function isServiceName(name: string, minor: number): boolean {
  return minor >= 36 ? isDnsLabel(name) : isDnsLabelOfOld(name);
}

/** The name, else one that the server would make of the prefix: at most 58 characters of it and five of its own. */
function effectiveName({ name, generateName }: ServiceFields): string {
  const prefix = textOf(generateName);
  return textOf(name) || (prefix === "" ? "" : `${prefix.slice(0, 58)}x2x2x`);
}

function isPathSegment(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/%]/.test(name);
}

/** Whether the server hands out or books an address. */
function getsAddress(service: ServiceFields): boolean {
  return service.type.value !== "ExternalName" && !isHeadless(service);
}

function nameProblem(name: string, minor: Context["minor"]): Finding["message"] {
  if (name.length > 63) {
    return words({
      en: "The name has {count} characters; a Service's name becomes a DNS label, which has at most 63.",
      ja: "名前が {count} 文字あります。Service の名前は DNS ラベルになるため、63 文字までです。",
    })({ count: name.length });
  }
  if (minor < 36 && isDnsLabel(name)) {
    return words({
      en: 'Name "{name}" starts with a digit, which Kubernetes allows from 1.36 on. Here it has to start with a letter.',
      ja: '名前 "{name}" は数字で始まっています。Kubernetes 1.36 から使えます。ここでは英字で始めてください。',
    })({ name });
  }
  return words({
    en: 'Name "{name}" is not a DNS label. Use lower-case letters, digits and "-", and start and end with a letter or digit.',
    ja: '名前 "{name}" は DNS ラベルではありません。英小文字、数字、"-" を使い、英小文字か数字で始めて終えてください。',
  })({ name });
}

function nameFixes(text: string, field: Field<string>): readonly Fix[] {
  const value = stringOf(field.node);
  const label = value === undefined ? undefined : toDnsLabel(value);
  return replacement(text, field.node, label, { certain: label === value?.toLowerCase() });
}

import { ErrorCodes, LSPErrorCodes, ResponseError } from "vscode-languageserver-protocol";
import { isDnsName, isLabelKey, isLabelValue, isPortName, isPortNumber } from "../../core/apiserver/formats.ts";
import { parseAddress } from "../../core/apiserver/ip.ts";
import { SERVICE_TYPES } from "../../core/refactor/serviceType.ts";
import { type Locale, type Message, render, words } from "../../core/words.ts";
import type { ConnectParams } from "../messages/connection.ts";
import type {
  AddLabelParams,
  ExposeOptions,
  ExposeParams,
  LabelChoicesParams,
  SwitchChoicesParams,
  SwitchTypeParams,
} from "../messages/edits.ts";
import type { FindParams } from "../messages/reading.ts";
import type { ApplyParams, ClusterWrite, LabelChanges } from "../messages/writes.ts";

/** A client is not trusted to send what the types promise: everything here is looked at before it is used. */
const LIMITS = {
  /** UTF-16 code units of a URI, a name, a token. */
  shortText: 4_096,
  /** UTF-16 code units of a manifest to be created. */
  manifest: 1024 * 1024,
  ports: 100,
  /** Objects that one write names. */
  names: 100,
  labels: 50,
} as const;

const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;

const WRONG = words({
  en: "The request is not well formed: {field}.",
  ja: "リクエストの形式が正しくありません: {field}。",
});

/** Reads the fields of one request's parameters; each reader throws a `ResponseError` that names the field. */
export interface ParamReader {
  text(field: string): string;
  optionalText(field: string): string | undefined;
  number(field: string): number;
}

/** The parameters as an object; anything else is refused. */
export function readerOf(params: unknown, locale: Locale): ParamReader {
  const object = recordOf(params);
  if (object === undefined) throw wrong("params", locale);
  const text = (field: string) => {
    const value = object.get(field);
    if (typeof value !== "string" || value.length > LIMITS.shortText) throw wrong(field, locale);
    return value;
  };
  return {
    text,
    optionalText: (field) => (object.get(field) == null ? undefined : text(field)),
    number: (field) => {
      const value = object.get(field);
      if (typeof value !== "number" || !Number.isInteger(value) || value < 0) throw wrong(field, locale);
      return value;
    },
  };
}

/** `podsight/connect` as it is needed: a context, a namespace, both, or neither. */
export function connectParams(params: unknown, locale: Locale): ConnectParams {
  const read = readerOf(params ?? {}, locale);
  const context = read.optionalText("context");
  const namespace = read.optionalText("namespace");
  return { ...(context !== undefined && { context }), ...(namespace !== undefined && { namespace }) };
}

/** `podsight/switchType`; the external name is one that the API server takes. */
export function switchTypeParams(params: unknown, locale: Locale): SwitchTypeParams {
  const read = readerOf(params, locale);
  return { uri: read.text("uri"), offset: read.number("offset"), ...typeAndName(read, locale) };
}

/** `podsight/switchChoices`: a Service of a document, else one of the cluster. */
export function switchChoicesParams(params: unknown, locale: Locale): SwitchChoicesParams {
  const read = readerOf(params, locale);
  const uri = read.optionalText("uri");
  if (uri !== undefined) return { uri, offset: read.number("offset") };
  const service = read.text("service");
  if (!isDnsName(service)) throw wrong("service", locale);
  return { ...namespaceIn(recordOf(params), locale), service };
}

/** `podsight/addLabel`; keys and values are ones that the API server takes. */
export function addLabelParams(params: unknown, locale: Locale): AddLabelParams {
  const read = readerOf(params, locale);
  return { uri: read.text("uri"), offset: read.number("offset"), labels: labelChanges(recordOf(params), locale) };
}

/** `podsight/labelChoices`: the Pods behind a Service of a document, else Pods of the cluster by name. */
export function labelChoicesParams(params: unknown, locale: Locale): LabelChoicesParams {
  const read = readerOf(params, locale);
  const object = recordOf(params);
  const labels = labelChanges(object, locale);
  const uri = read.optionalText("uri");
  if (uri !== undefined) return { uri, offset: read.number("offset"), labels };
  return { ...namespaceIn(object, locale), pods: namesIn(object, "pods", locale), labels };
}

/** `podsight/expose`; every port has numbers and names that the API server takes. */
export function exposeParams(params: unknown, locale: Locale): ExposeParams {
  const read = readerOf(params, locale);
  const ports = listOf(recordOf(params)?.get("ports"), LIMITS.ports, "ports", locale);
  return {
    id: read.text("id"),
    name: read.text("name"),
    type: serviceType(read, locale),
    ports: ports.map((port, index) => portParams(port, `ports[${index}]`, locale)),
    options: exposeOptions(recordOf(params)?.get("options"), locale),
  };
}

const FAMILY_POLICIES = ["SingleStack", "PreferDualStack", "RequireDualStack"] as const;
const AFFINITIES = ["ClientIP", "None"] as const;

/** Fields of a Service; whether the addresses suit the cluster is the cluster's to say. */
function exposeOptions(value: unknown, locale: Locale): ExposeOptions {
  const read = readerOf(value ?? {}, locale);
  const [loadBalancerIP, clusterIP] = [read.optionalText("loadBalancerIP"), read.optionalText("clusterIP")];
  const sessionAffinity = oneOf(AFFINITIES, read.optionalText("sessionAffinity"), "sessionAffinity", locale);
  const ipFamilyPolicy = oneOf(FAMILY_POLICIES, read.optionalText("ipFamilyPolicy"), "ipFamilyPolicy", locale);
  const given = recordOf(value)?.get("externalIPs");
  const externalIPs =
    given == null
      ? undefined
      : listOf(given, LIMITS.names, "externalIPs", locale).map((ip, index) => {
          if (typeof ip !== "string" || parseAddress(ip) === undefined) throw wrong(`externalIPs[${index}]`, locale);
          return ip;
        });
  return {
    ...(loadBalancerIP !== undefined && { loadBalancerIP }),
    ...(clusterIP !== undefined && { clusterIP }),
    ...(sessionAffinity !== undefined && { sessionAffinity }),
    ...(ipFamilyPolicy !== undefined && { ipFamilyPolicy }),
    ...(externalIPs !== undefined && { externalIPs }),
  };
}

function oneOf<const T extends string>(
  choices: readonly T[],
  text: string | undefined,
  field: string,
  locale: Locale,
): T | undefined {
  const choice = choices.find((one) => one === text);
  if (text !== undefined && choice === undefined) throw wrong(field, locale);
  return choice;
}

/** `podsight/dryRun`: one of the writes that there are, with names that can stand in a path. */
export function writeParams(params: unknown, locale: Locale): ClusterWrite {
  const read = readerOf(params, locale);
  const object = recordOf(params);
  switch (read.text("kind")) {
    case "create": {
      const text = object?.get("text");
      if (typeof text !== "string" || text.length > LIMITS.manifest) throw wrong("text", locale);
      return { kind: "create", text };
    }
    case "apply":
      return {
        kind: "apply",
        uri: read.text("uri"),
        offset: read.number("offset"),
        force: object?.get("force") === true,
      };
    case "delete":
      return { kind: "delete", ...namespaceIn(object, locale), services: namesIn(object, "services", locale) };
    case "switchType": {
      const service = read.text("service");
      if (!isDnsName(service)) throw wrong("service", locale);
      return {
        kind: "switchType",
        ...namespaceIn(object, locale),
        service,
        ...typeAndName(read, locale),
        recreate: object?.get("recreate") === true,
      };
    }
    case "labelPods": {
      const pods = namesIn(object, "pods", locale);
      return { kind: "labelPods", ...namespaceIn(object, locale), pods, labels: labelChanges(object, locale) };
    }
    case "labelTemplate": {
      const workload = readerOf(object?.get("workload"), locale);
      const [kind, name] = [workload.text("kind"), workload.text("name")];
      if (!isDnsName(name)) throw wrong("workload.name", locale);
      const { namespace } = namespaceIn(object, locale);
      return { kind: "labelTemplate", namespace, workload: { kind, name }, labels: labelChanges(object, locale) };
    }
    default:
      throw wrong("kind", locale);
  }
}

/** `podsight/find`; the cluster itself says whether it understands the selector. */
export function findParams(params: unknown, locale: Locale): FindParams {
  const read = readerOf(params, locale);
  const namespace = read.optionalText("namespace");
  if (namespace !== undefined && !isDnsName(namespace)) throw wrong("namespace", locale);
  return { labelSelector: read.text("labelSelector"), ...(namespace !== undefined && { namespace }) };
}

/** `podsight/apply`: a token, and what was typed where the context is protected. */
export function applyParams(params: unknown, locale: Locale): ApplyParams {
  const read = readerOf(params, locale);
  const typed = read.optionalText("typed");
  return { token: read.text("token"), ...(typed !== undefined && { typed }) };
}

/** The refusal of a request that is well formed, with the sentence that the user reads. */
export function refusal(message: Message, locale: Locale): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, render(message, locale));
}

function portParams(port: unknown, field: string, locale: Locale): ExposeParams["ports"][number] {
  const object = recordOf(port);
  const [name, number, target, protocol] = ["name", "port", "targetPort", "protocol"].map((key) => object?.get(key));
  if (name != null && typeof name !== "string") throw wrong(`${field}.name`, locale);
  if (typeof number !== "number" || !isPort(number)) throw wrong(`${field}.port`, locale);
  const targetPort = targetPortOf(target);
  if (targetPort === undefined) throw wrong(`${field}.targetPort`, locale);
  const known = PROTOCOLS.find((one) => one === protocol);
  if (known === undefined) throw wrong(`${field}.protocol`, locale);
  const nodePort = object?.get("nodePort");
  if (nodePort != null && (typeof nodePort !== "number" || !isPort(nodePort))) throw wrong(`${field}.nodePort`, locale);
  return {
    ...(name != null && { name }),
    port: number,
    targetPort,
    protocol: known,
    ...(typeof nodePort === "number" && { nodePort }),
  };
}

function targetPortOf(target: unknown): string | number | undefined {
  if (typeof target === "string") return isPortName(target) ? target : undefined;
  return typeof target === "number" && isPort(target) ? target : undefined;
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && isPortNumber(value);
}

/** The external name is one that the API server takes. */
function typeAndName(read: ParamReader, locale: Locale): Pick<SwitchTypeParams, "type" | "externalName"> {
  const externalName = read.optionalText("externalName");
  if (externalName !== undefined && !isDnsName(externalName.replace(/\.$/, ""))) throw wrong("externalName", locale);
  return { type: serviceType(read, locale), ...(externalName !== undefined && { externalName }) };
}

function serviceType(read: ParamReader, locale: Locale): (typeof SERVICE_TYPES)[number] {
  const type = SERVICE_TYPES.find((one) => one === read.text("type"));
  if (type === undefined) throw wrong("type", locale);
  return type;
}

type Fields = ReadonlyMap<string, unknown> | undefined;

function namespaceIn(object: Fields, locale: Locale): { readonly namespace: string } {
  const namespace = object?.get("namespace");
  if (typeof namespace !== "string" || !isDnsName(namespace)) throw wrong("namespace", locale);
  return { namespace };
}

/** Names of objects, fit to stand in a path. */
function namesIn(object: Fields, field: string, locale: Locale): readonly string[] {
  return listOf(object?.get(field), LIMITS.names, field, locale).map((name, index) => {
    if (typeof name !== "string" || !isDnsName(name)) throw wrong(`${field}[${index}]`, locale);
    return name;
  });
}

function labelChanges(object: Fields, locale: Locale): LabelChanges {
  const changes = [...(recordOf(object?.get("labels")) ?? [])];
  if (changes.length === 0 || changes.length > LIMITS.labels) throw wrong("labels", locale);
  const checked = changes.map(([key, value]): [string, string | null] => {
    if (!isLabelKey(key)) throw wrong("labels", locale);
    if (value !== null && (typeof value !== "string" || !isLabelValue(value))) throw wrong(`labels.${key}`, locale);
    return [key, value];
  });
  return Object.fromEntries(checked);
}

function listOf(value: unknown, limit: number, field: string, locale: Locale): readonly unknown[] {
  if (!Array.isArray(value) || value.length > limit) throw wrong(field, locale);
  return value;
}

function recordOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

function wrong(field: string, locale: Locale): ResponseError {
  return new ResponseError(ErrorCodes.InvalidParams, render(WRONG({ field }), locale));
}

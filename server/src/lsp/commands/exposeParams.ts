import { isLabelKey, isLabelValue, isPortName, isPortNumber } from "../../core/apiserver/formats.ts";
import { parseAddress } from "../../core/apiserver/ip.ts";
import { OVERRIDE_TYPES } from "../../core/overrides/override.ts";
import type { Locale } from "../../core/words.ts";
import type { ExposeOptions, ExposeOverride, ExposeParams } from "../messages/edits.ts";
import { listOf, oneOf, PARAM_LIMITS, readerOf, recordOf, serviceType, wrong } from "./paramReader.ts";

const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
const FAMILY_POLICIES = ["SingleStack", "PreferDualStack", "RequireDualStack"] as const;
const AFFINITIES = ["ClientIP", "None"] as const;

/** `podsight/expose`; every port has numbers and names that the API server takes. */
export function exposeParams(params: unknown, locale: Locale): ExposeParams {
  const read = readerOf(params, locale);
  const ports = listOf(recordOf(params)?.get("ports"), PARAM_LIMITS.ports, "ports", locale);
  return {
    id: read.text("id"),
    name: read.text("name"),
    type: serviceType(read, locale),
    ports: ports.map((port, index) => portParams(port, `ports[${index}]`, locale)),
    options: exposeOptions(recordOf(params)?.get("options"), locale),
  };
}

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
      : listOf(given, PARAM_LIMITS.names, "externalIPs", locale).map((ip, index) => {
          if (typeof ip !== "string" || parseAddress(ip) === undefined) throw wrong(`externalIPs[${index}]`, locale);
          return ip;
        });
  const [labels, selector] = [pairsIn(value, "labels", locale), pairsIn(value, "selector", locale)];
  const override = overrideOf(recordOf(value)?.get("override"), locale);
  return {
    ...(labels !== undefined && { labels }),
    ...(selector !== undefined && { selector }),
    ...(override !== undefined && { override }),
    ...(loadBalancerIP !== undefined && { loadBalancerIP }),
    ...(clusterIP !== undefined && { clusterIP }),
    ...(sessionAffinity !== undefined && { sessionAffinity }),
    ...(ipFamilyPolicy !== undefined && { ipFamilyPolicy }),
    ...(externalIPs !== undefined && { externalIPs }),
  };
}

/** Labels with keys and values that the API server takes; undefined where none are given, which is not the same as no labels. */
function pairsIn(value: unknown, field: string, locale: Locale): Readonly<Record<string, string>> | undefined {
  const given = recordOf(value)?.get(field);
  if (given == null) return undefined;
  const pairs = recordOf(given);
  if (pairs === undefined || pairs.size > PARAM_LIMITS.labels) throw wrong(field, locale);
  const checked = [...pairs].map(([key, text]): [string, string] => {
    if (!isLabelKey(key)) throw wrong(field, locale);
    if (typeof text !== "string" || !isLabelValue(text)) throw wrong(`${field}.${key}`, locale);
    return [key, text];
  });
  return Object.fromEntries(checked);
}

function overrideOf(value: unknown, locale: Locale): ExposeOverride | undefined {
  if (value == null) return undefined;
  const read = readerOf(value, locale);
  const type = oneOf(OVERRIDE_TYPES, read.text("type"), "type", locale);
  return type && { type, patch: read.text("patch") };
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

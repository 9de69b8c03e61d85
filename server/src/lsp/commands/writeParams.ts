import { isDnsName } from "../../core/apiserver/formats.ts";
import type { Locale } from "../../core/words.ts";
import type { ClusterWrite } from "../messages/writes.ts";
import {
  labelChanges,
  namesIn,
  namespaceIn,
  PARAM_LIMITS,
  readerOf,
  recordOf,
  typeAndName,
  wrong,
} from "./paramReader.ts";

/** `podsight/dryRun`: one of the writes that there are, with names that can stand in a path. */
export function writeParams(params: unknown, locale: Locale): ClusterWrite {
  const read = readerOf(params, locale);
  const object = recordOf(params);
  switch (read.text("kind")) {
    case "create": {
      const text = object?.get("text");
      if (typeof text !== "string" || text.length > PARAM_LIMITS.manifest) throw wrong("text", locale);
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

import { words } from "../../words.ts";
import { PORTS } from "../examples.ts";
import { textOf } from "../fields.ts";
import { removal } from "../fixes.ts";
import { example, type Rule } from "../rule.ts";

/** What the API server accepts in a headless Service and warns of: fields about forwarding. */
export const HEADLESS_RULES: readonly Rule[] = [
  ...(["loadBalancerIP", "externalIPs", "sessionAffinity"] as const).map(
    (name): Rule => ({
      code: {
        loadBalancerIP: "load-balancer-ip-ignored",
        externalIPs: "external-ips-ignored-headless",
        sessionAffinity: "session-affinity-ignored",
      }[name],
      stage: "warning",
      since: 34,
      reads: ["type", "clusterIP", name],
      about:
        "A headless Service forwards no traffic: clients connect to the Pods themselves. Fields about forwarding do nothing there.",
      example: {
        wrong: example(
          "clusterIP: None",
          {
            loadBalancerIP: "loadBalancerIP: 192.0.2.10",
            externalIPs: "externalIPs: [192.0.2.10]",
            sessionAffinity: "sessionAffinity: ClientIP",
          }[name],
          ...PORTS,
        ),
        right: example("clusterIP: None", ...PORTS),
      },
      *check(service, { text }) {
        const { type, clusterIP, spec } = service;
        const field = service[name];
        const isSet =
          name === "externalIPs"
            ? (service.externalIPs.value?.length ?? 0) > 0
            : !["", name === "sessionAffinity" ? "None" : ""].includes(textOf(service[name]));
        if (type.value !== "ClusterIP" || textOf(clusterIP) !== "None" || !isSet) return;
        const message = words({
          en: "{field} does nothing here: a headless Service forwards no traffic.",
          ja: "ここでは {field} は効きません。Headless の Service は通信を転送しないためです。",
        })({ field: name });
        const path = name === "sessionAffinity" ? "spec.SessionAffinity" : `spec.${name}`;
        yield {
          span: field.entry?.span ?? spec.span,
          field: path,
          message,
          fixes: removal(text, spec.map, field.entry),
        };
      },
    }),
  ),
];

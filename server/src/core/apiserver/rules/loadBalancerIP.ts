import { words } from "../../words.ts";
import { PORTS } from "../examples.ts";
import { textOf } from "../fields.ts";
import { parseAddress } from "../ip.ts";
import { placeOf } from "../places.ts";
import { example, type Rule } from "../rule.ts";

/** What the API server accepts in `loadBalancerIP` and warns of. */
export const LOAD_BALANCER_IP_RULES: readonly Rule[] = [
  {
    code: "load-balancer-ip-unreadable",
    stage: "warning",
    until: 32,
    reads: ["loadBalancerIP"],
    about: "Up to Kubernetes 1.32 the API server warns of a `loadBalancerIP` that is not an IP address.",
    example: {
      wrong: example("type: LoadBalancer", "loadBalancerIP: by-hand", ...PORTS),
      right: example("type: LoadBalancer", ...PORTS),
    },
    *check({ loadBalancerIP, spec }) {
      const value = textOf(loadBalancerIP);
      // An IPv6 address may have a zone here.
      const address = value.includes(":") ? value.replace(/%.+$/, "") : value;
      if (value === "" || parseAddress(address) !== undefined) return;
      const message = words({
        en: '"{value}" is not an IP address. The API server accepts it here, but no load balancer can use it.',
        ja: '"{value}" は IP アドレスではありません。API サーバーは受け付けますが、ロードバランサーは使えません。',
      })({ value });
      yield { span: placeOf(loadBalancerIP, spec.span), field: "spec.loadBalancerIP", message };
    },
  },
  {
    code: "load-balancer-ip-deprecated",
    stage: "lint",
    severity: "hint",
    reads: ["loadBalancerIP"],
    about:
      "`loadBalancerIP` is deprecated since Kubernetes 1.24: many load balancers ignore it. Use the annotation that yours documents. The API server does not warn of it.",
    example: {
      wrong: example("type: LoadBalancer", "loadBalancerIP: 192.0.2.10", ...PORTS),
      right: example("type: LoadBalancer", ...PORTS),
    },
    *check({ loadBalancerIP, spec }) {
      if (textOf(loadBalancerIP) === "") return;
      const message = words({
        en: "loadBalancerIP is deprecated since Kubernetes 1.24. Use the annotation that your load balancer documents.",
        ja: "loadBalancerIP は Kubernetes 1.24 から非推奨です。お使いのロードバランサーのアノテーションを使ってください。",
      })();
      yield { span: loadBalancerIP.entry?.keySpan ?? spec.span, message, deprecated: true };
    },
  },
];

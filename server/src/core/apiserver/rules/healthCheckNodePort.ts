import { words } from "../../words.ts";
import { needsHealthCheck } from "../defaults.ts";
import { PORTS, STORED_LOAD_BALANCER } from "../examples.ts";
import { removal } from "../fixes.ts";
import { isPortNumber } from "../formats.ts";
import { isInRange, nodePortRequests, rangeProblem } from "../nodePortRequests.ts";
import { placeOfFirst } from "../places.ts";
import { example, type Rule } from "../rule.ts";

/** When `healthCheckNodePort` can be written, and what it can be. */
export const HEALTH_CHECK_NODE_PORT_RULES: readonly Rule[] = [
  {
    code: "health-check-node-port-refused",
    stage: "allocate",
    step: "health-check",
    kind: "InternalError",
    reads: ["type", "externalTrafficPolicy", "healthCheckNodePort", "ports", "allocateLoadBalancerNodePorts"],
    about:
      "A health check node port comes from the range of the node ports and must be free. The API server answers with an internal error (500) that names no field.",
    example: {
      wrong: example(
        "type: LoadBalancer",
        "externalTrafficPolicy: Local",
        "healthCheckNodePort: 80",
        "ports:",
        "  - port: 80",
      ),
      right: example(
        "type: LoadBalancer",
        "externalTrafficPolicy: Local",
        "healthCheckNodePort: 30100",
        "ports:",
        "  - port: 80",
      ),
    },
    *check(service, context) {
      const { healthCheckNodePort, spec } = service;
      const nodePort = healthCheckNodePort.value ?? 0;
      if (nodePort === 0 || !needsHealthCheck(service) || (context.stored && needsHealthCheck(context.stored))) return;
      const held = context.stored?.ports.value?.some((port) => port.nodePort.value === nodePort) ?? false;
      const own = held || nodePortRequests(service, context).some((asked) => asked.nodePort === nodePort);
      const owner = context.facts.inUse?.nodePorts.get(nodePort);
      const inRange = isInRange(nodePort, context);
      if (inRange && !own && owner === undefined) return;
      const fixes = removal(context.text, spec.map, healthCheckNodePort.entry);
      const span = healthCheckNodePort.node?.span ?? spec.span;
      if (!inRange) {
        yield { span, message: rangeProblem("healthCheckNodePort", nodePort, context), fixes };
        return;
      }
      const message = own
        ? words({
            en: "healthCheckNodePort {nodePort} is also a nodePort of this Service. It needs one of its own.",
            ja: "healthCheckNodePort の {nodePort} は、この Service の nodePort でもあります。別の番号が必要です。",
          })({ nodePort })
        : words({
            en: "healthCheckNodePort {nodePort} is already taken by Service {owner}.",
            ja: "healthCheckNodePort の {nodePort} は Service {owner} が使っています。",
          })({ nodePort, owner: owner ?? "" });
      yield { span, message, fixes };
    },
  },
  {
    code: "health-check-node-port-not-allowed",
    stage: "validate",
    kind: "Invalid",
    reads: ["type", "externalIPs", "externalTrafficPolicy", "healthCheckNodePort"],
    about: "`healthCheckNodePort` is for type LoadBalancer with `externalTrafficPolicy: Local`.",
    example: {
      wrong: example("type: LoadBalancer", "healthCheckNodePort: 30100", ...PORTS),
      right: example("type: LoadBalancer", "externalTrafficPolicy: Local", "healthCheckNodePort: 30100", ...PORTS),
    },
    *check(service, { text }) {
      const { healthCheckNodePort, spec } = service;
      if (needsHealthCheck(service) || (healthCheckNodePort.value ?? 0) === 0) return;
      const message = words({
        en: "healthCheckNodePort is only for type LoadBalancer with externalTrafficPolicy: Local.",
        ja: "healthCheckNodePort は、タイプ LoadBalancer で externalTrafficPolicy: Local のときだけ使えます。",
      })();
      const fixes = removal(text, spec.map, healthCheckNodePort.entry);
      yield { span: healthCheckNodePort.entry?.span ?? spec.span, field: "spec.healthCheckNodePort", message, fixes };
    },
  },
  {
    code: "health-check-node-port-immutable",
    stage: "update",
    kind: "Forbidden",
    on: "update",
    reads: ["type", "externalTrafficPolicy", "healthCheckNodePort"],
    about:
      "The health check port of a load balancer stays while the type is LoadBalancer and `externalTrafficPolicy` is Local.",
    example: {
      wrong: example(
        "type: LoadBalancer",
        "loadBalancerClass: example.com/a",
        "externalTrafficPolicy: Local",
        "healthCheckNodePort: 30101",
        ...PORTS,
      ),
      right: example(
        "type: LoadBalancer",
        "loadBalancerClass: example.com/a",
        "externalTrafficPolicy: Local",
        ...PORTS,
      ),
      stored: STORED_LOAD_BALANCER,
    },
    *check(service, { stored, text }) {
      if (stored === undefined || !needsHealthCheck(stored) || !needsHealthCheck(service)) return;
      const before = stored.healthCheckNodePort.value ?? 0;
      const value = service.healthCheckNodePort.value ?? 0;
      if (value === before) return;
      const message = words({
        en: "healthCheckNodePort can't be changed from {before} once it is handed out. Leave it out to keep it.",
        ja: "割り当てられた healthCheckNodePort を {before} から変えることはできません。書かなければ保たれます。",
      })({ before });
      const fixes = removal(text, service.spec.map, service.healthCheckNodePort.entry);
      const found = { span: placeOfFirst(service, "healthCheckNodePort"), field: "spec.healthCheckNodePort", fixes };
      yield { ...found, message };
      // The allocator does not look at a number that is only changed, so that validation comes to see what is no port.
      if (value === 0 || isPortNumber(value)) return;
      const noPort = words({
        en: "healthCheckNodePort {value} is no port: ports are 1 to 65535.",
        ja: "healthCheckNodePort の {value} はポート番号ではありません。1～65535 の数値です。",
      })({ value });
      yield { ...found, kind: "Invalid", message: noPort };
    },
  },
];

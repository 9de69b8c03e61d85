import type { Rule } from "./rule.ts";
import { ADDRESS_CHANGE_RULES } from "./rules/addressChanges.ts";
import { ADDRESS_RULES } from "./rules/addresses.ts";
import { ADDRESS_FORM_RULES } from "./rules/addressForms.ts";
import { BOOKING_RULES } from "./rules/booking.ts";
import { DECODE_RULES } from "./rules/decode.ts";
import { EXTERNAL_IP_RULES } from "./rules/externalIPs.ts";
import { EXTERNAL_NAME_RULES } from "./rules/externalName.ts";
import { FAMILY_RULES } from "./rules/families.ts";
import { FINALIZER_RULES } from "./rules/finalizers.ts";
import { HEADLESS_RULES } from "./rules/headless.ts";
import { HEALTH_CHECK_NODE_PORT_RULES } from "./rules/healthCheckNodePort.ts";
import { LABEL_RULES } from "./rules/labels.ts";
import { LOAD_BALANCER_CLASS_RULES } from "./rules/loadBalancerClass.ts";
import { LOAD_BALANCER_IP_RULES } from "./rules/loadBalancerIP.ts";
import { NAME_RULES } from "./rules/names.ts";
import { NODE_PORT_ALLOCATION_RULES } from "./rules/nodePortAllocation.ts";
import { NODE_PORT_RULES } from "./rules/nodePorts.ts";
import { OWNER_RULES } from "./rules/owners.ts";
import { PORT_NAME_RULES } from "./rules/portNames.ts";
import { PORT_RULES } from "./rules/ports.ts";
import { SERVER_METADATA_RULES } from "./rules/serverMetadata.ts";
import { SESSION_AFFINITY_RULES } from "./rules/sessionAffinity.ts";
import { SOURCE_RANGE_RULES } from "./rules/sourceRanges.ts";
import { STRICT_RULES } from "./rules/strict.ts";
import { TARGET_PORT_RULES } from "./rules/targetPorts.ts";
import { TRAFFIC_POLICY_RULES } from "./rules/trafficPolicies.ts";
import { TYPE_RULES } from "./rules/types.ts";

const STAGES: readonly string[] = ["decode", "strict", "allocate", "validate", "update", "warning", "lint"];
const STEPS: readonly (string | undefined)[] = [
  "ip-form",
  "ip-policy",
  "ip-cluster",
  "ip-allocation",
  "node-ports",
  "health-check",
];

/** Every rule of the API server's for Services, in the order in which the server comes to them. */
export const RULES: readonly Rule[] = [
  ...DECODE_RULES,
  ...STRICT_RULES,
  ...ADDRESS_RULES,
  ...FAMILY_RULES,
  ...BOOKING_RULES,
  ...NODE_PORT_ALLOCATION_RULES,
  ...NAME_RULES,
  ...SERVER_METADATA_RULES,
  ...FINALIZER_RULES,
  ...LABEL_RULES,
  ...OWNER_RULES,
  ...PORT_RULES,
  ...PORT_NAME_RULES,
  ...TARGET_PORT_RULES,
  ...NODE_PORT_RULES,
  ...TYPE_RULES,
  ...EXTERNAL_NAME_RULES,
  ...LOAD_BALANCER_CLASS_RULES,
  ...HEALTH_CHECK_NODE_PORT_RULES,
  ...SESSION_AFFINITY_RULES,
  ...EXTERNAL_IP_RULES,
  ...SOURCE_RANGE_RULES,
  ...TRAFFIC_POLICY_RULES,
  ...ADDRESS_CHANGE_RULES,
  ...HEADLESS_RULES,
  ...ADDRESS_FORM_RULES,
  ...LOAD_BALANCER_IP_RULES,
].toSorted((left, right) => orderOf(left) - orderOf(right));

function orderOf({ stage, step }: Rule): number {
  return STAGES.indexOf(stage) * STEPS.length + Math.max(0, STEPS.indexOf(step));
}

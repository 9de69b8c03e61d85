import type { Rule } from "./rule.ts";
import { ADDRESS_RULES } from "./rules/addresses.ts";
import { BOOKING_RULES } from "./rules/booking.ts";
import { DECODE_RULES } from "./rules/decode.ts";
import { FAMILY_RULES } from "./rules/families.ts";
import { LABEL_RULES } from "./rules/labels.ts";
import { METADATA_RULES } from "./rules/metadata.ts";
import { NODE_PORT_RULES } from "./rules/nodePorts.ts";
import { OWNER_RULES } from "./rules/owners.ts";
import { PORT_RULES } from "./rules/ports.ts";
import { STRICT_RULES } from "./rules/strict.ts";
import { TRAFFIC_RULES } from "./rules/traffic.ts";
import { TYPE_RULES } from "./rules/types.ts";
import { UPDATE_RULES } from "./rules/update.ts";
import { WARNING_RULES } from "./rules/warnings.ts";

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
  ...NODE_PORT_RULES,
  ...METADATA_RULES,
  ...LABEL_RULES,
  ...OWNER_RULES,
  ...PORT_RULES,
  ...TYPE_RULES,
  ...TRAFFIC_RULES,
  ...UPDATE_RULES,
  ...WARNING_RULES,
].toSorted((left, right) => orderOf(left) - orderOf(right));

function orderOf({ stage, step }: Rule): number {
  return STAGES.indexOf(stage) * STEPS.length + Math.max(0, STEPS.indexOf(step));
}

import type { ExposeOverride } from "../../../server/src/lsp/messages/edits.ts";
import { bad, type Checked, good } from "./checks.ts";

/** What a patch of each way looks like. */
export const PATCH_EXAMPLES = {
  merge: '{"spec": {"publishNotReadyAddresses": true}}',
  strategic: '{"spec": {"ports": [{"port": 80, "name": "http"}]}}',
  json: '[{"op": "add", "path": "/spec/publishNotReadyAddresses", "value": true}]',
} as const satisfies Record<ExposeOverride["type"], string>;

/** JSON of the right shape for its way: a list for a JSON patch, else an object. Whether it can be applied is the server's to say. */
export function parsePatch(type: ExposeOverride["type"], text: string): Checked<ExposeOverride> {
  const value = parseJson(text);
  if (value === undefined) return bad({ kind: "not-json" });
  const isRight = type === "json" ? Array.isArray(value) : value !== null && !Array.isArray(value);
  if (!isRight || typeof value !== "object") return bad({ kind: "not-a-patch", example: PATCH_EXAMPLES[type] });
  return good({ type, patch: text });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

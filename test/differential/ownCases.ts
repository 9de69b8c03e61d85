import { RULES } from "../../server/src/core/apiserver/rules.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { plainOf } from "../../server/src/core/yaml/node.ts";
import { type Json, recordOf } from "./apiServer.ts";
import { created, createdDual } from "./cases/created.ts";
import { switches } from "./cases/switches.ts";
import { updated, updatedDual } from "./cases/updated.ts";
import type { RecordedCase } from "./recorded.ts";

/** Whatever is longer is not kept in a file. */
const LENGTH = 20_000;

/** What somebody writes of a stored object's metadata; the rest is the server's, and no example can have it stored. */
const OWN_METADATA: ReadonlySet<string> = new Set(["name", "annotations"]);

/**
 * Services written by hand: every rule in its wrong and its right form, what came and went with the minors, every
 * switch of the type, and what an update may and may not do.
 */
export function ownCases(): readonly RecordedCase[] {
  const cases = [...examples(), ...created(), ...createdDual(), ...switches(), ...updated(), ...updatedDual()];
  return cases.filter(({ object }) => JSON.stringify(object).length <= LENGTH);
}

function examples(): readonly RecordedCase[] {
  const rules = RULES.filter(({ stage, example: { stored } }) => {
    const { metadata } = recordOf(plain(stored ?? null));
    return stage !== "lint" && Object.keys(recordOf(metadata)).every((name) => OWN_METADATA.has(name));
  });
  return rules.flatMap(({ example: { wrong, right, stored, facts } }) =>
    [wrong, right].map((text) => ({
      object: objectOf(text),
      ...(stored !== undefined && { stored: { apiVersion: "v1", kind: "Service", ...recordOf(plain(stored)) } }),
      ...(facts?.dualStack === true && { dual: true as const }),
    })),
  );
}

function objectOf(text: string): Json {
  const root = readManifest(text).documents[0]?.content.root;
  return root === undefined ? null : plain(plainOf(root));
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

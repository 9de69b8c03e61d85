// Compiles schemas/service.schema.json to plain code, so that the language server neither ships nor starts Ajv.
// npm runs it after each install, and npm run check and the build before they begin.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";

const schemas = new URL("../schemas/", import.meta.url);

const STRUCTURE = new Set(["type", "properties", "additionalProperties", "items", "minimum", "maximum"]);

/** @returns {string} the validator's source */
function validatorSource() {
  const schema = structureOf(JSON.parse(readFileSync(new URL("service.schema.json", schemas), "utf8")));
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, code: { source: true, esm: true } });
  const compile = typeof standalone === "function" ? standalone : standalone.default;
  return [
    "// Generated from service.schema.json by scripts/schema.mjs.",
    "// biome-ignore-all lint: generated",
    "// biome-ignore-all format: generated",
    compile(ajv, ajv.compile(schema)),
    "",
  ].join("\n");
}

/** The schema without descriptions and our own keywords: the code repeats parts of it. */
function structureOf(schema) {
  const kept = Object.entries(schema).filter(([key]) => STRUCTURE.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, keptValue(key, value)]));
}

function keptValue(key, value) {
  if (key === "properties") {
    return Object.fromEntries(Object.entries(value).map(([name, property]) => [name, structureOf(property)]));
  }
  return typeof value === "object" && !Array.isArray(value) ? structureOf(value) : value;
}

/** Writes schemas/service.validator.js anew. */
export function writeValidator() {
  writeFileSync(new URL("service.validator.js", schemas), validatorSource());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeValidator();

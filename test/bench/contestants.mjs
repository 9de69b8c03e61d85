// @ts-check
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { NODE_ARGUMENTS } from "../../client/src/languageServer/nodeArguments.ts";

/**
 * The servers that are measured, each driven as its own extension in VS Code drives it. The YAML server gets one local
 * schema, its kindest case: its keyword `kubernetes` fetches a schema from the network first.
 * @param {{ server: string, rivals: string, schema: object, schemaFile: string }} parts `rivals` is where they are
 *   installed; `schema` is what `schemaFile` holds.
 * @returns {{
 *   podsight: Contestant, podsightPushing: Contestant, podsightOnJson: Contestant, yaml: Contestant, json: Contestant,
 * }}
 */
export function contestants({ server, rivals, schema, schemaFile }) {
  const command = [...NODE_ARGUMENTS, server, "--stdio"];
  const bin = (/** @type {string} */ name) => [join(rivals, "node_modules/.bin", name), "--stdio"];
  return {
    podsight: { name: "Podsight", command, language: "yaml", pulls: true, settings: {} },
    podsightPushing: { name: "Podsight, pushing", command, language: "yaml", pulls: false, settings: {} },
    podsightOnJson: { name: "Podsight on JSON", command, language: "json", pulls: true, settings: {} },
    yaml: {
      name: "yaml-language-server",
      command: bin("yaml-language-server"),
      language: "yaml",
      pulls: false,
      settings: {
        yaml: {
          validate: true,
          schemas: { [pathToFileURL(schemaFile).href]: ["*.yaml"] },
          schemaStore: { enable: false },
          kubernetesCRDStore: { enable: false },
        },
      },
    },
    json: {
      name: "vscode-json-language-server",
      command: bin("vscode-json-language-server"),
      language: "json",
      pulls: true,
      settings: {
        json: { validate: { enable: true }, schemas: [{ fileMatch: ["*.json"], url: "bench:schema", schema }] },
      },
    },
  };
}

/** @typedef {import("./client.mjs").Contestant} Contestant */

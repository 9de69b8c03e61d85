// @ts-check
import { stringify } from "yaml";

/**
 * A manifest file in which somebody types: Services and the Deployments behind them, with one mistake (a selector's value
 * that is a number), and the place where the next character goes, inside that selector and before the mistake.
 * @typedef {{ name: string, text: string, line: number, character: number, mistake: number }} BenchFile
 * `mistake` is the character on the same line where the wrong value begins.
 */

/** As many lines and documents as the files of the three sizes have. */
export const SIZES = [
  { name: "small", lines: 65, documents: 1 },
  { name: "medium", lines: 1_076, documents: 26 },
  { name: "large", lines: 10_026, documents: 244 },
];

/**
 * @param {{ name: string, lines: number, documents: number }} size
 * @returns {{ yaml: BenchFile, json: BenchFile }} the same objects as YAML documents and as the items of one JSON List
 */
export function benchFiles({ name, lines, documents }) {
  // The Service in the middle, which is every second document.
  const edited = Math.floor(documents / 4) * 2;
  const separators = documents - 1;
  const objects = Array.from({ length: documents }, (_, index) => {
    const share = Math.floor((lines - separators) / documents);
    const rest = index === 0 ? (lines - separators) % documents : 0;
    return padded(index % 2 === 0 ? service(index / 2, index === edited) : deployment((index - 1) / 2), share + rest);
  });
  const list = { apiVersion: "v1", kind: "List", items: objects };
  return {
    yaml: benchFile(`${name}.yaml`, objects.map(yamlOf).join("---\n")),
    json: benchFile(`${name}.json`, selectorOnOneLine(`${JSON.stringify(list, undefined, 2)}\n`)),
  };
}

/**
 * @param {number} count
 * @returns {readonly string[]} Services, every tenth with a mistake that schemas see
 */
export function serviceFiles(count) {
  return Array.from({ length: count }, (_, index) => yamlOf(padded(service(index, index % 10 === 0), 40)));
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {BenchFile}
 */
function benchFile(name, text) {
  const lines = text.split("\n");
  const line = lines.findIndex((each) => /version"?: 1 ?\}/.test(each));
  const written = lines[line] ?? "";
  return { name, text, line, character: written.search(/"?, "?version/), mistake: written.search(/1 ?\}/) };
}

/**
 * The mistake's selector is written in one line, so that each character before it moves the mistake: the findings of
 * every version differ, and an answer can be told from that of another version.
 * @param {string} json
 */
function selectorOnOneLine(json) {
  return json.replace(/\{\s*("app": "[^"]*"),\s*("version": 1)\s*\}/g, "{ $1, $2 }");
}

/** @param {object} object */
function yamlOf(object) {
  const text = stringify(object, { lineWidth: 0, aliasDuplicateObjects: false });
  return text.replace(/selector:\n +app: (\S+)\n +version: 1\n/g, "selector: { app: $1, version: 1 }\n");
}

/**
 * @param {{ metadata: { annotations: Record<string, string> } }} object
 * @param {number} lines
 */
function padded(object, lines) {
  const missing = lines - yamlOf(object).trimEnd().split("\n").length;
  for (let index = 0; index < missing; index++) {
    object.metadata.annotations[`example.com/setting-${index}`] = `what the load balancer is told, number ${index}`;
  }
  return object;
}

/**
 * @param {number} index
 * @param {boolean} isWrong
 */
function service(index, isWrong) {
  const ports = ["http", "metrics", "admin", "debug"].map((name, at) => ({
    name,
    port: 80 + at,
    protocol: "TCP",
    targetPort: name,
  }));
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: `web-${index}`, namespace: "shop", annotations: { "example.com/team": "shop" } },
    spec: {
      type: "ClusterIP",
      selector: isWrong ? { app: `web-${index}`, version: 1 } : { app: `web-${index}`, version: "1" },
      ports,
    },
  };
}

/** @param {number} index */
function deployment(index) {
  const labels = { app: `web-${index}`, version: "1" };
  const ports = ["http", "metrics", "admin", "debug"].map((name, at) => ({ name, containerPort: 8080 + at }));
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: `web-${index}`, namespace: "shop", annotations: { "example.com/team": "shop" } },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "web", image: "example.com/web:1.2.3", ports }] },
      },
    },
  };
}

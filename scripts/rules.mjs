// @ts-check
// Writes docs/rules.md from the tables of rules. Run it after each change of a rule: npm run docs
import { readFileSync, writeFileSync } from "node:fs";
import { RULES } from "../server/src/core/apiserver/rules.ts";
import { LINT_RULES } from "../server/src/core/lint/rules.ts";
import { SYNTAX_RULES } from "../server/src/core/yaml/syntaxRules.ts";

const PAGE = new URL("../docs/rules.md", import.meta.url);
const SCHEMA = new URL("../schemas/service.schema.json", import.meta.url);
/** Longer lines of an example are cut. */
const LINE_LENGTH = 120;

/**
 * The page's text; a test holds the committed file to it.
 * @returns {string}
 */
export function rulesPage() {
  return `${[INTRODUCTION, codes(), versions(), ...RULES.map(apiServerSection), ...LINT_RULES.map(lintSection), ...SYNTAX_RULES.map(syntaxSection), OTHERS].join("\n\n")}\n`;
}

const INTRODUCTION = `# Rules

What Podsight says about a Service, by code. This page is made from the rules themselves (\`npm run docs\`).

A diagnostic names the *stage* in which the API server would meet the mistake. The server stops at the first stage that
fails; Podsight shows all of them, and leaves out what a later stage would only say because of an earlier mistake.

| stage | what happens there |
|---|---|
| decode | the manifest's values are read into their types |
| strict | fields that the server does not know are refused |
| allocate | addresses and node ports are handed out or booked |
| validate | everything else is checked |
| update | the Service is compared with the stored one |
| warning | accepted, with a warning |
| lint | accepted without a word, and still wrong or on its way out |

To silence a rule write \`# podsight-ignore: CODE\` on the line or above the document, or set
\`"podsight.rules": { "CODE": "off" }\` (or \`hint\`, \`info\`, \`warning\`, \`error\`).`;

const OTHERS = `## limit-reached

Stage syntax. The file is too long, too deep or has too many documents to be checked as a whole. What is within the
limit is checked.

## server-refuses

Stage validate. The connected API server was asked about the Service in a dry run (Validate on the Server, or on save) and
refuses it, in its own words: a policy or a webhook of the cluster may know more than these rules.

## server-warns

Stage warning. The connected API server was asked in the same way and accepts the Service with a warning, in its own words.`;

function codes() {
  const rows = RULES.map(
    (rule) => `| [${rule.code}](#${rule.code}) | ${rule.stage} | ${rule.kind ?? ""} | ${minors(rule)} |`,
  );
  const lint = LINT_RULES.map(({ code }) => `| [${code}](#${code}) | lint |  |  |`);
  const others = [
    ...SYNTAX_RULES.map(({ code }) => [code, "syntax"]),
    ["limit-reached", "syntax"],
    ["server-refuses", "validate"],
    ["server-warns", "warning"],
  ].map(([code, stage]) => `| [${code}](#${code}) | ${stage} |  |  |`);
  return [
    "## Codes",
    "",
    "| code | stage | kind | Kubernetes |",
    "|---|---|---|---|",
    ...rows,
    ...lint,
    ...others,
  ].join("\n");
}

function versions() {
  const schema = JSON.parse(readFileSync(SCHEMA, "utf8"));
  return [
    "## Versions",
    "",
    "Fields and values that came, went or are on their way out. `since` is the first minor in which one works without a",
    "feature gate being switched on. Everything else is older than Kubernetes 1.10.",
    "",
    "| field or value | since | deprecated | removed |",
    "|---|---|---|---|",
    ...rowsOf(schema, ""),
  ].join("\n");
}

/**
 * @param {any} schema
 * @param {string} path
 * @returns {string[]}
 */
function rowsOf(schema, path) {
  const own = versionRow(`\`${path}\``, { since: schema["x-since"], deprecated: schema["x-deprecated"] });
  const values = Object.entries(schema["x-values"] ?? {}).flatMap(([value, about]) =>
    versionRow(`\`${path}: ${value}\``, about),
  );
  const removed = Object.entries(schema["x-removed-properties"] ?? {}).flatMap(([name, about]) =>
    versionRow(`\`${path}.${name}\``, about),
  );
  const below = Object.entries({ ...schema.properties, ...schema.items?.properties });
  const inner = below.flatMap(([name, field]) => rowsOf(field, path === "" ? name : `${path}.${name}`));
  return [...own, ...values, ...removed, ...inner];
}

/**
 * @param {string} name
 * @param {any} about
 */
function versionRow(name, { since = "", deprecated = "", removed = "" }) {
  return since || deprecated || removed ? [`| ${name} | ${since} | ${deprecated} | ${removed} |`] : [];
}

/** @param {import("../server/src/core/apiserver/rule.ts").Rule} rule */
function apiServerSection(rule) {
  const { code, stage, kind, on, about, example } = rule;
  const facts = [
    `Stage ${stage}`,
    ...(kind ? [`kind ${kind}`] : []),
    ...(minors(rule) ? [`Kubernetes ${minors(rule)}`] : []),
    ...(on ? [on === "create" ? "new Services only" : "updates only"] : []),
  ];
  const stored =
    example.stored === undefined
      ? []
      : ["The stored Service:", "", "```json", JSON.stringify(example.stored), "```", ""];
  const context = example.facts === undefined ? [] : [`On a cluster with ${JSON.stringify(example.facts)}.`, ""];
  return [
    `## ${code}`,
    "",
    `${facts.join(", ")}.`,
    "",
    about,
    "",
    ...stored,
    ...context,
    ...twoExamples(example.wrong, example.right),
  ].join("\n");
}

/** @param {import("../server/src/core/lint/rule.ts").LintRule} rule */
function lintSection({ code, severity, types, explanation, example }) {
  const { wrong, right, live = [], stored, minor } = example;
  const facts = [
    "Stage lint",
    severity === "off" ? "off unless the settings give it a severity" : `${severity} at most`,
    ...(types && types !== "any" ? [`type ${types.join(", ")}`] : []),
  ];
  const cluster = [...live.map((pod) => ["Pod", pod]), ...(stored === undefined ? [] : [["Service", stored]])];
  const known =
    cluster.length === 0
      ? []
      : ["In the cluster:", "", "```text", ...cluster.map(([kind, it]) => `${kind} ${JSON.stringify(it)}`), "```", ""];
  return [
    `## ${code}`,
    "",
    `${facts.join(", ")}.`,
    "",
    explanation.en,
    "",
    ...(minor === undefined ? [] : [`For Kubernetes 1.${minor}.`, ""]),
    ...known,
    ...twoExamples(wrong, right),
  ].join("\n");
}

/** @param {import("../server/src/core/yaml/syntaxRules.ts").SyntaxRule} rule */
function syntaxSection({ code, about, example }) {
  return [`## ${code}`, "", "Stage syntax.", "", about, "", ...twoExamples(example.wrong, example.right)].join("\n");
}

/**
 * @param {string} wrong
 * @param {string} right
 */
function twoExamples(wrong, right) {
  return ["Wrong:", "", "```yaml", shown(wrong), "```", "", "Right:", "", "```yaml", shown(right), "```"];
}

/** @param {string} text */
function shown(text) {
  const lines = text.trimEnd().split("\n");
  return lines
    .map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, 40)}... (${line.length} characters)` : line))
    .join("\n");
}

/** @param {{ since?: number, until?: number }} rule */
function minors({ since, until }) {
  if (since !== undefined && until !== undefined) return `1.${since} to 1.${until}`;
  if (since !== undefined) return `from 1.${since} on`;
  return until === undefined ? "" : `up to 1.${until}`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(PAGE, rulesPage());

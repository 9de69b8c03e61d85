import { rulePage } from "../core/rulesPage.ts";
import { type Locale, render, words } from "../core/words.ts";
import type { FileFindings, Finding } from "./findings.ts";

/** What a run found, in one of the forms of `--format`, with a line break at the end. */
export type Writer = (files: readonly FileFindings[], kubernetesVersion: string, locale: Locale) => string;

const COUNTS = words({
  en: "{files} {files|file|files}, {errors} {errors|error|errors}, {warnings} {warnings|warning|warnings}",
  ja: "ファイル {files} 件、エラー {errors} 件、警告 {warnings} 件",
});

/** One line a finding, `file:line:column: severity: message [code]`, and a line that counts. */
export const writeText: Writer = (files, _, locale) => {
  const lines = files.flatMap(({ file, diagnostics }) => diagnostics.map((finding) => textLine(file, finding)));
  const all = files.flatMap(({ diagnostics }) => diagnostics);
  const errors = all.filter(({ severity }) => severity === "error").length;
  const warnings = all.filter(({ severity }) => severity === "warning").length;
  const counts = render(COUNTS({ files: files.length, errors, warnings }), locale);
  return `${[...lines, counts].join("\n")}\n`;
};

function textLine(file: string, { range, severity, message, code }: Finding): string {
  const { line, character } = range.start;
  return `${file}:${line + 1}:${character + 1}: ${severity}: ${message} [${code}]`;
}

/** The public JSON form: the version judged by, and every file with its findings. */
export const writeJson: Writer = (files, kubernetesVersion) => `${JSON.stringify({ kubernetesVersion, files })}\n`;

const LEVELS = { error: "error", warning: "warning", info: "note", hint: "note" } as const;

/** SARIF 2.1.0, one run; lines and columns count from one, columns in UTF-16 code units. */
export const writeSarif: Writer = (files) => {
  const codes = [...new Set(files.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)))].toSorted();
  const results = files.flatMap(({ file, diagnostics }) => diagnostics.map((finding) => sarifResult(file, finding)));
  const driver = {
    name: "Podsight",
    informationUri: "https://github.com/podsight/podsight",
    rules: codes.map((id) => ({ id, helpUri: rulePage(id) })),
  };
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${JSON.stringify(log)}\n`;
};

function sarifResult(file: string, { code, severity, message, range }: Finding): unknown {
  const region = {
    startLine: range.start.line + 1,
    startColumn: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
  };
  const uri = file === "-" ? "stdin" : encodeURI(file.replaceAll("\\", "/"));
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
  };
}

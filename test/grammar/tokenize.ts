import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { codeServerScript } from "../../scripts/lib/codeServer.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";

const ROOT = join(import.meta.dirname, "../..");

/** A piece of a line and the scopes that a theme finds there. */
export interface Token {
  readonly text: string;
  readonly line: number;
  readonly start: number;
  readonly scopes: readonly string[];
}

/** Splits a text as VS Code does, with or without the grammars that this extension adds to the host's. */
export type Tokenize = (
  text: string,
  scopeName: "source.yaml" | "source.json",
  withOurs?: boolean,
) => Promise<readonly Token[]>;

/**
 * The tokenizer of VS Code over the grammars of a VS Code, those of the code-server that the editor tests drive, which
 * is installed if need be. Other grammars would prove nothing: the rules lean on the host's.
 */
export async function createTokenize(): Promise<Tokenize> {
  await oniguruma.loadWASM(readFileSync(createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm")));
  const extensions = join(await codeServerScript(reportLine), "../../../lib/vscode/extensions");
  const grammars = new Map(["yaml", "json"].flatMap((name) => [...contributedGrammars(join(extensions, name))]));
  const ours = contributedGrammars(ROOT);
  const plain = registryOf(grammars, []);
  const injected = registryOf(new Map([...grammars, ...ours]), injections());
  return async (text, scopeName, withOurs = true) => {
    const grammar = await (withOurs ? injected : plain).loadGrammar(scopeName);
    if (grammar === null) throw new Error(`no grammar ${scopeName}`);
    return tokensOf(grammar, text);
  };
}

interface Contributed {
  readonly contributes: {
    readonly grammars: readonly {
      readonly scopeName: string;
      readonly path: string;
      readonly injectTo?: readonly string[];
    }[];
  };
}

function manifestOf(folder: string): Contributed {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function contributedGrammars(folder: string): ReadonlyMap<string, string> {
  return new Map(manifestOf(folder).contributes.grammars.map(({ scopeName, path }) => [scopeName, join(folder, path)]));
}

function injections(): readonly (readonly [into: string, scopeName: string])[] {
  return manifestOf(ROOT).contributes.grammars.flatMap(({ scopeName, injectTo = [] }) =>
    injectTo.map((into) => [into, scopeName] as const),
  );
}

function registryOf(
  grammars: ReadonlyMap<string, string>,
  injected: readonly (readonly [string, string])[],
): textmate.Registry {
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scopeName) => {
      const path = grammars.get(scopeName);
      return path === undefined ? null : textmate.parseRawGrammar(readFileSync(path, "utf8"), path);
    },
    getInjections: (scopeName) => injected.filter(([into]) => into === scopeName).map(([, name]) => name),
  });
}

function tokensOf(grammar: textmate.IGrammar, text: string): readonly Token[] {
  let stack = textmate.INITIAL;
  return text.split("\n").flatMap((content, line) => {
    const result = grammar.tokenizeLine(content, stack);
    stack = result.ruleStack;
    return result.tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: content.slice(startIndex, endIndex),
      line,
      start: startIndex,
      scopes,
    }));
  });
}

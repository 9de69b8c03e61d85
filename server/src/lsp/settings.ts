import { parseNetwork } from "../core/apiserver/ip.ts";
import type { Severity } from "../core/diagnostic.ts";
import type { ClusterFacts, Minor } from "../core/snapshot.ts";
import { NEWEST_MINOR } from "../core/snapshot.ts";

/** The section `podsight` of the client's settings after validation: every field has a value. */
export interface ServerSettings {
  readonly connect: "auto" | "ask" | "never";
  /** A kubeconfig file instead of the usual ones; undefined for those. */
  readonly kubeconfig: string | undefined;
  /** Names of contexts, `*` for any text: whoever writes to one must type its name. */
  readonly protectedContexts: readonly string[];
  /** Of how many Pods of a namespace everything is followed; beyond it only their metadata. */
  readonly maxPods: number;
  /** Of how many the metadata is followed; beyond it only what open Services select. */
  readonly maxMetadataPods: number;
  /** Whether each save of a document asks the connected cluster about its Services. */
  readonly validateOnSave: boolean;
  /** The minor to judge by; undefined for the live server's, else the newest. */
  readonly kubernetesMinor: Minor | undefined;
  readonly facts: ClusterFacts;
  readonly rules: Readonly<Record<string, Severity | "off">>;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
  /** How many files of the workspace may be read. */
  readonly maxFiles: number;
  /** How many megabytes of them may be read. */
  readonly maxMegabytes: number;
  /** How many seconds reading them may take. */
  readonly maxSeconds: number;
}

/** A setting with what is wrong about its value, for the log; the default counts instead. */
export interface SettingProblem {
  readonly setting: string;
  readonly expected: string;
}

/** What holds where the client gives no settings. */
export const DEFAULT_SETTINGS: ServerSettings = {
  connect: "auto",
  kubeconfig: undefined,
  protectedContexts: [],
  maxPods: 5_000,
  maxMetadataPods: 50_000,
  validateOnSave: false,
  kubernetesMinor: undefined,
  facts: { serviceCIDRs: undefined, nodePortRange: undefined, dualStack: undefined },
  rules: {},
  inlayHints: true,
  codeLens: true,
  maxFiles: 10_000,
  maxMegabytes: 256,
  maxSeconds: 30,
};

const OLDEST_MINOR = 31;
const MOST_FILES = 1_000_000;

/**
 * Reads the section `podsight` as a client gives it, nested (`{cluster: {connect}}`).
 * Never fails: a wrong value is named in `problems` and the default taken; unknown keys are left alone.
 */
export function settingsOf(section: unknown): {
  readonly settings: ServerSettings;
  readonly problems: readonly SettingProblem[];
} {
  const problems: SettingProblem[] = [];
  function read<T>(setting: string, fallback: T, expected: string, parse: Parse<T>): T {
    const value = valueAt(section, setting.split("."));
    if (isNotGiven(value)) return fallback;
    const parsed = parse(value);
    if (parsed !== WRONG) return parsed;
    problems.push({ setting: `podsight.${setting}`, expected });
    return fallback;
  }
  /** A level that is misspelt costs its own code only: the others stay silenced. */
  function readRules(): ServerSettings["rules"] {
    const { levels, isWrong } = ruleLevels(valueAt(section, ["rules"]));
    if (isWrong) problems.push({ setting: "podsight.rules", expected: "codes with error, warning, info, hint or off" });
    return levels;
  }
  const defaults = DEFAULT_SETTINGS;
  const settings: ServerSettings = {
    connect: read("cluster.connect", defaults.connect, "auto, ask or never", oneOf("auto", "ask", "never")),
    kubeconfig: read<string | undefined>("cluster.kubeconfig", undefined, "the path of a file", filePath),
    protectedContexts: read("cluster.protectedContexts", defaults.protectedContexts, "a list of names", texts),
    maxPods: read("cluster.maxPods", defaults.maxPods, `0 to ${MOST_FILES}`, wholeNumber),
    maxMetadataPods: read("cluster.maxMetadataPods", defaults.maxMetadataPods, `0 to ${MOST_FILES}`, wholeNumber),
    validateOnSave: read("cluster.validateOnSave", defaults.validateOnSave, "true or false", bool),
    kubernetesMinor: read<Minor | undefined>(
      "kubernetesVersion",
      undefined,
      `auto or 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}`,
      minor,
    ),
    facts: {
      serviceCIDRs: read<readonly string[] | undefined>("serviceCIDRs", undefined, "a list of CIDRs", ranges),
      nodePortRange: read<ClusterFacts["nodePortRange"]>("nodePortRange", undefined, "A-B", portRange),
      dualStack: read<boolean | undefined>("dualStack", undefined, "true or false", bool),
    },
    rules: readRules(),
    inlayHints: read("inlayHints.enabled", defaults.inlayHints, "true or false", bool),
    codeLens: read("codeLens.enabled", defaults.codeLens, "true or false", bool),
    maxFiles: read("workspace.maxFiles", defaults.maxFiles, `0 to ${MOST_FILES}`, wholeNumber),
    maxMegabytes: read("workspace.maxMegabytes", defaults.maxMegabytes, `0 to ${MOST_FILES}`, wholeNumber),
    maxSeconds: read("workspace.maxSeconds", defaults.maxSeconds, `0 to ${MOST_FILES}`, wholeNumber),
  };
  return { settings, problems };
}

const WRONG = Symbol("a value that the setting does not take");
type Parse<T> = (value: unknown) => T | typeof WRONG;

function valueAt(section: unknown, path: readonly string[]): unknown {
  let current = section;
  for (const key of path) {
    if (!isRecord(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

/** Settings editors write an empty value for one that is not given. */
function isNotGiven(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function oneOf<const T extends string>(...choices: readonly T[]): Parse<T> {
  return (value) => choices.find((choice) => choice === value) ?? WRONG;
}

function bool(value: unknown): boolean | typeof WRONG {
  return typeof value === "boolean" ? value : WRONG;
}

function filePath(value: unknown): string | typeof WRONG {
  return typeof value === "string" && !value.includes("\0") ? value : WRONG;
}

function texts(value: unknown): readonly string[] | typeof WRONG {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : WRONG;
}

function ranges(value: unknown): readonly string[] | typeof WRONG {
  const given = texts(value);
  return given !== WRONG && given.every((range) => parseNetwork(range) !== undefined) ? given : WRONG;
}

function wholeNumber(value: unknown): number | typeof WRONG {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MOST_FILES ? value : WRONG;
}

const MINORS: readonly Minor[] = [31, 32, 33, 34, 35, 36, 37];

function minor(value: unknown): Minor | undefined | typeof WRONG {
  return value === "auto" ? undefined : (MINORS.find((candidate) => value === `1.${candidate}`) ?? WRONG);
}

function portRange(value: unknown): readonly [number, number] | typeof WRONG {
  const match = typeof value === "string" ? /^(\d{1,5})-(\d{1,5})$/.exec(value) : null;
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  return first >= 1 && first <= last && last <= 65_535 ? [first, last] : WRONG;
}

const LEVELS: readonly (Severity | "off")[] = ["error", "warning", "info", "hint", "off"];

/** The codes with a level that there is, and whether anything else was given. */
function ruleLevels(value: unknown): { readonly levels: ServerSettings["rules"]; readonly isWrong: boolean } {
  if (!isRecord(value)) return { levels: {}, isWrong: !isNotGiven(value) };
  const levels: Record<string, Severity | "off"> = {};
  let isWrong = false;
  for (const [code, level] of Object.entries(value)) {
    const known = LEVELS.find((candidate) => candidate === level);
    if (known === undefined) isWrong = true;
    else Object.defineProperty(levels, code, { value: known, enumerable: true });
  }
  return { levels, isWrong };
}

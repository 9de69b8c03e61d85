import { parseArgs } from "node:util";
import { parseNetwork } from "../core/apiserver/ip.ts";
import type { Minor } from "../core/snapshot.ts";

/** A command line that was understood. */
export type Command = CheckCommand | PodsCommand | { readonly kind: "help" } | { readonly kind: "version" };

/** `cluster` is undefined for offline, which is the default. */
interface Common {
  readonly paths: readonly string[];
  readonly cluster: { readonly context: string } | undefined;
  readonly kubeconfig: string | undefined;
}

/**
 * What `podsight check` was asked; undefined where an option was not given, and then the cluster says it, or nobody
 * does.
 */
export interface CheckCommand extends Common {
  readonly kind: "check";
  readonly format: "text" | "json" | "sarif";
  readonly minor: Minor | undefined;
  readonly serviceCIDRs: readonly string[] | undefined;
  readonly nodePortRange: readonly [first: number, last: number] | undefined;
  readonly dualStack: boolean | undefined;
  /** The path of a file with stored Services, whose update is then judged. */
  readonly stored: string | undefined;
}

/** What `podsight pods` was asked; the namespace is for Services that write none. */
export interface PodsCommand extends Common {
  readonly kind: "pods";
  readonly format: "text" | "json";
  readonly namespace: string | undefined;
}

/** A command line that was not understood: one sentence for whoever typed it. */
export class UsageError extends Error {}

/** What is printed for `--help`, and behind the sentence of a {@link UsageError}. */
export const USAGE = `Usage:
  podsight check PATH... [--format text|json|sarif] [--offline | --context NAME] [--kubeconfig FILE]
                 [--kubernetes-version 1.31..1.37] [--service-cidr CIDR[,CIDR]] [--node-port-range A-B]
                 [--dual-stack] [--stored FILE]
  podsight pods PATH... [--format text|json] [--offline | --context NAME] [--kubeconfig FILE] [--namespace NS]

PATH is a file, a folder, or - for standard input. Without --context nothing is asked of a cluster.
Exit code: 0 no errors, 1 errors found, 2 wrong usage or input that cannot be read.
`;

const COMMON_OPTIONS = {
  format: { type: "string" },
  offline: { type: "boolean" },
  context: { type: "string" },
  kubeconfig: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const CHECK_OPTIONS = {
  ...COMMON_OPTIONS,
  "kubernetes-version": { type: "string" },
  "service-cidr": { type: "string" },
  "node-port-range": { type: "string" },
  "dual-stack": { type: "boolean" },
  stored: { type: "string" },
} as const;

const PODS_OPTIONS = { ...COMMON_OPTIONS, namespace: { type: "string" } } as const;

/** Reads the arguments behind the program's name. Throws {@link UsageError} for anything that has no clear meaning. */
export function readArguments(args: readonly string[]): Command {
  const [command, ...rest] = args;
  switch (command) {
    case "check":
      return readCheck(rest);
    case "pods":
      return readPods(rest);
    case "--version":
      return { kind: "version" };
    case "help":
    case "--help":
    case "-h":
      return { kind: "help" };
    case undefined:
      throw new UsageError("Say what to do: podsight check PATH... or podsight pods PATH...");
    default:
      throw new UsageError(`"${command}" is not a command. There are check and pods.`);
  }
}

function readCheck(args: readonly string[]): Command {
  const { values, positionals } = parse(args, CHECK_OPTIONS);
  if (values.help === true) return { kind: "help" };
  return {
    kind: "check",
    ...common(values, positionals),
    format: oneOf("--format", text(values.format) ?? "text", ["text", "json", "sarif"]),
    minor: minorOf(text(values["kubernetes-version"])),
    serviceCIDRs: text(values["service-cidr"])?.split(",").map(cidr),
    nodePortRange: portRange(text(values["node-port-range"])),
    dualStack: values["dual-stack"] === true ? true : undefined,
    stored: text(values.stored),
  };
}

function readPods(args: readonly string[]): Command {
  const { values, positionals } = parse(args, PODS_OPTIONS);
  if (values.help === true) return { kind: "help" };
  return {
    kind: "pods",
    ...common(values, positionals),
    format: oneOf("--format", text(values.format) ?? "text", ["text", "json"]),
    namespace: text(values.namespace),
  };
}

type Values = Readonly<Record<string, unknown>>;
type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>["options"]>;

function parse(
  args: readonly string[],
  options: Options,
): { readonly values: Values; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(unknownOption(error));
  }
}

function unknownOption(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const option = /'(-[^' ]*)/.exec(text)?.[1] ?? "An option";
  return text.includes("Unknown") ? `There is no option ${option} here.` : `${option} is not used as it should be.`;
}

function common(values: Values, paths: readonly string[]): Common {
  if (paths.length === 0) throw new UsageError("Name at least one file or folder, or - for standard input.");
  if (paths.filter((path) => path === "-").length > 1)
    throw new UsageError("Standard input (-) can be read only once.");
  const context = text(values.context);
  if (values.offline === true && context !== undefined) throw new UsageError("Choose one of --offline and --context.");
  const cluster = context === undefined ? undefined : { context };
  return { paths, cluster, kubeconfig: text(values.kubeconfig) };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function oneOf<const T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(`${option} takes ${allowed.join(", ")}; "${value}" is none of them.`);
  return found;
}

const MINORS: readonly Minor[] = [31, 32, 33, 34, 35, 36, 37];

function minorOf(value: string | undefined): Minor | undefined {
  if (value === undefined) return undefined;
  const minor = MINORS.find((one) => value === `1.${one}`);
  if (minor === undefined) throw new UsageError(`--kubernetes-version takes 1.31 to 1.37; "${value}" is none of them.`);
  return minor;
}

function cidr(value: string): string {
  if (parseNetwork(value) === undefined)
    throw new UsageError(`--service-cidr takes ranges such as 10.96.0.0/12; "${value}" is none.`);
  return value;
}

function portRange(value: string | undefined): readonly [number, number] | undefined {
  if (value === undefined) return undefined;
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(value);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  if (!(first >= 1 && first <= last && last <= 65_535)) {
    throw new UsageError(`--node-port-range takes two ports such as 30000-32767; "${value}" is none.`);
  }
  return [first, last];
}

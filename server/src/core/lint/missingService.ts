import type { Fix, RelatedPlace, Severity } from "../diagnostic.ts";
import { setScalar } from "../manifest/edit.ts";
import { joined } from "../pods/explain.ts";
import type { Located } from "../span.ts";
import { nearest } from "../typo.ts";
import { words } from "../words.ts";
import type { CandidateService, MissingService } from "./meantService.ts";
import type { LintFinding, ReferenceContext } from "./rule.ts";

const NOT_IN_CLUSTER = words({
  en: "Namespace {namespace} has no Service {name}, nor has this workspace.",
  ja: "Namespace {namespace} にもこのワークスペースにも Service {name} はありません。",
});
const NOT_IN_WORKSPACE = words({
  en: "No manifest in this workspace has a Service {name}.",
  ja: "このワークスペースのマニフェストに Service {name} はありません。",
});
const NEAR = words({ en: "There is a Service {name}.", ja: "Service {name} ならあります。" });
const ELSEWHERE = words({
  en: "The Service {name} of this workspace is in namespace {namespace}, which is not where {kind} looks.",
  ja: "このワークスペースの Service {name} は Namespace {namespace} にあり、{kind} はそこを参照しません。",
});

/**
 * The finding that a Service is missing which somebody means. A slip of the fingers is a warning. That a connected
 * cluster and the workspace have none is as severe as `inCluster` says. Without a cluster nothing is said of a name
 * that nobody has, unless the settings ask for it: charts, operators and other repositories make Services too.
 */
export function missingService(context: ReferenceContext, inCluster: Severity): readonly LintFinding[] {
  const { meant, reference, object } = context;
  if (meant.kind !== "missing") return [];
  const { namespace, isDoubtful, elsewhere } = meant;
  if (isDoubtful && namespace === undefined) return [];
  const { value: name, span } = reference.service;
  const none = namespace === undefined ? NOT_IN_WORKSPACE({ name }) : NOT_IN_CLUSTER({ name, namespace });
  const near = slipOf(name, meant, context.names);
  if (near !== undefined) {
    const message = joined([none, NEAR({ name: near.name })]);
    const fixes = [useName(context, reference.service, near.name)];
    const severity = isDoubtful ? "info" : "warning";
    return [{ span, severity, message, fixes, related: placesOf(near.candidate) }];
  }
  const known = isDoubtful ? "info" : inCluster;
  const severity = namespace === undefined ? "off" : known;
  if (elsewhere?.namespace === undefined) return [{ span, severity, message: none }];
  const where = ELSEWHERE({ name, namespace: elsewhere.namespace, kind: object.kind });
  const related = placesOf(elsewhere);
  return [{ span, severity: severity === "off" ? "info" : severity, message: joined([none, where]), related }];
}

interface Slip {
  /** As the candidate is written, or as a kustomization makes it. */
  readonly name: string;
  readonly candidate: CandidateService;
}

/** The candidate whose name is a slip of the fingers away; a name that the object means as well is no slip. */
function slipOf(name: string, { candidates }: MissingService, names: ReadonlySet<string>): Slip | undefined {
  const known = new Map<string, CandidateService>();
  for (const candidate of candidates) {
    for (const one of [candidate.name, candidate.writtenName ?? candidate.name]) {
      if (!names.has(one) && !known.has(one) && Math.abs(one.length - name.length) <= 2) known.set(one, candidate);
    }
  }
  const near = nearest(
    name,
    [...known.keys()].filter((one) => !differInShortPart(one, name)),
  );
  const candidate = near === undefined ? undefined : known.get(near);
  return near === undefined || candidate === undefined ? undefined : { name: near, candidate };
}

/** `db-rw` and `db-ro`, `web-a` and `web-b` are names of their own. */
function differInShortPart(a: string, b: string): boolean {
  const [parts, others] = [a.split("-"), b.split("-")];
  if (parts.length !== others.length) return true;
  return parts.some((part, index) => {
    const other = others[index] ?? "";
    return part !== other && parts.length > 1 && Math.max(part.length, other.length) <= SHORT;
  });
}

const SHORT = 3;
const USE = words({ en: "Use {value}", ja: "{value} を使う" });

/** Writes another name or number in the place of a written one. Only the user knows which side is wrong. */
export function useName(
  { text }: ReferenceContext,
  { span, value: before }: Located<string | number>,
  value: string | number,
): Fix {
  const written = text.slice(...span);
  const node = { kind: "scalar", span, value: before, written, style: QUOTES.get(written[0]) ?? "plain" } as const;
  return { title: USE({ value }), edits: [setScalar(text, node, value)], certain: false };
}

const QUOTES: ReadonlyMap<string | undefined, "double" | "single"> = new Map([
  ['"', "double"],
  ["'", "single"],
]);
const SERVICE = words({ en: "Service {name}", ja: "Service {name}" });

/** Where a Service of the workspace is written; one of the cluster has no place. */
export function placesOf({ uri: file, name, writtenName = name }: CandidateService): readonly RelatedPlace[] {
  return file === undefined
    ? []
    : [{ file, span: [0, 0], message: SERVICE({ name: writtenName }), service: writtenName }];
}

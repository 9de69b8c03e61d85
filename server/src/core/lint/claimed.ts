import type { RelatedPlace } from "../diagnostic.ts";
import { words } from "../words.ts";
import type { Claim, NameClaim } from "../workspace/claims.ts";
import type { LintContext } from "./rule.ts";

/** How near the object is that claims something: the same file, or one beside it; undefined for any other. */
export function nearnessOf({ uri }: Claim, { uri: own }: LintContext): "file" | "folder" | undefined {
  if (uri === own) return "file";
  return folderOf(uri) === folderOf(own) ? "folder" : undefined;
}

/** Claims of Services that cannot be this one: of another name, or in another namespace where both say theirs. */
function claimsOfOthers(claims: readonly Claim[], { service: { name, namespace } }: LintContext): readonly Claim[] {
  if (name === undefined) return [];
  return claims.filter((claim) => {
    if (claim.name !== name.value) return true;
    return claim.namespace !== undefined && namespace !== undefined && claim.namespace !== namespace.value;
  });
}

/** The nearest claim of another Service, with its place; undefined where none is near, and where this Service has no name. */
export function nearestClaim(claims: readonly Claim[] | undefined, context: LintContext): NearClaim | undefined {
  const others = claimsOfOthers(claims ?? [], context);
  const claim =
    others.find((other) => nearnessOf(other, context) === "file") ??
    others.find((other) => nearnessOf(other, context) === "folder");
  const nearness = claim && nearnessOf(claim, context);
  return claim && nearness && { claim, nearness };
}

/** A claim, and how close to the Service it is written: in the same file, or in another one of its folder. */
export interface NearClaim {
  readonly claim: Claim;
  readonly nearness: "file" | "folder";
}

/** The objects of the same file or folder that mean this Service by its name. */
export function meantBy(context: LintContext): readonly NameClaim[] {
  const { name, namespace } = context.service;
  const claims = name && context.snapshot.workspace.claims?.serviceNames.get(name.value);
  return (claims ?? []).filter((claim) => {
    const { serviceNamespace } = claim;
    const fits = serviceNamespace === undefined || namespace === undefined || serviceNamespace === namespace.value;
    return fits && nearnessOf(claim, context) !== undefined;
  });
}

const WHO = words({ en: "{kind} {name}", ja: "{kind} {name}" });

/** The place of a claim, with the kind and name of what claims, to stand beside a finding. */
export function placeOfClaim({ uri: file, span, kind, name }: Claim): RelatedPlace {
  return { file, span, message: WHO({ kind, name }) };
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}

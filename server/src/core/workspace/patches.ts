import type { PatchTarget, WrittenPatch } from "../manifest/kustomization.ts";
import { jsonPatchEffect, readOperations } from "./jsonPatch.ts";
import { mergePatchEffect, readMergePatches } from "./mergePatch.ts";
import type { PatchEffect } from "./patchEffect.ts";

/** A patch of a kustomization, as far as matching depends on it. */
export interface Patch {
  /** Whether it is for an object of this kind and one of these names; undefined where that cannot be said. */
  isFor(kind: string, names: ReadonlySet<string>): boolean | undefined;
  /** What it does to an object of this kind. */
  effectOn(kind: string): PatchEffect;
  readonly isLate: boolean;
}

/** The patches in a text that a kustomization names, and whether there is more to them than can be followed. */
export function readPatches(
  text: string,
  { target, isLate }: Pick<WrittenPatch, "target" | "isLate">,
): { readonly patches: readonly Patch[]; readonly isOpen: boolean } {
  const operations = readOperations(text);
  const patches =
    operations === undefined
      ? readMergePatches(text, target === undefined)?.map(({ node, kind, name }) =>
          patchFor(target ?? { kind, name, isNarrower: false }, target === undefined, isLate, (of) =>
            mergePatchEffect(node, of),
          ),
        )
      : [patchFor(target ?? ANYTHING, false, isLate, (of) => jsonPatchEffect(operations, of))];
  return { patches: patches ?? [], isOpen: patches === undefined || patches.some(isBeyondFollowing) };
}

const ANYTHING: PatchTarget = { kind: undefined, name: undefined, isNarrower: true };

function patchFor(
  target: PatchTarget,
  isExact: boolean,
  isLate: boolean,
  effectOf: (kind: string) => PatchEffect,
): Patch & { readonly target: PatchTarget } {
  const effects = new Map<string, PatchEffect>();
  return {
    target,
    isLate,
    isFor(kind, names) {
      if (target.kind !== undefined && target.kind !== kind) return false;
      const named = target.name === undefined || isNamed(target.name, names, isExact);
      return named === true && target.isNarrower ? undefined : named;
    },
    effectOn(kind) {
      const effect = effects.get(kind) ?? effectOf(kind);
      effects.set(kind, effect);
      return effect;
    },
  };
}

/** Kinds that stand for all: those whose Pods, selector or template lie elsewhere than others'. */
const KINDS = ["Deployment", "CronJob", "Pod", "Service"];

/** Labels or a selector of objects are changed, and either how or of which is not known. */
function isBeyondFollowing({ target, effectOn }: Patch & { readonly target: PatchTarget }): boolean {
  const effects = (target.kind === undefined ? KINDS : [target.kind]).map(effectOn);
  const isVague = target.isNarrower || (target.name !== undefined && literalParts(target.name) === undefined);
  return effects.some(({ templateLabels, selector, isDeleted, namespace }) => {
    const changes = [templateLabels, selector];
    if (changes.some(({ kind }) => kind === "unknown")) return true;
    return isVague && (isDeleted || namespace !== undefined || changes.some(({ kind }) => kind === "change"));
  });
}

function isNamed(pattern: string, names: ReadonlySet<string>, isExact: boolean): boolean | undefined {
  if (isExact || names.has(pattern)) return names.has(pattern);
  const alternatives = literalParts(pattern);
  return alternatives?.some((parts) => [...names].some((name) => fits(name, parts)));
}

/**
 * A pattern as alternatives of literal parts with anything between them; undefined for one that says more. Patterns come
 * from files, so they are never run as regular expressions.
 */
function literalParts(pattern: string): readonly (readonly string[])[] | undefined {
  const bare = pattern.replace(/^\^/, "").replace(/\$$/, "");
  const inner = /^\([^()]*\)$/.test(bare) ? bare.slice(1, -1) : bare;
  const alternatives = inner.split("|").map((one) => one.split(".*"));
  return alternatives.flat().every((part) => /^[\w.-]*$/.test(part)) ? alternatives : undefined;
}

function fits(name: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

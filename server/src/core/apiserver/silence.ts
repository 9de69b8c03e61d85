import type { ClusterFacts } from "../snapshot.ts";
import { isSameNode } from "../yaml/node.ts";
import type { Field, FieldName, ServiceFields } from "./fields.ts";
import type { Context, Rule } from "./rule.ts";
import { RULES } from "./rules.ts";

/**
 * The rules that had nothing to say of the new Service that was judged last: they say nothing of the next one either
 * while the fields that they read say the same. So nearly no rule is asked again for a typed character, and few for the
 * next Service. Owned by whoever judges one Service after another.
 */
export interface Silence {
  /** The rules that need not be asked of this Service. Whoever asks the others adds those that have nothing to say. */
  about(service: ServiceFields, context: Context): Set<Rule>;
}

/** A {@link Silence} that knows of no Service yet. */
export function createSilence(): Silence {
  const silent = new Set<Rule>();
  let last: { readonly service: ServiceFields; readonly context: Context } | undefined;

  function forget(rules: readonly Rule[]): void {
    for (const rule of rules) silent.delete(rule);
  }
  return {
    about(service, context) {
      if (last === undefined || !isSameContext(last.context, context)) silent.clear();
      else for (const { name, readers } of READ) if (!isSameField(last.service[name], service[name])) forget(readers);
      last = { service, context };
      return silent;
    },
  };
}

/** The fields that rules read, with those rules. Who reads none looks at the whole Service, and is always asked. */
const READ: readonly { readonly name: FieldName; readonly readers: readonly Rule[] }[] = [
  ...new Set(RULES.flatMap(({ reads }) => reads)),
].map((name) => ({ name, readers: RULES.filter(({ reads }) => reads.includes(name)) }));

function isSameContext(before: Context, now: Context): boolean {
  return before.minor === now.minor && before.stored === now.stored && isSameFacts(before.facts, now.facts);
}

function isSameFacts(before: ClusterFacts, now: ClusterFacts): boolean {
  return (
    before.serviceCIDRs === now.serviceCIDRs &&
    before.nodePortRange === now.nodePortRange &&
    before.dualStack === now.dualStack &&
    before.inUse === now.inUse
  );
}

/** Where a field is written does not matter, only what it says and whether it is written. */
function isSameField(before: Field<unknown>, now: Field<unknown>): boolean {
  if (before === now) return true;
  if (before.unknown !== now.unknown || (before.entry === undefined) !== (now.entry === undefined)) return false;
  if (before.value === now.value) return true;
  // What a list or a map has become by now follows from what is written.
  return typeof before.value === "object" && typeof now.value === "object" && isSameNode(before.node, now.node);
}

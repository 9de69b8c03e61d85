import { driftOf } from "../core/live/drift.ts";
import type { FieldDifference } from "../core/live/fieldDifference.ts";
import { type LiveService, liveServiceOf } from "../core/live/liveService.ts";
import { namespaceOf } from "../core/pods/resolve.ts";
import { type Message, render, words } from "../core/words.ts";
import type { FeatureContext, WrittenService } from "./context.ts";
import { oneLine } from "./page.ts";
import { momentOf } from "./time.ts";

/** A written Service beside the one of its name in the cluster. */
export interface Live {
  readonly service: LiveService;
  /** Undefined where a kustomization, a template or a patch makes something else of what is written. */
  readonly drift: readonly FieldDifference[] | undefined;
}

/** The Service of this name as the cluster stores it, plain JSON; undefined unless it is known to have it, now. */
export function storedOf({ snapshot: { cluster } }: FeatureContext, { service }: WrittenService): unknown {
  if (service.name === undefined || service.namespaceUnknown) return undefined;
  const here = cluster.services?.get(namespaceOf(service, cluster));
  return here?.knowledge.kind === "synced" ? here.services.get(service.name.value) : undefined;
}

/** What the cluster has made of a written Service; undefined unless it is known to have it, now. */
export function liveOf(context: FeatureContext, written: WrittenService): Live | undefined {
  const { uri, snapshot } = context;
  const { forms, patches } = snapshot.workspace;
  const stored = storedOf(context, written);
  if (stored === undefined) return undefined;
  const isAppliedAsWritten = !written.object.isOpen && !forms?.has(uri) && !patches?.has(uri);
  return { service: liveServiceOf(stored), drift: isAppliedAsWritten ? driftOf(written.object, stored) : undefined };
}

const DIFFERS = words({
  en: "differs from the cluster in {count} {count|field|fields}",
  ja: "クラスターと {count} 個のフィールドが異なる",
});

/** How many fields differ; undefined where none does. */
export function driftAtAGlance(live: Live | undefined): Message | undefined {
  const count = live?.drift?.length ?? 0;
  return count === 0 ? undefined : DIFFERS({ count });
}

const FIELD_DIFFERS = words({
  en: "{path}: {written} here, {stored} in the cluster",
  ja: "{path}: ここでは {written}、クラスターでは {stored}",
});
const ONLY_HERE = words({
  en: "{path}: {written} here, not in the cluster",
  ja: "{path}: ここでは {written}、クラスターにはなし",
});
const ONLY_THERE = words({
  en: "{path}: not here any more, {stored} in the cluster",
  ja: "{path}: ここにはもうなし、クラスターでは {stored}",
});

/** One difference in a sentence. */
export function differenceWords({ path, written, stored }: FieldDifference): Message {
  if (written === undefined) return ONLY_THERE({ path, stored: stored ?? "" });
  return stored === undefined ? ONLY_HERE({ path, written }) : FIELD_DIFFERS({ path, written, stored });
}

const PENDING = words({ en: "pending", ja: "割り当て待ち" });
const PENDING_SINCE = words({ en: "pending since {time}", ja: "{time} から割り当て待ち" });

/** The addresses of a load balancer, or that there are none yet. */
export function loadBalancerText(context: FeatureContext, live: LiveService): string | undefined {
  const { loadBalancer } = live;
  const { locale } = context.snapshot.settings;
  switch (loadBalancer?.kind) {
    case undefined:
      return undefined;
    case "ready":
      return oneLine(loadBalancer.addresses.join(", "));
    case "pending": {
      const { since } = loadBalancer;
      return render(since === undefined ? PENDING() : PENDING_SINCE({ time: momentOf(since, context.clock) }), locale);
    }
  }
}

/** What the type has given the Service, in a few words after its name; empty where it has given nothing. */
export function givenAtAGlance(context: FeatureContext, live: LiveService): string {
  const [first] = live.clusterIPs;
  switch (live.type) {
    case "LoadBalancer":
      return loadBalancerText(context, live) ?? "";
    case "NodePort":
      return live.nodePorts
        .map(({ nodePort }) => String(nodePort))
        .slice(0, 3)
        .join(", ");
    case "ClusterIP":
      return first === undefined ? "" : oneLine(first);
    default:
      return "";
  }
}

import { verdictFindings } from "../../core/apiserver/serverVerdict.ts";
import { isService, type KubernetesObject } from "../../core/manifest/manifest.ts";
import { words } from "../../core/words.ts";
import { plainOf } from "../../core/yaml/node.ts";
import type { ValidateResult } from "../messages/writes.ts";
import type { ObjectVerdict } from "../serverVerdicts.ts";
import { type CommandHost, openContext, trustedCluster } from "./host.ts";
import { refusal } from "./refusal.ts";

const NO_SERVICE = words({
  en: "There is no Service here that a server can be asked about.",
  ja: "サーバーに問い合わせられる Service がここにはありません。",
});

/**
 * Asks the connected cluster about the Services of an open document, each as it is typed now; what it says is shown as
 * diagnostics until the Service is typed in again. Templates and what cannot be read are left out.
 * @throws a `ResponseError` in a workspace that is not trusted, and where there is nothing to ask about.
 */
export async function validate(host: CommandHost, uri: string): Promise<ValidateResult> {
  const cluster = await trustedCluster(host, host.clusterToAsk);
  const objects = askable(host, uri);
  if (objects.length === 0) throw refusal(NO_SERVICE(), host.locale);
  const answers = await cluster.validate(objects.map(({ node }) => plainOf(node) as Readonly<Record<string, unknown>>));
  const context = cluster.snapshot.context ?? "";
  const learned: ObjectVerdict[] = [];
  const result = { context, accepted: 0, refused: 0, warnings: 0 };
  const unknown = new Set<string>();
  for (const [index, object] of objects.entries()) {
    const verdict = answers[index] ?? { kind: "unknown", why: "" };
    learned.push({ object, findings: verdictFindings(object.node, verdict, context) });
    if (verdict.kind === "unknown") unknown.add(verdict.why);
    else result[verdict.kind] += 1;
    if (verdict.kind === "accepted") result.warnings += verdict.warnings.length;
  }
  host.learnVerdicts(learned);
  return { ...result, unknown: [...unknown] };
}

function askable(host: CommandHost, uri: string): readonly KubernetesObject[] {
  const { manifest } = openContext(host, uri);
  const whole = manifest.documents.filter(
    ({ content }) => content.problems.length === 0 && content.template === "none",
  );
  return whole.flatMap(({ content }) => content.objects.filter(isService));
}

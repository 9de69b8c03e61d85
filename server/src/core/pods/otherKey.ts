import type { SelectorPair } from "../manifest/service.ts";
import { isTypo } from "../typo.ts";
import type { Labels } from "./pod.ts";

/**
 * The key under which labels have the value of a pair whose own key they lack, where that is another spelling of it: a
 * slip of the fingers first, then the same name with another prefix, then another key that names an application.
 * Undefined where there is none: values such as `true` stand under many keys.
 */
export function keyMeant({ key, value }: SelectorPair, labels: Labels): string | undefined {
  if (labels.has(key)) return undefined;
  const others = [...labels].flatMap(([other, otherValue]) => (otherValue === value ? [other] : []));
  return (
    others.find((other) => isTypo(other, key)) ??
    others.find((other) => nameOf(other) === nameOf(key)) ??
    others.find((other) => NAMES_AN_APPLICATION.has(other) && NAMES_AN_APPLICATION.has(key))
  );
}

/** Keys that people use for the name of an application. */
const NAMES_AN_APPLICATION: ReadonlySet<string> = new Set([
  "app",
  "name",
  "k8s-app",
  "run",
  "app.kubernetes.io/name",
  "component",
]);

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

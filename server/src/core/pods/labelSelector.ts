import { isObject, listOf, objectOf, textOf } from "../json.ts";
import type { Labels } from "./pod.ts";

/**
 * Whether labels satisfy a `LabelSelector` (`matchLabels` and `matchExpressions`), plain JSON as the API server stores it;
 * a ReplicationController's plain map of labels counts as `matchLabels`. Undefined where it cannot be read.
 */
export function matchesLabelSelector(selector: unknown, labels: Labels): boolean | undefined {
  if (!isObject(selector)) return undefined;
  const { matchLabels, matchExpressions } = selector;
  const isPlain = matchLabels === undefined && matchExpressions === undefined;
  const wanted = Object.entries(objectOf(isPlain ? selector : matchLabels));
  const results = [
    ...wanted.map(([key, value]) => (typeof value === "string" ? labels.get(key) === value : undefined)),
    ...listOf(matchExpressions).map((expression) => matchesExpression(expression, labels)),
  ];
  if (results.length === 0 || results.includes(undefined)) return undefined;
  return results.every((result) => result === true);
}

function matchesExpression(expression: unknown, labels: Labels): boolean | undefined {
  const { key, operator, values } = objectOf(expression);
  const name = textOf(key);
  if (name === undefined) return undefined;
  const value = labels.get(name);
  const isListed = value !== undefined && listOf(values).includes(value);
  switch (operator) {
    case "In":
      return isListed;
    case "NotIn":
      return !isListed;
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return undefined;
  }
}

import { describe, expect, test } from "vitest";
import schema from "../../../../schemas/service.schema.json" with { type: "json" };
import type { FieldSchema } from "../schema.ts";
import { type Field, fieldAt, fieldsBelow } from "./field.ts";

/** Every field of the schema, items of lists included. */
function allFields(path: readonly (string | number)[] = []): readonly Field[] {
  const below = fieldsBelow(path).flatMap((field) => [field, ...allFields(field.path)]);
  const item = fieldAt([...path, 0]);
  return item === undefined ? below : [...below, item, ...allFields(item.path)];
}

test("every field of the schema is met", () => {
  const count = (node: FieldSchema): number =>
    Object.values(node.properties ?? {}).reduce((sum, child) => sum + 1 + count(child), 0) +
    (node.items === undefined ? 0 : 1 + count(node.items));
  expect(allFields()).toHaveLength(count(schema));
});

describe.each(allFields().map((field) => [field.path.join("."), field] as const))("%s", (_, field) => {
  const messages = [field.meaning, field.defaultsTo, field.allowed, field.instead].filter((message) => message);

  test("has words in both languages", () => {
    for (const message of messages) {
      expect(message?.sentence.en.trim()).not.toBe("");
      expect(message?.sentence.ja.trim()).not.toBe("");
    }
    expect(field.meaning.sentence.en).toMatch(/\.$/);
    expect(field.meaning.sentence.ja).toMatch(/[\u3040-\u30ff\u4e00-\u9fff].*。$/);
  });

  test("has a page of the Kubernetes documentation", () =>
    expect(field.link).toMatch(/^https:\/\/kubernetes\.io\/docs\//));

  test("says what to use where it is deprecated", () => {
    expect(field.deprecatedSince !== undefined && field.instead === undefined).toBe(false);
    expect(field.values.filter(({ deprecatedSince, instead }) => deprecatedSince && !instead)).toEqual([]);
  });

  test("has words for each of its values", () => {
    const silent = field.values.filter(
      ({ meaning: { sentence } }) => !/\.$/.test(sentence.en) || !/。$/.test(sentence.ja),
    );
    expect(silent).toEqual([]);
  });
});

test("what a field says comes from the schema", () => {
  expect(fieldAt(["spec", "ports", 3, "nodePort"])).toMatchObject({
    name: "nodePort",
    shape: "number",
    types: ["NodePort", "LoadBalancer"],
  });
  expect(fieldAt(["spec", "trafficDistribution"])).toMatchObject({ since: 31, shape: "text" });
  expect(fieldAt(["spec", "loadBalancerIP"])).toMatchObject({ deprecatedSince: 24 });
  expect(fieldAt(["status", "conditions", 0, "type"])?.isWrittenByServer).toBe(true);
  expect(fieldAt(["spec", "nothing"])).toBeUndefined();
  expect(fieldAt(["spec", "selector", "constructor"])).toBeUndefined();
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rulesPage } from "../../scripts/rules.mjs";

test("docs/rules.md is made from the rules as they are (npm run docs)", () => {
  expect(readFileSync(new URL("../../docs/rules.md", import.meta.url), "utf8")).toBe(rulesPage());
});

test("every field of the schema is described in English and Japanese", () => {
  const schema: unknown = JSON.parse(
    readFileSync(new URL("../../schemas/service.schema.json", import.meta.url), "utf8"),
  );
  expect(undescribed(schema, "")).toEqual([]);
});

function undescribed(schema: unknown, path: string): readonly string[] {
  if (typeof schema !== "object" || schema === null || !("properties" in schema)) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]: [string, object]) => {
    const here = `${path}.${name}`;
    const described = "description" in field && "x-description-ja" in field;
    const items = "items" in field ? undescribed(field.items, here) : [];
    return [...(described ? [] : [here]), ...undescribed(field, here), ...items];
  });
}

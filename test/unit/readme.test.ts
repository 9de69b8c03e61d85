import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const { contributes } = JSON.parse(read("package.json"));

/** What there is stands in both READMEs, and nothing else does. */
describe.each([
  ["README.md", "package.nls.json"],
  ["README.ja.md", "package.nls.ja.json"],
])("%s", (readme, words) => {
  const text = read(readme);
  const titles: Readonly<Record<string, string>> = JSON.parse(read(words));
  const settings = contributes.configuration.flatMap(({ properties }: { properties: object }) =>
    Object.keys(properties),
  ) as readonly string[];

  test.each(contributes.commands as readonly { readonly title: string }[])("names the command $title", ({ title }) => {
    expect(text).toContain(titles[title.slice(1, -1)]);
  });

  test("lists every setting and no other", () => {
    const listed = [...text.matchAll(/^\| `(podsight\.[\w.]+)` \|/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(settings.toSorted());
  });
});

import { expect, test } from "vitest";
import { createConsents } from "./consents.ts";

/** A place to keep values, as VS Code gives one to each extension. */
function memento() {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string, fallback: T): T => (values.has(key) ? (values.get(key) as T) : fallback),
    update: async (key: string, value: unknown) => {
      values.set(key, JSON.parse(JSON.stringify(value)));
    },
  };
}

const program = (fingerprint: string, allowedAt = 0) => ({
  context: "prod",
  command: "/usr/bin/login",
  args: [],
  fingerprint,
  allowedAt,
});

test("a yes is there after a restart, once, until it is taken back", async () => {
  const state = memento();
  await createConsents(state).add(program("one"));
  await createConsents(state).add(program("one", 5));
  await createConsents(state).add(program("two"));
  const later = createConsents(state);
  expect([later.has("one"), later.has("two"), later.has("three")]).toEqual([true, true, false]);
  expect(later.all().map(({ fingerprint, allowedAt }) => [fingerprint, allowedAt])).toEqual([
    ["one", 5],
    ["two", 0],
  ]);
  await later.remove(new Set(["one"]));
  expect([createConsents(state).has("one"), createConsents(state).has("two")]).toEqual([false, true]);
});

test("only so many are kept, the newest", async () => {
  const consents = createConsents(memento());
  for (let index = 0; index < 103; index++) await consents.add(program(`${index}`));
  expect([consents.all().length, consents.has("2"), consents.has("3")]).toEqual([100, false, true]);
});

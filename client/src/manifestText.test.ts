import { describe, expect, it } from "vitest";
import { looksLikeManifest, mayHoldService } from "./manifestText.ts";

describe("a text looks like a manifest", () => {
  it.each([
    ["in YAML", "apiVersion: v1\nkind: Pod\n", true],
    ["as an item of a list", "- apiVersion: v1\n  kind: Pod\n", true],
    ["in JSON on one line", '{"apiVersion":"v1","kind":"Pod"}', true],
    ["with quoted keys", "'apiVersion': v1\n\"kind\": Pod\n", true],
    ["while it is typed", "apiVersion: v1\r\nkind:", true],
    ["of a workflow", "on: push\njobs: {}\n", false],
    ["with one of the keys only", "kind: Pod\n", false],
    ["of a longer key", "myapiVersion: v1\nmankind: Pod\n", false],
    ["of nothing", "", false],
  ])("%s", (_, text, expected) => expect(looksLikeManifest(text)).toBe(expected));
});

describe("a text may hold a Service", () => {
  it.each([
    ["one", "apiVersion: v1\nkind: Service # the till\n", true],
    ["one after another kind", "apiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: 'Service'\r\n", true],
    ["one in JSON", '{"apiVersion": "v1", "kind": "Service"}', true],
    ["a list of them", "apiVersion: v1\nkind: ServiceList\n", true],
    ["an account", "apiVersion: v1\nkind: ServiceAccount\n", false],
    ["a deployment", "apiVersion: apps/v1\nkind: Deployment\n", false],
  ])("%s", (_, text, expected) => expect(mayHoldService(text)).toBe(expected));
});

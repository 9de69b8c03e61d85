import { expect, test } from "vitest";
import { withoutPlaceholders } from "./placeholders.ts";

const ANSWERED = {
  kind: "Service",
  spec: { clusterIP: "10.96.0.0", clusterIPs: ["10.96.0.0"], type: "NodePort", ports: [{ port: 80, nodePort: 30000 }] },
};

test("what was left to the server is left out of a dry run's answer", () => {
  const written = { spec: { type: "NodePort", ports: [{ port: 80 }] } };
  expect(withoutPlaceholders(ANSWERED, written)).toEqual({
    kind: "Service",
    spec: { type: "NodePort", ports: [{ port: 80 }] },
  });
});

test("what was asked for stays", () => {
  const written = { spec: { clusterIP: "10.96.0.0", ports: [{ port: 80, nodePort: 30000 }] } };
  const shown = withoutPlaceholders(ANSWERED, written);
  expect(shown).toEqual(ANSWERED);
  expect(JSON.stringify(shown)).toBe(JSON.stringify(ANSWERED));
});

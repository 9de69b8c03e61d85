import { words } from "../../words.ts";
import type { OwnerReference } from "../fields.ts";
import { textOf } from "../fields.ts";
import { exampleWith, type Finding, type Rule } from "../rule.ts";

const GOOD = exampleWith([
  "name: till",
  "ownerReferences:",
  "  - {apiVersion: apps/v1, kind: Deployment, name: till, uid: 1b2c}",
]);

/** What the API server asks of owner references. */
export const OWNER_RULES: readonly Rule[] = [
  {
    code: "owner-incomplete",
    stage: "validate",
    reads: ["ownerReferences"],
    about:
      "An owner reference needs `apiVersion`, `kind`, `name` and `uid`. Before Kubernetes 1.37 the API server does not say which reference it means.",
    example: {
      wrong: exampleWith(["name: till", "ownerReferences:", "  - {apiVersion: apps/v1, kind: Deployment, name: till}"]),
      right: GOOD,
    },
    *check({ ownerReferences }, { minor }) {
      for (const [index, owner] of (ownerReferences.value ?? []).entries()) {
        for (const name of ["apiVersion", "kind", "name", "uid"] as const) {
          if (owner[name].unknown || textOf(owner[name]) !== "") continue;
          const message = words({
            en: "The owner reference has no {name}.",
            ja: "所有者の参照に {name} がありません。",
          })({ name });
          yield { ...saidOf(owner, index, name, minor), kind: minor >= 37 ? "Required" : "Invalid", message };
        }
      }
    },
  },
  {
    code: "owner-version-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["ownerReferences"],
    about: "An owner's `apiVersion` is a version (`v1`), or a group and a version (`apps/v1`).",
    example: {
      wrong: exampleWith([
        "name: till",
        "ownerReferences:",
        "  - {apiVersion: apps/, kind: Deployment, name: till, uid: 1b2c}",
      ]),
      right: GOOD,
    },
    *check({ ownerReferences }, { minor }) {
      for (const [index, owner] of (ownerReferences.value ?? []).entries()) {
        const value = textOf(owner.apiVersion);
        if (value === "" || hasVersion(value)) continue;
        const message = words({
          en: '"{value}" is not an API version such as v1 or apps/v1.',
          ja: '"{value}" は v1 や apps/v1 のような API バージョンではありません。',
        })({ value });
        yield { ...saidOf(owner, index, "apiVersion", minor), message };
      }
    },
  },
  {
    code: "owner-is-event",
    stage: "validate",
    kind: "Invalid",
    reads: ["ownerReferences"],
    about: "An Event cannot own anything: it goes away after an hour.",
    example: {
      wrong: exampleWith([
        "name: till",
        "ownerReferences:",
        "  - {apiVersion: v1, kind: Event, name: till, uid: 1b2c}",
      ]),
      right: GOOD,
    },
    *check({ ownerReferences }, { minor }) {
      for (const [index, { apiVersion, kind, node }] of (ownerReferences.value ?? []).entries()) {
        if (kind.value !== "Event" || !["v1", "/v1"].includes(textOf(apiVersion))) continue;
        const message = words({ en: "An Event cannot be an owner.", ja: "Event は所有者にできません。" })();
        const field = minor >= 37 ? `metadata.ownerReferences[${index}]` : "metadata.ownerReferences";
        yield { span: node.span, field, message };
      }
    },
  },
  {
    code: "owners-controllers",
    stage: "validate",
    kind: "Invalid",
    reads: ["ownerReferences"],
    about: "At most one owner is the controller.",
    example: {
      wrong: exampleWith([
        "name: till",
        "ownerReferences:",
        "  - {apiVersion: v1, kind: Pod, name: a, uid: u1, controller: true}",
        "  - {apiVersion: v1, kind: Pod, name: b, uid: u2, controller: true}",
      ]),
      right: GOOD,
    },
    *check({ ownerReferences }) {
      const controllers = (ownerReferences.value ?? []).filter(({ controller }) => controller.value === true);
      for (const { node } of controllers.slice(1)) {
        const message = words({
          en: "Another owner is the controller already. At most one may be.",
          ja: "すでに別の所有者がコントローラーです。一つだけ指定できます。",
        })();
        yield { span: node.span, field: "metadata.ownerReferences", message };
      }
    },
  },
];

function saidOf(
  owner: OwnerReference,
  index: number,
  name: "apiVersion" | "kind" | "name" | "uid",
  minor: number,
): Pick<Finding, "span" | "field"> {
  const at = owner[name].node;
  const span = at !== undefined && at.span[0] < at.span[1] ? at.span : owner.node.span;
  return { span, field: `metadata.ownerReferences${minor >= 37 ? `[${index}]` : ""}.${name}` };
}

function hasVersion(apiVersion: string): boolean {
  const parts = apiVersion.split("/");
  return parts.length <= 2 && parts.at(-1) !== "";
}

import { words } from "../../words.ts";
import { type OwnerReference, type ServiceFields, textOf } from "../fields.ts";
import { itemRemoval } from "../fixes.ts";
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
      for (const [index, owner] of distinct(ownerReferences).kept.entries()) {
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
      for (const [index, owner] of distinct(ownerReferences).kept.entries()) {
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
      for (const [index, { apiVersion, kind, node }] of distinct(ownerReferences).kept.entries()) {
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
      const controllers = distinct(ownerReferences).kept.filter(({ controller }) => controller.value === true);
      for (const { node } of controllers.slice(1)) {
        const message = words({
          en: "Another owner is the controller already. At most one may be.",
          ja: "すでに別の所有者がコントローラーです。一つだけ指定できます。",
        })();
        yield { span: node.span, field: "metadata.ownerReferences", message };
      }
    },
  },
  {
    code: "owner-references-duplicate",
    stage: "warning",
    reads: ["ownerReferences"],
    about: "The same owner is listed twice, word for word; the API server keeps one of them.",
    example: {
      wrong: exampleWith([
        "name: till",
        "ownerReferences:",
        "  - {apiVersion: v1, kind: Pod, name: a, uid: u1}",
        "  - {apiVersion: v1, kind: Pod, name: a, uid: u1}",
      ]),
      right: exampleWith(["name: till", "ownerReferences:", "  - {apiVersion: v1, kind: Pod, name: a, uid: u1}"]),
    },
    *check({ ownerReferences, metadata }, { text }) {
      const [repeated] = distinct(ownerReferences).repeated;
      if (repeated === undefined) return;
      const message = words({
        en: "This owner is listed already. The API server keeps one of them.",
        ja: "この所有者はすでに書かれています。API サーバーは一つだけ残します。",
      })();
      const fixes = itemRemoval(text, metadata.map, ownerReferences.entry, repeated.node);
      yield { span: repeated.node.span, field: "metadata.ownerReferences", message, fixes };
    },
  },
];

/** The server drops references that are the same as an earlier one before it looks at any. */
function distinct({ value = [] }: ServiceFields["ownerReferences"]): {
  readonly kept: readonly OwnerReference[];
  readonly repeated: readonly OwnerReference[];
} {
  const seen = new Set<string>();
  const kept: OwnerReference[] = [];
  const repeated: OwnerReference[] = [];
  for (const owner of value) {
    const { apiVersion, kind, name, uid, controller, blockOwnerDeletion } = owner;
    const isKnown = ![apiVersion, kind, name, uid, controller, blockOwnerDeletion].some(({ unknown }) => unknown);
    const texts = [apiVersion, kind, name, uid].map(textOf);
    const key = JSON.stringify([...texts, controller.value ?? null, blockOwnerDeletion.value ?? null]);
    (isKnown && seen.has(key) ? repeated : kept).push(owner);
    if (isKnown) seen.add(key);
  }
  return { kept, repeated };
}

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

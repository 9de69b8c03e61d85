import { words } from "../../words.ts";
import { STORED_SERVICE } from "../examples.ts";
import { textOf } from "../fields.ts";
import { itemRemoval, UNCERTAIN } from "../fixes.ts";
import { isLabelKey } from "../formats.ts";
import { exampleWith, type Rule } from "../rule.ts";

/** What the API server asks of `metadata.finalizers`: their form, and when one may still be added. */
export const FINALIZER_RULES: readonly Rule[] = [
  {
    code: "finalizer-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["finalizers"],
    about: "A finalizer is named like a label key: `example.com/name`.",
    example: {
      wrong: exampleWith(["name: till", "finalizers: [example.com/clean up]"]),
      right: exampleWith(["name: till", "finalizers: [example.com/clean-up]"]),
    },
    *check(service) {
      for (const { value = "", unknown, node } of service.finalizers.value ?? []) {
        if (unknown || isLabelKey(value)) continue;
        const message = words({
          en: 'Finalizer "{value}" is not a qualified name such as example.com/clean-up.',
          ja: 'ファイナライザー "{value}" は example.com/clean-up のような修飾名ではありません。',
        })({ value });
        yield { span: node?.span ?? service.metadata.span, field: "metadata.finalizers", message };
      }
    },
  },
  {
    code: "finalizer-unqualified",
    stage: "validate",
    kind: "Invalid",
    reads: ["finalizers"],
    about:
      "A finalizer needs a domain of its own, as in `example.com/clean-up`. Only `kubernetes`, `orphan` and `foregroundDeletion` stand alone.",
    example: {
      wrong: exampleWith(["name: till", "finalizers: [clean-up]"]),
      right: exampleWith(["name: till", "finalizers: [example.com/clean-up]"]),
    },
    *check(service, { text }) {
      const { finalizers, metadata } = service;
      for (const [index, { value = "", unknown, node }] of (finalizers.value ?? []).entries()) {
        if (unknown || value.includes("/") || STANDARD_FINALIZERS.has(value)) continue;
        const message = words({
          en: 'Finalizer "{value}" needs a domain in front, as in example.com/clean-up.',
          ja: 'ファイナライザー "{value}" には example.com/clean-up のようにドメインが必要です。',
        })({ value });
        const fixes = node ? itemRemoval(text, metadata.map, finalizers.entry, node, UNCERTAIN) : [];
        yield { span: node?.span ?? metadata.span, field: `metadata.finalizers[${index}]`, message, fixes };
      }
    },
  },
  {
    code: "finalizers-contradict",
    stage: "validate",
    kind: "Invalid",
    reads: ["finalizers"],
    about: "`orphan` keeps what the object owns, `foregroundDeletion` removes it first: an object cannot have both.",
    example: {
      wrong: exampleWith(["name: till", "finalizers: [orphan, foregroundDeletion]"]),
      right: exampleWith(["name: till", "finalizers: [orphan]"]),
    },
    *check({ finalizers, metadata }) {
      const values = finalizers.value?.map(({ value }) => value) ?? [];
      if (!values.includes("orphan") || !values.includes("foregroundDeletion")) return;
      const message = words({
        en: "Finalizers orphan and foregroundDeletion contradict each other. Keep one of them.",
        ja: "ファイナライザー orphan と foregroundDeletion は両立しません。どちらか一方にしてください。",
      })();
      yield { span: finalizers.node?.span ?? metadata.span, field: "metadata.finalizers", message };
    },
  },
  {
    code: "finalizer-too-late",
    stage: "update",
    kind: "Forbidden",
    on: "update",
    reads: ["finalizers"],
    about: "Once deletion has been asked for, finalizers can be taken off but none can be added.",
    example: {
      wrong: exampleWith(["name: till", "finalizers: [example.com/clean-up]"]),
      right: exampleWith(["name: till"]),
      stored: { ...STORED_SERVICE, metadata: { name: "till", deletionTimestamp: "2026-11-23T10:00:00Z" } },
    },
    *check({ finalizers, metadata }, { stored, text }) {
      if (stored?.deletionTimestamp.value === undefined) return;
      const before = new Set(stored.finalizers.value?.map(textOf));
      for (const item of finalizers.value ?? []) {
        if (item.unknown || before.has(textOf(item))) continue;
        const message = words({
          en: "The stored Service is being deleted; finalizer {value} can no longer be added.",
          ja: "保存されている Service は削除中のため、ファイナライザー {value} を追加することはできません。",
        })({ value: textOf(item) });
        const fixes = item.node ? itemRemoval(text, metadata.map, finalizers.entry, item.node) : [];
        yield { span: item.node?.span ?? metadata.span, field: "metadata.finalizers", message, fixes };
      }
    },
  },
];

const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(["kubernetes", "orphan", "foregroundDeletion"]);

import { words } from "../../words.ts";
import { STORED_SERVICE } from "../examples.ts";
import { textOf } from "../fields.ts";
import { removal } from "../fixes.ts";
import { placeOf } from "../places.ts";
import { exampleWith, type Rule } from "../rule.ts";

/** The metadata that the API server keeps itself, and what a manifest may still say of it. */
export const SERVER_METADATA_RULES: readonly Rule[] = [
  {
    code: "generation-negative",
    stage: "validate",
    kind: "Invalid",
    on: "create",
    reads: ["generation"],
    about: "`metadata.generation` is counted by the API server; a negative one is refused.",
    example: { wrong: exampleWith(["name: till", "generation: -1"]), right: exampleWith(["name: till"]) },
    *check(service, { text }) {
      const { generation, metadata } = service;
      if (generation.value === undefined || generation.value >= 0) return;
      const message = words({
        en: "generation {value} is negative. The API server counts it by itself; leave it out.",
        ja: "generation の {value} は負の数です。API サーバーが数えるため、書かないでください。",
      })({ value: generation.value });
      yield {
        span: placeOf(generation, service.metadata.span),
        field: "metadata.generation",
        message,
        fixes: removal(text, metadata.map, generation.entry),
      };
    },
  },
  {
    code: "uid-changed",
    stage: "update",
    kind: "Invalid",
    on: "update",
    reads: ["uid"],
    about:
      "A `uid` in a manifest is a precondition: the update is refused when the stored Service has another one, because it is another object of the same name.",
    example: {
      wrong: exampleWith(["name: till", "uid: 11111111-2222-3333-4444-555555555555"]),
      right: exampleWith(["name: till"]),
      stored: {
        metadata: { name: "till", uid: "99999999-2222-3333-4444-555555555555" },
        spec: { type: "ClusterIP", clusterIP: "10.96.0.9", clusterIPs: ["10.96.0.9"], ports: [{ port: 80 }] },
      },
    },
    *check(service, { stored, text }) {
      const value = textOf(service.uid);
      const before = stored ? textOf(stored.uid) : "";
      if (value === "" || before === "" || value === before) return;
      const message = words({
        en: "uid {value} is not that of the stored Service ({stored}). Leave it out to update whichever Service has this name.",
        ja: "uid の {value} は保存されている Service のもの（{stored}）と違います。この名前の Service を更新するなら、書かないでください。",
      })({ value, stored: before });
      yield {
        span: placeOf(service.uid, service.metadata.span),
        field: "metadata.uid",
        message,
        fixes: removal(text, service.metadata.map, service.uid.entry),
      };
    },
  },
  {
    code: "resource-version-stale",
    stage: "update",
    on: "update",
    reads: ["resourceVersion"],
    about:
      "A `resourceVersion` in a manifest is a precondition: the API server refuses the update (409) when the stored Service has changed since. Manifests leave it out.",
    example: {
      wrong: exampleWith(["name: till", 'resourceVersion: "41"']),
      right: exampleWith(["name: till"]),
      stored: { ...STORED_SERVICE, metadata: { name: "till", resourceVersion: "42" } },
    },
    *check({ resourceVersion, metadata }, { stored, text }) {
      const value = textOf(resourceVersion);
      const before = stored ? textOf(stored.resourceVersion) : "";
      if (value === "" || before === "" || value === before) return;
      const message = words({
        en: "resourceVersion {value} is not that of the stored Service ({before}), so the API server refuses the update. Leave it out.",
        ja: "resourceVersion の {value} は保存されている Service のもの（{before}）と違うため、API サーバーは更新を拒否します。書かないでください。",
      })({ value, before });
      const fixes = removal(text, metadata.map, resourceVersion.entry);
      yield { span: resourceVersion.node?.span ?? metadata.span, message, fixes };
    },
  },
  ...(["deletionTimestamp", "deletionGracePeriodSeconds"] as const).map(
    (name): Rule => ({
      code: name === "deletionTimestamp" ? "deletion-time-immutable" : "deletion-grace-period-immutable",
      stage: "update",
      kind: "Invalid",
      on: "update",
      reads: [name],
      about:
        name === "deletionTimestamp"
          ? "`metadata.deletionTimestamp` is set by the API server when deletion is asked for. An update cannot set it; once it is set, another one in the manifest has no effect."
          : "`metadata.deletionGracePeriodSeconds` is set by the API server when deletion is asked for. An update that says another one is refused.",
      example: {
        wrong: exampleWith([
          "name: till",
          name === "deletionTimestamp" ? "deletionTimestamp: 2026-11-23T10:00:00Z" : "deletionGracePeriodSeconds: 5",
        ]),
        right: exampleWith(["name: till"]),
        stored: STORED_SERVICE,
      },
      *check(service, { stored, text }) {
        const field = service[name];
        const before = stored?.[name].value;
        if (stored === undefined || field.value === undefined || sameMoment(field.value, before)) return;
        // Once it is set, the API server puts its own in place of whatever an update says.
        if (name === "deletionTimestamp" && before !== undefined) return;
        const message = words({
          en: "{field} is set by the API server and can't be changed. Leave it out.",
          ja: "{field} は API サーバーが設定するもので、変更できません。書かないでください。",
        })({ field: name });
        const fixes = removal(text, service.metadata.map, field.entry);
        yield { span: field.node?.span ?? service.metadata.span, field: `metadata.${name}`, message, fixes };
      },
    }),
  ),
];

function sameMoment(left: string | number, right: string | number | undefined): boolean {
  if (typeof left === "string" && typeof right === "string") return Date.parse(left) === Date.parse(right);
  return left === right;
}

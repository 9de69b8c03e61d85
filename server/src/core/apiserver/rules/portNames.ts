import { words } from "../../words.ts";
import { type Field, type Port, textOf } from "../fields.ts";
import { addition, replacement, UNCERTAIN } from "../fixes.ts";
import { isDnsLabel, toDnsLabel } from "../formats.ts";
import { placeInList, placeOfPort } from "../places.ts";
import { example, type Rule } from "../rule.ts";

/** What the API server asks of the ports' names. */
export const PORT_NAME_RULES: readonly Rule[] = [
  {
    code: "port-name-required",
    stage: "validate",
    kind: "Required",
    reads: ["ports"],
    about: "With more than one port each needs a name, so that Ingresses, DNS records and clients can tell them apart.",
    example: {
      wrong: example("ports:", "  - port: 80", "  - name: metrics", "    port: 9090"),
      right: example("ports:", "  - name: http", "    port: 80", "  - name: metrics", "    port: 9090"),
    },
    *check({ ports: { value: ports = [] } }, { text }) {
      if (ports.length < 2) return;
      const taken = new Set(ports.map(({ name }) => textOf(name)));
      for (const [index, port] of ports.entries()) {
        if (port.name.unknown || textOf(port.name) !== "") continue;
        const name = freshName(port, taken);
        taken.add(name);
        const message = words({
          en: "The port has no name. With more than one port each needs one.",
          ja: "ポートに名前がありません。ポートが二つ以上あるときは、それぞれに名前が必要です。",
        })();
        const first = port.node.kind === "map" ? port.node.entries[0]?.key : undefined;
        const fixes = port.name.node
          ? replacement(text, port.name.node, name)
          : addition(text, port.node, "name", name, first === undefined ? undefined : { before: first });
        yield { span: placeOfPort(port), field: `spec.ports[${index}].name`, message, fixes };
      }
    },
  },
  {
    code: "port-name-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["ports"],
    about: "A port's name is a DNS label: at most 63 lower-case letters, digits and `-`.",
    example: {
      wrong: example("ports:", "  - name: HTTP_Web", "    port: 80"),
      right: example("ports:", "  - name: http-web", "    port: 80"),
    },
    *check({ ports }, { text }) {
      for (const [index, { name }] of (ports.value ?? []).entries()) {
        const value = textOf(name);
        if (value === "" || isDnsLabel(value)) continue;
        const message = words({
          en: 'Port name "{name}" is not a DNS label: at most 63 lower-case letters, digits and "-", with a letter or digit at both ends.',
          ja: 'ポート名 "{name}" は DNS ラベルではありません。63 文字以内の英小文字、数字、"-" で、両端は英小文字か数字です。',
        })({ name: value });
        const label = toDnsLabel(value);
        const others = (ports.value ?? []).some((other) => textOf(other.name) === label);
        const fixes = others
          ? []
          : replacement(text, name.node, label, { certain: label === value.toLowerCase().replaceAll("_", "-") });
        yield { span: placeInList(name, ports), field: `spec.ports[${index}].name`, message, fixes };
      }
    },
  },
  {
    code: "port-name-duplicate",
    stage: "validate",
    kind: "Duplicate",
    reads: ["ports"],
    about: "No two ports of a Service have the same name.",
    example: {
      wrong: example("ports:", "  - name: http", "    port: 80", "  - name: http", "    port: 8080"),
      right: example("ports:", "  - name: http", "    port: 80", "  - name: http-8080", "    port: 8080"),
    },
    *check({ ports }, { text }) {
      const first = new Map<string, Field<string>>();
      const taken = new Set((ports.value ?? []).map(({ name }) => textOf(name)));
      for (const [index, port] of (ports.value ?? []).entries()) {
        const value = textOf(port.name);
        const before = first.get(value);
        if (value === "") continue;
        if (before === undefined) {
          first.set(value, port.name);
          continue;
        }
        const message = words({
          en: 'Port name "{name}" is given twice. Each port needs a name of its own.',
          ja: 'ポート名 "{name}" が重複しています。ポートごとに別の名前が必要です。',
        })({ name: value });
        const other = words({ en: "The first port with this name", ja: "この名前の最初のポート" })();
        const better = freshName(port, taken);
        yield {
          span: placeInList(port.name, ports),
          field: `spec.ports[${index}].name`,
          message,
          fixes: replacement(text, port.name.node, better, UNCERTAIN),
          related: before.node ? [{ span: before.node.span, message: other }] : [],
        };
      }
    },
  },
];

const WELL_KNOWN: Readonly<Record<number, string>> = { 80: "http", 443: "https", 53: "dns", 22: "ssh", 25: "smtp" };

function freshName(port: Port, taken: ReadonlySet<string>): string {
  const number = port.port.value ?? 0;
  const protocol = textOf(port.protocol).toLowerCase();
  const known = WELL_KNOWN[number];
  const candidates = [known, `port-${number}`, `${protocol}-${number}`].filter((name) => name !== undefined);
  for (let suffix = 2; ; suffix++) {
    const free = candidates.find((name) => isDnsLabel(name) && !taken.has(name));
    if (free !== undefined) return free;
    candidates.push(`port-${Math.abs(number)}-${suffix}`);
  }
}

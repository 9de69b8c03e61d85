import { words } from "../../words.ts";
import { replacement } from "../fixes.ts";
import { isPortName, isPortNumber, toDnsLabel } from "../formats.ts";
import { placeInList, placeOfPortNumber } from "../places.ts";
import { example, type Rule } from "../rule.ts";

/** What the API server asks of `targetPort`, as a number and as a name. */
export const TARGET_PORT_RULES: readonly Rule[] = [
  {
    code: "target-port-out-of-range",
    stage: "validate",
    kind: "Invalid",
    reads: ["ports"],
    about: "A numeric `targetPort` is from 1 to 65535. Left out, it is the same as `port`.",
    example: {
      wrong: example("ports:", "  - port: 80", "    targetPort: 80443"),
      right: example("ports:", "  - port: 80", "    targetPort: 8443"),
    },
    *check({ ports }) {
      for (const [index, item] of (ports.value ?? []).entries()) {
        const { port, targetPort } = item;
        const { value } = targetPort;
        if (typeof value !== "number" || isPortNumber(value)) continue;
        const taken =
          targetPort.node === undefined || (value === port.value && !port.unknown && targetPort.entry === undefined);
        const message = taken
          ? words({
              en: "targetPort takes the value of port, and {value} is out of range: 1 to 65535 are allowed.",
              ja: "targetPort には port の値が使われますが、{value} は範囲外です。1～65535 にしてください。",
            })({ value })
          : words({
              en: "targetPort {value} is out of range: 1 to 65535 are allowed.",
              ja: "targetPort の {value} は範囲外です。1～65535 にしてください。",
            })({ value });
        const span = targetPort.node?.span ?? placeOfPortNumber(item);
        const follows = taken && { follows: "port-out-of-range" };
        yield { span, field: `spec.ports[${index}].targetPort`, message, ...follows };
      }
    },
  },
  {
    code: "target-port-name-invalid",
    stage: "validate",
    kind: "Invalid",
    reads: ["ports"],
    about:
      "A `targetPort` in letters names a container port: at most 15 lower-case letters, digits and `-`, at least one letter. A number stands without quotes.",
    example: {
      wrong: example("ports:", "  - port: 80", '    targetPort: "8080"'),
      right: example("ports:", "  - port: 80", "    targetPort: 8080"),
    },
    *check({ ports }, { text }) {
      for (const [index, { targetPort }] of (ports.value ?? []).entries()) {
        const { value } = targetPort;
        if (typeof value !== "string" || isPortName(value)) continue;
        const number = /^\d{1,5}$/.test(value) && isPortNumber(Number(value)) ? Number(value) : undefined;
        const message =
          number === undefined
            ? words({
                en: 'targetPort "{value}" is not a port name: at most 15 lower-case letters, digits and single "-", at least one letter.',
                ja: 'targetPort "{value}" はポート名ではありません。15 文字以内の英小文字、数字、連続しない "-" で、英字を一つ以上含みます。',
              })({ value })
            : words({
                en: 'In quotes "{value}" is the name of a port, and a name needs a letter. Write the number without quotes.',
                ja: '引用符で囲むと "{value}" はポート名になり、名前には英字が必要です。番号は引用符なしで書いてください。',
              })({ value });
        const fixes =
          number === undefined
            ? replacement(text, targetPort.node, portNameLike(value), { certain: false })
            : replacement(text, targetPort.node, number);
        yield { span: placeInList(targetPort, ports), field: `spec.ports[${index}].targetPort`, message, fixes };
      }
    },
  },
];

/** A port name close to the text; undefined where little would be left of it. */
function portNameLike(text: string): string | undefined {
  const label = toDnsLabel(text, 15);
  return label !== undefined && isPortName(label) ? label : undefined;
}

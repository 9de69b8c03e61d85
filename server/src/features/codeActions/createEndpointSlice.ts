import { selectorlessNoEndpoints } from "../../core/lint/selectorlessNoEndpoints.ts";
import { render, words } from "../../core/words.ts";
import { offsetOf, serviceAt } from "../context.ts";
import { rangeOf, spanOf } from "../positions.ts";
import type { ActionProducer } from "./action.ts";

const CREATE = words({ en: "Create an EndpointSlice for it...", ja: "EndpointSlice を作成..." });

/** For a Service without a selector that leads nowhere: the extension's command asks for the addresses and ports. */
export const createEndpointSlice: ActionProducer = {
  kind: "quickfix",
  when: "always",
  produce(context, { range, diagnostics }) {
    if (!context.client.commands) return [];
    const [start, end] = spanOf(context.lines, range);
    const { code } = selectorlessNoEndpoints;
    const found = context
      .diagnostics()
      .filter((finding) => finding.code === code && finding.span[0] <= end && start <= finding.span[1]);
    return found.flatMap(({ span }) => {
      const written = serviceAt(context, span[0]);
      if (written === undefined) return [];
      const title = render(CREATE(), context.snapshot.settings.locale);
      const at = rangeOf(context.lines, span).start;
      return [
        {
          title,
          kind: "quickfix",
          command: { title, command: "podsight.createEndpointSlice", arguments: [context.uri, offsetOf(written)] },
          diagnostics: diagnostics.filter((one) => one.code === code && one.range.start.line === at.line),
        },
      ];
    });
  },
};

import { StatusBarAlignment, ThemeColor, window } from "vscode";

/** What the status bar says of a port-forward or a log that goes on. */
export interface ShownStream {
  readonly label: string;
  readonly detail: string;
  readonly hasFailed: boolean;
}

/** The entry of the status bar for all that goes on; hidden while nothing does. Pressed, it lists them. */
export interface StreamsItem {
  show(streams: readonly ShownStream[]): void;
  dispose(): void;
}

/** An entry that is hidden yet. */
export function createStreamsItem(): StreamsItem {
  const item = window.createStatusBarItem("podsight.streams", StatusBarAlignment.Left);
  item.name = "Podsight";
  item.command = "podsight.manageStreams";
  return {
    show(streams) {
      const [first] = streams;
      if (first === undefined) return item.hide();
      item.text = streams.length === 1 ? `$(plug) ${first.label}` : `$(plug) Podsight ${streams.length}`;
      item.tooltip = streams.map(({ label, detail }) => `${label} ${detail}`).join("\n");
      item.backgroundColor = streams.some(({ hasFailed }) => hasFailed)
        ? new ThemeColor("statusBarItem.warningBackground")
        : undefined;
      item.accessibilityInformation = { label: `Podsight: ${item.tooltip}` };
      item.show();
    },
    dispose: () => item.dispose(),
  };
}

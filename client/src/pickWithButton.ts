import { type QuickInputButton, type QuickPickItem, window } from "vscode";

/** What somebody did with the list: took an item, or pressed the button in its row. */
export interface Picked<Item extends QuickPickItem> {
  readonly item: Item;
  readonly isPressed: boolean;
}

/**
 * A list to choose from with a button in each row, the same one or each item's own; undefined when it was left without a
 * choice.
 */
export function pickWithButton<Item extends QuickPickItem>(
  items: readonly Item[],
  options: { readonly title: string; readonly placeHolder: string },
  button: QuickInputButton | ((item: Item) => QuickInputButton | undefined),
): Promise<Picked<Item> | undefined> {
  const list = window.createQuickPick<Item>();
  list.title = options.title;
  list.placeholder = options.placeHolder;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.items = items.map((item) => {
    const own = typeof button === "function" ? button(item) : button;
    return own === undefined ? item : { ...item, buttons: [own] };
  });
  return new Promise((resolve) => {
    const end = (picked: Picked<Item> | undefined): void => {
      resolve(picked);
      list.dispose();
    };
    list.onDidTriggerItemButton(({ item }) => end({ item, isPressed: true }));
    list.onDidAccept(() => {
      const [item] = list.selectedItems;
      if (item !== undefined) end({ item, isPressed: false });
    });
    list.onDidHide(() => end(undefined));
    list.show();
  });
}

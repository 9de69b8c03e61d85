import { type QuickInputButton, type QuickPickItem, window } from "vscode";

/** A button in an item's row, and what it does with the item. */
export interface RowButton<Item> extends QuickInputButton {
  readonly press: (item: Item) => Promise<void>;
}

/** What somebody did with the list: took an item, or pressed a button in its row. */
export interface Picked<Item> {
  readonly item: Item;
  readonly button: RowButton<Item> | undefined;
}

/** A list to choose from with buttons in each row; undefined when it was left without a choice. Presses no button itself. */
export function pickWithButtons<Item extends QuickPickItem>(
  items: readonly Item[],
  options: { readonly title: string; readonly placeHolder: string },
  buttonsOf: (item: Item) => readonly RowButton<Item>[],
): Promise<Picked<Item> | undefined> {
  const list = window.createQuickPick<Item & { readonly own: readonly RowButton<Item>[] }>();
  list.title = options.title;
  list.placeholder = options.placeHolder;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.items = items.map((item) => {
    const own = buttonsOf(item);
    return { ...item, own, buttons: own };
  });
  return new Promise((resolve) => {
    const end = (picked: Picked<Item> | undefined): void => {
      resolve(picked);
      list.dispose();
    };
    list.onDidTriggerItemButton(({ item, button }) => end({ item, button: item.own.find((one) => one === button) }));
    list.onDidAccept(() => {
      const [item] = list.selectedItems;
      if (item !== undefined) end({ item, button: undefined });
    });
    list.onDidHide(() => end(undefined));
    list.show();
  });
}

import type { Page } from "playwright-core";
import { middleOf, textsFromTopToBottom } from "./inBrowser.mjs";
import { until } from "./until.ts";

/** What a user does in the editor's window and sees there. Each waits until it can be done; none waits for time. */
export interface EditorPage {
  /** The window itself, for what has no word below. */
  readonly page: Page;
  /** Opens a file of the Explorer, as one click does, and waits until its text is shown. */
  openFile(name: string): Promise<void>;
  /** The rows of the Problems view, once they satisfy the test. */
  problems(test: (rows: readonly string[]) => boolean): Promise<readonly string[]>;
  /** The lines on screen with what is shown between and behind their words (inlay hints), once they satisfy the test. */
  lines(test: (lines: readonly string[]) => boolean): Promise<readonly string[]>;
  /** The code lenses on screen, once they satisfy the test. */
  codeLenses(test: (lenses: readonly string[]) => boolean): Promise<readonly string[]>;
  /** Rests the pointer on the first place where the text stands, and gives what the hover says once it satisfies the test. */
  hover(text: string, test: (hover: string) => boolean): Promise<string>;
  /** Clicks into the first place where the text stands. */
  click(text: string): Promise<void>;
  /** The titles that Ctrl+. offers at a text. Leaves the menu open. */
  codeActions(text: string): Promise<readonly string[]>;
  /** Applies the first code action whose title matches. */
  applyCodeAction(text: string, title: string | RegExp): Promise<void>;
  /** Closes what is open over the text: a menu, a list, a hover. */
  dismiss(): Promise<void>;
  /** Runs a command by its title in the palette. */
  runCommand(title: string): Promise<void>;
  /** Picks the first item of the open list that matches. */
  pick(label: string | RegExp): Promise<void>;
  /** Agrees to a write by its row in the question, and waits until the write is over and its difference is closed. */
  approve(label: string | RegExp): Promise<void>;
  /** The items of the open list, once they satisfy the test. */
  picks(test: (items: readonly string[]) => boolean): Promise<readonly string[]>;
  /** Waits for the input that asks this, and accepts the text there; what it suggests where none is given. */
  enter(question: string | RegExp, text?: string): Promise<void>;
  /** What the language status item of the open document says, once it satisfies the test. */
  status(test: (text: string) => boolean): Promise<string>;
  /** The title of the list or box that asks for something, once there is one with a title. */
  question(): Promise<string>;
  /** What the open dialog says, once there is one. */
  dialog(): Promise<string>;
  /** The notifications on screen, once they satisfy the test. */
  notifications(test: (messages: readonly string[]) => boolean): Promise<readonly string[]>;
  /** Presses a button of a notification or a dialog. */
  press(button: string | RegExp): Promise<void>;
  /** Saves the file that is open. */
  save(): Promise<void>;
  /** A picture of the whole window, as a PNG file. */
  screenshot(path: string): Promise<void>;
}

const SEEN_WITHIN_MILLISECONDS = 20_000;

/** The words of {@link EditorPage} over a page that shows a workbench. */
export function editorPage(page: Page): EditorPage {
  const seen = async (
    what: string,
    read: () => Promise<readonly string[]>,
    test: (rows: readonly string[]) => boolean,
  ): Promise<readonly string[]> => {
    let last: readonly string[] = [];
    const ask = async (): Promise<readonly string[] | undefined> => {
      last = await read();
      return test(last) ? last : undefined;
    };
    return until(ask, { within: SEEN_WITHIN_MILLISECONDS, what }).catch((error: unknown) => {
      throw new Error(`${String(error)} Last seen: ${JSON.stringify(last)}`);
    });
  };
  const textsOf = (selector: string) => async (): Promise<readonly string[]> =>
    (await page.locator(selector).allInnerTexts()).map(plain);

  const click = async (text: string): Promise<void> => {
    const hit = async (): Promise<boolean> => {
      const place = await placeOf(page, text);
      await page.mouse.click(place.x, place.y);
      // A lens that came meanwhile has moved the text, and the click may have met another line.
      return isSamePlace(place, await placeNow(page, text));
    };
    await until(hit, { within: SEEN_WITHIN_MILLISECONDS, what: `a click into "${text}"` });
  };
  const codeActions = async (text: string): Promise<readonly string[]> => {
    const menu = page.locator(ACTION_MENU);
    await menu.waitFor({ state: "hidden" });
    await click(text);
    const read = async (): Promise<readonly string[]> => {
      // A key that comes while the editor is still busy with the click opens nothing.
      if (!(await menu.isVisible())) await page.keyboard.press("Control+.");
      await menu.waitFor({ timeout: 3_000 });
      return textsOf(`${ACTION_MENU} .monaco-list-row.action`)();
    };
    return seen("the code actions", read, (rows) => rows.length > 0);
  };
  const openList = page.locator(`${QUICK_INPUT} .monaco-list-row`);

  return {
    page,
    openFile: async (name) => {
      await page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first().click();
      await page.locator(".tabs-container .tab.active", { hasText: name }).waitFor();
      await page.locator(`${EDITOR} .view-line`).first().waitFor();
    },
    problems: async (test) => {
      const panel = page.locator(".markers-panel");
      if (!(await panel.isVisible())) await page.keyboard.press("Control+Shift+M");
      return seen("the problems", textsOf(".markers-panel .monaco-list-row"), test);
    },
    lines: (test) => seen("the lines", () => linesOf(page), test),
    codeLenses: (test) => seen("the code lenses", textsOf(`${EDITOR} .codelens-decoration`), test),
    hover: async (text, test) => {
      const read = async (): Promise<readonly string[]> => {
        // A lens that comes meanwhile moves the lines; a hover opens when the pointer moves, and stays as it was then.
        const { x, y } = await placeOf(page, text);
        await page.mouse.move(x, y + 120);
        await page.mouse.move(x, y, { steps: 4 });
        await page.locator(HOVER).first().waitFor({ timeout: 3_000 });
        return textsOf(HOVER)();
      };
      return (await seen("the hover", read, (texts) => texts.some(test))).join("\n");
    },
    click,
    codeActions,
    applyCodeAction: async (text, title) => {
      await codeActions(text);
      await page.locator(`${ACTION_MENU} .monaco-list-row.action`, { hasText: title }).first().click();
      await page.locator(ACTION_MENU).waitFor({ state: "hidden" });
    },
    dismiss: async () => {
      await page.keyboard.press("Escape");
      // A hover closes for the key only in a text that has the focus; and for a pointer that has left it.
      await page.mouse.move(0, 0);
      await page.locator(HOVER).first().waitFor({ state: "hidden" });
      await page.locator(`${ACTION_MENU}, ${QUICK_INPUT}`).first().waitFor({ state: "hidden" });
    },
    runCommand: async (title) => {
      const row = openList.filter({ hasText: title }).first();
      const offered = async (): Promise<true> => {
        // The palette lists what was there when it opened, and an extension's commands may come later.
        await page.keyboard.press("Escape");
        await page.keyboard.press("F1");
        await page.locator(`${QUICK_INPUT} input[type=text]`).fill(`>${title}`, { timeout: 3_000 });
        // What ends at this moment (a tab that closes, a write) can take the focus, and with it the palette.
        await row.click({ timeout: 3_000 });
        return true;
      };
      await until(offered, { within: SEEN_WITHIN_MILLISECONDS, what: `the command ${title}` });
    },
    pick: (label) => openList.filter({ hasText: label }).first().click(),
    approve: async (label) => {
      await openList.filter({ hasText: label }).first().click();
      // It takes the focus as it goes, and a list that is opened meanwhile would close.
      await page.locator(".tabs-container .tab", { hasText: "dry run in" }).waitFor({ state: "detached" });
    },
    picks: (test) => seen("the list", textsOf(`${QUICK_INPUT} .monaco-list-row`), test),
    enter: async (question, text) => {
      await page.locator(`${QUICK_INPUT} .quick-input-message`, { hasText: question }).waitFor();
      if (text !== undefined) await page.locator(`${QUICK_INPUT} input[type=text]`).fill(text);
      await page.keyboard.press("Enter");
    },
    status: async (test) => {
      const read = async (): Promise<readonly string[]> => {
        const label = await page.locator(LANGUAGE_STATUS).getAttribute("aria-label", { timeout: 1_000 });
        return [label ?? ""];
      };
      const [label = ""] = await seen("the language status", read, (labels) => labels.some(test));
      return label;
    },
    question: async () => plain(await page.locator(`${QUICK_INPUT} .quick-input-title`, { hasText: /./ }).innerText()),
    dialog: async () => plain(await page.locator(DIALOG).innerText()),
    notifications: (test) => seen("the notifications", textsOf(".notifications-toasts .notification-list-item"), test),
    press: (button) => page.locator(".monaco-button", { hasText: button }).first().click(),
    save: async () => {
      await page.keyboard.press("Control+S");
      await page.locator(".tabs-container .tab.active:not(.dirty)").waitFor();
    },
    screenshot: async (path) => {
      await page.screenshot({ path });
    },
  };
}

const EDITOR = ".editor-instance .monaco-editor";
const HOVER = ".monaco-hover:not(.hidden) .monaco-hover-content";
const ACTION_MENU = ".action-widget:not(.action-list-submenu-panel)";
const DIALOG = ".monaco-dialog-box";
const LANGUAGE_STATUS = ".statusbar [id='status.languageStatus']";
const QUICK_INPUT = ".quick-input-widget:not([style*='display: none'])";

/** VS Code draws spaces that do not break. */
function plain(text: string): string {
  return text.replaceAll("\u00a0", " ").replaceAll("\u200b", "");
}

async function linesOf(page: Page): Promise<readonly string[]> {
  const lines = await page.locator(`${EDITOR} .view-line`).evaluateAll(textsFromTopToBottom);
  return lines.map(plain);
}

/** The middle of the first place on screen where this text stands, within one line. */
async function placeOf(page: Page, text: string): Promise<Place> {
  let before: Place | undefined;
  const ask = async (): Promise<Place | undefined> => {
    const now = await placeNow(page, text);
    const isStill = isSamePlace(before, now);
    before = now;
    return isStill ? now : undefined;
  };
  return until(ask, { within: SEEN_WITHIN_MILLISECONDS, what: `"${text}" at rest in the editor` });
}

function placeNow(page: Page, text: string): Promise<Place | undefined> {
  return page.locator(`${EDITOR} .view-line`).evaluateAll(middleOf, text);
}

function isSamePlace(one: Place | undefined, other: Place | undefined): boolean {
  return one !== undefined && one.x === other?.x && one.y === other.y;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

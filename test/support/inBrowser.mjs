/*
 * What runs in the page, not here: each function is sent there by its text, so it uses nothing from outside of itself.
 * (The compiler does not check this file: the types of the page's world would then be known everywhere.)
 */

/**
 * The texts of the editor's lines; in the page they stand in the order in which they were drawn.
 * @param {any[]} lines
 * @returns {string[]}
 */
export function textsFromTopToBottom(lines) {
  const topOf = (line) => Number.parseFloat(line.style.top);
  return lines.toSorted((one, other) => topOf(one) - topOf(other)).map((line) => line.textContent);
}

/**
 * The middle of the uppermost place where a text stands within one line; undefined when it stands nowhere on screen.
 * @param {any[]} lines
 * @param {string} text
 * @returns {{ x: number, y: number } | undefined}
 */
export function middleOf(lines, text) {
  const topOf = (line) => Number.parseFloat(line.style.top);
  for (const line of lines.toSorted((one, other) => topOf(one) - topOf(other))) {
    const start = line.textContent.replaceAll("\u00a0", " ").indexOf(text);
    if (start < 0) continue;
    let rest = start + Math.floor(text.length / 2);
    const words = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let word = words.nextNode(); word !== null; word = words.nextNode()) {
      if (rest >= word.length) {
        rest -= word.length;
        continue;
      }
      const range = document.createRange();
      range.setStart(word, rest);
      range.setEnd(word, rest + 1);
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
  }
  return undefined;
}

/**
 * The colour in which an element's text is shown.
 * @param {any} element
 * @returns {string}
 */
export function colourOf(element) {
  return getComputedStyle(element).color;
}

/**
 * Whether a text stands in what the window keeps over a restart, and not only in its memory.
 * @param {string} text
 * @returns {Promise<boolean>}
 */
export async function isKept(text) {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    try {
      for (const store of database.objectStoreNames) {
        const values = await done(database.transaction(store).objectStore(store).getAll());
        if (values.some((value) => JSON.stringify(value)?.includes(text))) return true;
      }
    } finally {
      database.close();
    }
  }
  return false;
}

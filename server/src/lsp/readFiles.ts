import { setImmediate } from "node:timers/promises";
import { type FileText, type FoundFile, readFileText } from "../files/manifestFiles.ts";

/** How soon while reading it is told what is known by then; each time twice as long, since every answer is then computed anew. */
const FIRST_TELL_MS = 1_000;
/** Files that are asked of the disk together. */
const FILES_AT_ONCE = 16;
/** How long files are read in one go before requests are let through. */
const SLICE_MS = 0.5;

/** Where what was read goes. */
interface Reading {
  /** Ends the reading between two files. */
  readonly signal: AbortSignal;
  /** UTF-16 code units of all files together. */
  readonly maxBytes: number;
  take(file: FoundFile, text: FileText): void;
  /** Called now and then while there is more to come. */
  tell(): void;
}

/** Reads files a few at a time, and lets requests through every other moment. Answers how many it has read. */
export async function readFiles(
  found: readonly FoundFile[],
  { signal, maxBytes, take, tell }: Reading,
): Promise<number> {
  let [toldAt, tellEveryMs] = [performance.now(), FIRST_TELL_MS];
  let sliceEnd = performance.now() + SLICE_MS;
  let room = maxBytes;
  for (let index = 0; index < found.length; index += FILES_AT_ONCE) {
    const some = found.slice(index, index + FILES_AT_ONCE);
    const texts = await Promise.all(some.map(async (file) => [file, await readFileText(file.path)] as const));
    for (const [file, text] of texts) {
      if (performance.now() > sliceEnd) {
        await setImmediate();
        sliceEnd = performance.now() + SLICE_MS;
      }
      if (signal.aborted || room < 0) return index;
      if (text.kind === "text") room -= text.text.length;
      take(file, text);
    }
    if (performance.now() - toldAt < tellEveryMs) continue;
    tell();
    [toldAt, tellEveryMs] = [performance.now(), tellEveryMs * 2];
  }
  return found.length;
}

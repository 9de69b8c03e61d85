/** The lines of a log whose every line begins with the time at which it was written. */
export interface LogLines {
  /** A piece of the log as it comes, which may end anywhere. */
  take(piece: string): void;
  /** Nothing more comes of what was opened: what has no line end is a line, too. */
  end(): void;
  /** What is taken from now on may begin with lines that were shown already: those are left out. */
  resume(): void;
  /** The time of the last line, as the kubelet writes it; undefined before the first. */
  readonly last: string | undefined;
}

/** RFC 3339 with nine digits behind the point, which sort as text. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{9}(?:Z|[+-]\d{2}:\d{2})$/;

/** A line that is longer is shown in parts (UTF-16 code units). */
const MAX_LINE = 64 * 1024;

/** Lines that are shown without their times, each with its line end, in the order in which they come. */
export function createLogLines(show: (text: string) => void): LogLines {
  let rest = "";
  let last: string | undefined;
  let shownUntil = "";
  const line = (text: string, end: string): void => {
    const at = text.indexOf(" ");
    const time = at < 0 ? text : text.slice(0, at);
    if (!TIME.test(time)) show(text + end);
    else if (time > shownUntil) {
      last = time;
      show((at < 0 ? "" : text.slice(at + 1)) + end);
    }
  };
  return {
    take(piece) {
      const lines = (rest + piece).split("\n");
      rest = lines.pop() ?? "";
      for (const text of lines) line(text, "\n");
      if (rest.length <= MAX_LINE) return;
      line(rest, "");
      rest = "";
    },
    end() {
      if (rest !== "") line(rest, "\n");
      rest = "";
    },
    resume() {
      shownUntil = last ?? "";
    },
    get last() {
      return last;
    },
  };
}

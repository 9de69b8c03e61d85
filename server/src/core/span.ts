/** A half-open range of UTF-16 offsets, relative to the start of the text it was read from. */
export type Span = readonly [start: number, end: number];

/** A value together with the place where it is written. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/** The span moved by `by` code units; used to lift a document's spans to those of its file. */
export function shiftSpan([start, end]: Span, by: number): Span {
  return [start + by, end + by];
}

/** Whether `offset` lies in `span`; both ends count, so that a cursor just behind a word is still on it. */
export function spanContains([start, end]: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

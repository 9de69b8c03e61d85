import { appendFileSync } from "node:fs";

/** What a test saw of one fault: a row of docs/faults.md. */
export interface FaultRecord {
  readonly section: "connection" | "metadata" | "selectors" | "world" | "permission";
  /** What was done. */
  readonly fault: string;
  /** The sentence that the user was shown meanwhile; undefined where nothing had to be said. */
  readonly said: string | undefined;
  /** Requests while it lasted, and how long that was. */
  readonly requests: number;
  readonly lastedMs: number;
  /** From its end until what is shown was kubectl's truth again; undefined where it does not end. */
  readonly backMs: number | undefined;
}

/** Keeps a row for `npm run faults`, which names the file in `PODSIGHT_FAULT_RECORDS`; does nothing elsewhere. */
export function recordFault(row: FaultRecord): void {
  const file = process.env.PODSIGHT_FAULT_RECORDS;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`);
}

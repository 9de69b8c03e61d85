/** Something that happened to a Service (`v1` Event), as the cluster remembers it for about an hour. */
export interface ServiceEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** How often it happened. */
  readonly count: number;
  /** When it last did, in milliseconds since the epoch; undefined where nobody says. */
  readonly time: number | undefined;
  /** Who says so; empty where nobody does. */
  readonly from: string;
}

import type { Clock } from "./context.ts";

/** How long ago a moment was, in one unit: `45s`, `12m`, `7h`, `3d`. */
export function ageOf(momentMs: number, { now }: Clock): string {
  const seconds = Math.max(0, Math.floor((now - momentMs) / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 2 * 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 2 * 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** A moment on the reader's clock: `12:03`. */
export function timeOfDay(momentMs: number, { utcOffsetMinutes }: Clock): string {
  return new Date(momentMs + utcOffsetMinutes * 60_000).toISOString().slice(11, 16);
}

/** The same for a moment that may be long ago: with the date where it is not of the reader's day. */
export function momentOf(momentMs: number, clock: Clock): string {
  const dayOf = (ms: number) => new Date(ms + clock.utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
  const [day, time] = [dayOf(momentMs), timeOfDay(momentMs, clock)];
  return day === dayOf(clock.now) ? time : `${day} ${time}`;
}

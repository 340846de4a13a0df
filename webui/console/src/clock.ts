/** Time as the server has it: timers show `server now − since`, so that no page counts ticks. */

import { signal } from "@preact/signals";

/** Milliseconds to add to this machine's clock. */
let offsetMs = 0;
let bestTripMs = Number.POSITIVE_INFINITY;

/** Milliseconds since 1970 by the server's clock, moving once a second. */
export const tick = signal(Date.now());

/** The server said `at` between two moments of ours; the shortest trip tells its clock best. */
export function measure(at: string, sentMs: number, receivedMs: number): void {
  const tripMs = receivedMs - sentMs;
  // Old good samples age, because clocks drift and laptops sleep.
  bestTripMs = bestTripMs * 1.05 + 1;
  if (tripMs > bestTripMs) return;
  bestTripMs = tripMs;
  offsetMs = Date.parse(at) - (sentMs + tripMs / 2);
}

export function serverNow(): number {
  return Date.now() + offsetMs;
}

export function startClock(): void {
  const step = () => {
    tick.value = serverNow();
    // Aligned to the server's seconds: every timer on the page moves at once.
    setTimeout(step, 1000 - (serverNow() % 1000) + 5);
  };
  step();
}

export function secondsSince(iso: string, now = tick.value): number {
  return Math.max(0, Math.floor((now - Date.parse(iso)) / 1000));
}

export function secondsUntil(iso: string, now = tick.value): number {
  return Math.ceil((Date.parse(iso) - now) / 1000);
}

export const UNDO_MS = 8000;

/** Whole seconds for which what was done at that time can be taken back; the tick may be from before it. */
export function undoSeconds(at: number): number {
  return Math.ceil(Math.min(UNDO_MS, Math.max(0, at + UNDO_MS - tick.value)) / 1000);
}

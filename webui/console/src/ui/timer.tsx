/** Times that move with the server's clock. They are no live regions: a screen reader reads them when asked. */

import { secondsSince, secondsUntil, tick } from "../clock";
import { clockFace, timeOfDay, zoneName } from "../format";

/** How long since a moment, as a clock. */
export function Since({ at }: { at: string }) {
  return <span class="timer">{clockFace(secondsSince(at))}</span>;
}

export function Until({ at }: { at: string }) {
  return <span class="timer">{clockFace(Math.max(0, secondsUntil(at)))}</span>;
}

/** The wall clock at the other end. */
export function LocalTime({ zone }: { zone: string }) {
  if (zone === "") return <span class="timer muted">zone unknown</span>;
  return (
    <span class="timer">
      {timeOfDay(tick.value, zone)} <span class="muted">{zoneName(zone, tick.value)}</span>
    </span>
  );
}

/** Likely times for a call-back or an appointment, on the lead's clock. */

import { hourWords, wallClock } from "../../format";

export interface Preset {
  label: string;
  date: string;
  time: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Nobody is called back before nine or after eight by a suggestion. */
const FIRST = "09:00";
const LAST = "20:00";

export function presets(now: number, zone: string, appointment: boolean): Preset[] {
  const found: Preset[] = [];
  if (!appointment) {
    const soon = rounded(wallClock(zone, now + HOUR_MS));
    if (soon.time >= FIRST && soon.time <= LAST && soon.date === wallClock(zone, now).date) {
      found.push({ label: "In an hour", ...soon });
    }
    const today = wallClock(zone, now);
    if (today.time < "17:00")
      found.push({ label: `Today ${hourWords("17:30")}`, date: today.date, time: "17:30" });
  }
  const tomorrow = wallClock(zone, now + DAY_MS).date;
  found.push({ label: `Tomorrow ${hourWords("10:00")}`, date: tomorrow, time: "10:00" });
  found.push({ label: `Tomorrow ${hourWords("17:30")}`, date: tomorrow, time: "17:30" });
  found.push({ label: `Saturday ${hourWords("11:00")}`, date: saturday(now, zone), time: "11:00" });
  if (!appointment)
    found.push({ label: "In a week", date: wallClock(zone, now + 7 * DAY_MS).date, time: "17:30" });
  return found;
}

/** Up to the next quarter of an hour. */
function rounded(at: { date: string; time: string }): { date: string; time: string } {
  const [hours = 0, minutes = 0] = at.time.split(":").map(Number);
  const total = Math.ceil((hours * 60 + minutes) / 15) * 15;
  if (total >= 24 * 60) return { date: at.date, time: "23:45" };
  return {
    date: at.date,
    time: `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`,
  };
}

/** The next Saturday that is neither today nor tomorrow. */
function saturday(now: number, zone: string): string {
  for (let days = 2; days < 9; days += 1) {
    const { date } = wallClock(zone, now + days * DAY_MS);
    if (new Date(`${date}T12:00:00Z`).getUTCDay() === 6) return date;
  }
  return wallClock(zone, now + 2 * DAY_MS).date;
}

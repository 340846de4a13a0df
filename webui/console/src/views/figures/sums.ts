/** What the page makes of counts: rates, ranks and the grid of the week. */

import type { FiguresRow } from "../../shapes";

/** Fewer dials than this say nothing about an hour, so that it gets no colour. */
export const ENOUGH = 20;

export const rate = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Appointments per hour talked with contacts; null where nobody was talked with. */
export function perContactHour(row: FiguresRow): number | null {
  return row.contact_seconds === 0 ? null : (row.appointments * 3600) / row.contact_seconds;
}

/** Best first; who talked with nobody comes last, by dials. */
export function ranked(rows: readonly FiguresRow[]): FiguresRow[] {
  const worth = (row: FiguresRow) => perContactHour(row) ?? -1;
  return [...rows].sort((one, other) => worth(other) - worth(one) || other.dials - one.dials);
}

export interface Cell {
  row: FiguresRow;
  /** Contact rate as a share of the best one in the week, 0 to 1; null where the hour has too few dials. */
  heat: number | null;
}

export interface Week {
  /** The hours of the day in which anything was dialed, without gaps. */
  hours: number[];
  /** By the group's key, such as "3-17". */
  cells: ReadonlyMap<string, Cell>;
}

export function week(rows: readonly FiguresRow[]): Week {
  const told = rows.filter((row) => row.dials > 0);
  const best = Math.max(
    0,
    ...told.filter((row) => row.dials >= ENOUGH).map((row) => rate(row.contacts, row.dials)),
  );
  const cells = told.map((row): [string, Cell] => [
    row.key,
    { row, heat: row.dials < ENOUGH ? null : rate(rate(row.contacts, row.dials), best) },
  ]);
  const found = told.map((row) => Number(row.key.split("-")[1]));
  const first = Math.min(...found);
  const hours =
    found.length === 0
      ? []
      : Array.from({ length: Math.max(...found) - first + 1 }, (_, index) => first + index);
  return { hours, cells: new Map(cells) };
}

/** First calls after one length of wait, by what they waited for. */
export interface Wait {
  name: string;
  dials: number;
  contacts: number;
  us?: FiguresRow;
  hours?: FiguresRow;
}

/** The server's groups, such as "5 to 15 min/us", in its order, one entry for each length of wait. */
export function waits(rows: readonly FiguresRow[]): Wait[] {
  const found = new Map<string, Wait>();
  for (const row of rows) {
    const [name = "", held] = row.key.split("/");
    const before = found.get(name) ?? { name, dials: 0, contacts: 0 };
    found.set(name, {
      ...before,
      dials: before.dials + row.dials,
      contacts: before.contacts + row.contacts,
      [held === "hours" ? "hours" : "us"]: row,
    });
  }
  return [...found.values()];
}

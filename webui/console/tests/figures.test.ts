import { describe, expect, it } from "vitest";
import type { FiguresRow } from "../src/shapes";
import { perContactHour, ranked, waits, week } from "../src/views/figures/sums";

const row = (key: string, more: Partial<FiguresRow> = {}): FiguresRow => ({
  key,
  label: key,
  dials: 40,
  answered: 0,
  humans: 0,
  abandoned: 0,
  contacts: 0,
  conversations: 0,
  appointments: 0,
  contact_seconds: 0,
  ...more,
});

describe("the leaderboard", () => {
  it("counts appointments per hour talked with contacts, not per dial", () => {
    expect(perContactHour(row("1", { appointments: 2, contact_seconds: 1800 }))).toBe(4);
    expect(perContactHour(row("1"))).toBeNull();
  });

  it("puts the busy dialer below the one whose talks bring more, and who talked with nobody last", () => {
    const busy = row("busy", { dials: 900, appointments: 3, contact_seconds: 7200 });
    const good = row("good", { dials: 100, appointments: 2, contact_seconds: 1800 });
    const idle = row("idle", { dials: 950 });
    expect(ranked([idle, busy, good]).map((one) => one.key)).toEqual(["good", "busy", "idle"]);
  });
});

describe("the week", () => {
  it("spans the hours that were dialed, the empty ones between them too", () => {
    expect(week([row("0-9"), row("4-12"), row("6-3", { dials: 0 })]).hours).toEqual([9, 10, 11, 12]);
    expect(week([]).hours).toEqual([]);
  });

  it("is warm where the contact rate is near the best, and gives too few dials no colour", () => {
    const { cells } = week([
      row("0-9", { contacts: 8 }),
      row("1-9", { contacts: 4 }),
      row("2-9", { dials: 19, contacts: 19 }),
    ]);
    expect([...cells.values()].map((cell) => cell.heat)).toEqual([1, 0.5, null]);
  });

  it("is cold and not broken while nobody was reached", () => {
    expect(week([row("0-9")]).cells.get("0-9")?.heat).toBe(0);
  });
});

describe("speed to lead", () => {
  it("is one line for each wait, whatever held the lead up, in the server's order", () => {
    const us = row("within 5 min/us", { dials: 3, contacts: 1 });
    const hours = row("within 5 min/hours", { dials: 2 });
    const later = row("after a day/hours", { dials: 1 });
    expect(waits([us, hours, later])).toEqual([
      { name: "within 5 min", dials: 5, contacts: 1, us, hours },
      { name: "after a day", dials: 1, contacts: 0, hours: later },
    ]);
    expect(waits([])).toEqual([]);
  });
});

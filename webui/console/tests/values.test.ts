import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clockFace, momentIn, percent, phoneNumber, wallClock } from "../src/format";
import type { LineCard } from "../src/shapes";
import { segments } from "../src/views/lead/segments";
import { pieces } from "../src/views/session/merge";
import { presets } from "../src/views/session/presets";
import { slotted } from "../src/views/session/slots";
import { calendar, newStep } from "../src/views/setup/steps";

it("a number of North America is shown as people write it, any other as it is dialed", () => {
  expect(["+12175550123", "+4930901820", "", "+1217555012"].map(phoneNumber)).toEqual([
    "(217) 555-0123",
    "+4930901820",
    "",
    "+1217555012",
  ]);
});

describe("a time on the lead's clock", () => {
  it.each([
    ["America/Chicago", "2026-11-24", "17:30", "2026-11-24T23:30:00.000Z"],
    ["America/New_York", "2026-07-04", "09:00", "2026-07-04T13:00:00.000Z"],
    ["America/Phoenix", "2026-07-04", "09:00", "2026-07-04T16:00:00.000Z"],
    ["Pacific/Honolulu", "2026-01-01", "00:15", "2026-01-01T10:15:00.000Z"],
    // The night the clocks go back: the day before and after the change.
    ["America/Chicago", "2026-10-31", "10:00", "2026-10-31T15:00:00.000Z"],
    ["America/Chicago", "2026-11-02", "10:00", "2026-11-02T16:00:00.000Z"],
  ])("in %s, %s %s is %s", (zone, date, time, moment) => {
    expect(momentIn(zone, date, time)).toBe(moment);
    expect(wallClock(zone, Date.parse(moment))).toEqual({ date, time });
  });

  it("that is skipped in spring becomes a real one", () => {
    const moment = momentIn("America/Chicago", "2026-03-08", "02:30");
    expect(wallClock("America/Chicago", Date.parse(moment)).date).toBe("2026-03-08");
  });
});

describe("numbers", () => {
  it("are written in one place, which follows the reader's locale", () => {
    const source = new URL("../src/", import.meta.url);
    const written = readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && name !== "format.ts")
      .filter((name) =>
        /\.toFixed\(|\.toLocale\w*String\(|\bNumberFormat\b/.test(
          readFileSync(new URL(name, source), "utf8"),
        ),
      );
    expect(written).toEqual([]);
  });

  it.each([
    [0.03, "3 %"],
    [0.07, "7 %"],
    [0.025, "2.5 %"],
  ])("%d as a bound is %s", (part, words) => {
    expect(percent(part)).toBe(words);
  });
});

describe("suggested times", () => {
  const friday = Date.parse("2026-11-20T20:10:00Z");

  it("stand on the lead's clock, in the future, and between nine and eight", () => {
    for (const zone of ["America/New_York", "America/Los_Angeles", "Pacific/Honolulu"]) {
      for (const choice of presets(friday, zone, false)) {
        expect(Date.parse(momentIn(zone, choice.date, choice.time))).toBeGreaterThan(friday);
        expect(choice.time >= "09:00" && choice.time <= "20:00").toBe(true);
      }
    }
  });

  it("do not offer an appointment today", () => {
    expect(presets(friday, "America/Chicago", true).every((choice) => choice.date > "2026-11-20")).toBe(true);
  });
});

describe("segments of a text", () => {
  it.each([
    ["a".repeat(160), 160, 1, ""],
    ["a".repeat(161), 161, 2, ""],
    ["a".repeat(307), 307, 3, ""],
    ["€", 2, 1, ""],
    ["’".repeat(70), 70, 1, "’"],
    ["’".repeat(71), 71, 2, "’"],
    ["", 0, 1, ""],
  ])("%j takes %i units in %i", (body, units, count, wide) => {
    expect(segments(body)).toEqual({ units, count, wide });
  });
});

describe("merge fields", () => {
  it("are filled, fall back, or are shown as missing", () => {
    const found = pieces("Hi {first_name|there}, {street} {{really}} {city}", {
      first_name: "Ann",
      city: "",
    });
    expect(found.filter((piece) => piece.kind !== "text")).toEqual([
      { kind: "filled", text: "Ann" },
      { kind: "missing", text: "street" },
      { kind: "missing", text: "city" },
    ]);
    expect(found.map((piece) => piece.text).join("")).toBe("Hi Ann, street {really} city");
  });

  it("use the words after the bar when the field is empty", () => {
    expect(pieces("{first_name|there}", {})).toEqual([{ kind: "filled", text: "there" }]);
  });
});

describe("line slots", () => {
  const line = (id: string, state: LineCard["state"], ended_at: string | null = null) =>
    ({ id, state, ended_at }) as LineCard;
  const ids = (slots: (LineCard | null)[]) => slots.map((slot) => slot?.id ?? "");

  it("keep a line where it first stood", () => {
    const first = slotted([], [line("a", "ringing"), line("b", "ringing")], 3);
    expect(ids(first)).toEqual(["a", "b", ""]);
    expect(ids(slotted(first, [line("b", "talking"), line("c", "requested")], 3))).toEqual(["c", "b", ""]);
  });

  it("give the slot of the line that ended first to a new one", () => {
    const before = [line("a", "ended", "2"), line("b", "ended", "1"), line("c", "ringing")];
    const slots = slotted(before, [line("c", "ringing"), line("d", "requested")], 3);
    expect(ids(slots)).toEqual(["a", "d", "c"]);
  });

  it("never hide a line that is still open", () => {
    const open = ["a", "b", "c", "d"].map((id) => line(id, "ringing"));
    expect(ids(slotted([], open, 3))).toEqual(["a", "b", "c", "d"]);
  });
});

describe("words and clocks", () => {
  it.each([
    [42, "0:42"],
    [725, "12:05"],
    [3760, "1:02:40"],
    [-5, "−0:05"],
  ])("%i seconds are %s", (seconds, words) => {
    expect(clockFace(seconds)).toBe(words);
  });

  it("count the days of a sequence that nobody answers", () => {
    const steps = [
      newStep("call", "a"),
      { ...newStep("text", "b"), wait_days: 0 },
      { ...newStep("call", "c"), tries: 3 },
      newStep("letter", "d"),
    ];
    expect(calendar(steps)).toEqual([1, 1, 2, 5]);
  });
});

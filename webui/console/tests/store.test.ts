import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { LiveEvent, Snapshot } from "../src/shapes";
import { apply, type Board, fromSnapshot, RoomStore } from "../src/store";

interface Case {
  name: string;
  snapshot: Snapshot;
  events: LiveEvent[];
  results: string[];
  after: Snapshot;
}

// The server's tests read the same file: both sides agree on what an event does.
const cases = JSON.parse(
  readFileSync(new URL("../../../tests/live/cases.json", import.meta.url), "utf8"),
) as Case[];

describe("a snapshot and the events after it", () => {
  it.each(cases)("$name", ({ snapshot, events, results, after }) => {
    let board: Board = fromSnapshot(snapshot);
    const found = events.map((event) => {
      const applied = apply(board, event);
      if (applied.kind !== "resync") board = applied.board;
      return applied.kind;
    });
    expect(found).toEqual(results);
    expect(board).toEqual(fromSnapshot(after));
  });

  it("leaves the board it started from as it was", () => {
    const [first] = cases;
    if (first === undefined) throw new Error("The shared cases are empty.");
    const before = fromSnapshot(first.snapshot);
    const [event] = first.events;
    if (event === undefined) throw new Error("The first case has no event.");
    apply(before, event);
    expect(before).toEqual(fromSnapshot(first.snapshot));
  });
});

describe("the signals of a room", () => {
  const snapshot: Snapshot = {
    epoch: "e",
    seq: 1,
    at: "",
    sessions: [],
    lines: [],
    campaigns: [],
    next: [],
  };
  const event = (entity: LiveEvent["entity"], seq: number): LiveEvent => ({
    room: "floor",
    epoch: "e",
    seq,
    at: "",
    entity,
    id: "x",
    version: 1,
    data: { id: "x", version: 1 },
  });

  it("change only in the part that an event touches", () => {
    const room = new RoomStore();
    room.replace(snapshot);
    const sessions = room.sessions.value;
    expect(room.take(event("line", 2))).toBe(true);
    expect(room.lines.value.size).toBe(1);
    expect(room.sessions.value).toBe(sessions);
  });

  it("stay as they are when an event is missing", () => {
    const room = new RoomStore();
    room.replace(snapshot);
    expect(room.take(event("line", 3))).toBe(false);
    expect(room.lines.value.size).toBe(0);
  });

  it("count texts so that an open thread loads again", () => {
    const room = new RoomStore();
    room.replace(snapshot);
    room.take(event("message", 2));
    room.take(event("message", 3));
    expect(room.messages.value).toBe(2);
  });

  it("show all events that come before a frame in that frame, a snapshot at once", () => {
    const frames: (() => void)[] = [];
    const room = new RoomStore((work) => frames.push(work));
    room.replace(snapshot);
    room.take(event("message", 2));
    room.take(event("line", 3));
    expect([room.messages.value, room.lines.value.size, frames.length]).toEqual([0, 0, 1]);
    frames.shift()?.();
    expect([room.messages.value, room.lines.value.size]).toEqual([1, 1]);
    room.take(event("message", 4));
    room.replace(snapshot);
    expect(room.messages.value).toBe(0);
    frames.shift()?.();
    expect(room.messages.value).toBe(0);
  });
});

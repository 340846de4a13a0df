import { describe, expect, it } from "vitest";
import type { Result } from "../src/api";
import { Live, type Socket } from "../src/connection";
import type { LiveEvent, Snapshot } from "../src/shapes";
import { RoomStore } from "../src/store";

/** A socket whose other end is the test. */
class FakeSocket implements Socket {
  connected = false;
  joins: string[] = [];
  private handlers = new Map<string, (told: never) => void>();

  on(name: string, handle: (...told: never[]) => void): void {
    this.handlers.set(name, handle as (told: never) => void);
  }

  emit(name: string, body: unknown, acknowledge?: unknown): void {
    if (name !== "join") return;
    this.joins.push((body as { room: string }).room);
    (acknowledge as (ack: unknown) => void)({ ok: true, epoch: "e", seq: 0 });
  }

  tell(name: string, told: unknown = undefined): void {
    this.handlers.get(name)?.(told as never);
  }

  open(): void {
    this.connected = true;
    this.tell("connect");
  }

  close(): void {
    this.connected = false;
    this.tell("disconnect");
  }
}

/** Timers that run when the test says so. */
class FakeTimers {
  waits: { work: () => void; ms: number }[] = [];
  now = (): number => 0;
  chance = (): number => 0.5;
  later = (work: () => void, ms: number): void => {
    this.waits.push({ work, ms });
  };

  runNext(): number {
    const next = this.waits.shift();
    next?.work();
    return next?.ms ?? -1;
  }
}

const snapshot = (seq: number, epoch = "e"): Snapshot => ({
  epoch,
  seq,
  at: "2026-11-20T15:00:00.000Z",
  sessions: [],
  lines: [],
  campaigns: [],
  next: [],
});

const lineEvent = (seq: number, epoch = "e"): LiveEvent => ({
  room: "floor",
  epoch,
  seq,
  at: "",
  entity: "line",
  id: `l${seq}`,
  version: 1,
  data: { id: `l${seq}`, version: 1 },
});

const unreachable: Result<Snapshot> = {
  ok: false,
  problem: { type: "", title: "", status: 0, detail: "", errors: [] },
};

function scene(answers: (Result<Snapshot> | Promise<Result<Snapshot>>)[]) {
  const socket = new FakeSocket();
  const timers = new FakeTimers();
  const live = new Live(socket, timers);
  const room = new RoomStore();
  let loads = 0;
  const load = async () => {
    loads += 1;
    return (await answers.shift()) ?? unreachable;
  };
  return { socket, timers, live, room, load, loads: () => loads };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const good = (value: Snapshot): Result<Snapshot> => ({ ok: true, value });

describe("following a room", () => {
  it("joins, loads, and applies the events that follow", async () => {
    const { socket, live, room, load } = scene([good(snapshot(3))]);
    socket.open();
    live.follow("floor", room, load);
    await settled();
    socket.tell("live", lineEvent(4));
    expect(socket.joins).toEqual(["floor"]);
    expect([...room.lines.value.keys()]).toEqual(["l4"]);
  });

  it("keeps events that come while the snapshot is on its way, and drops those it already tells", async () => {
    let answer: (value: Result<Snapshot>) => void = () => undefined;
    const slow = new Promise<Result<Snapshot>>((resolve) => {
      answer = resolve;
    });
    const { socket, live, room, load } = scene([slow]);
    socket.open();
    live.follow("floor", room, load);
    socket.tell("live", lineEvent(3));
    socket.tell("live", lineEvent(4));
    answer(good(snapshot(3)));
    await settled();
    expect([...room.lines.value.keys()]).toEqual(["l4"]);
  });

  it("knows since when the server does not answer, until it does", async () => {
    const { socket, timers, live, room, load } = scene([good(snapshot(3)), unreachable, good(snapshot(4))]);
    socket.open();
    live.follow("floor", room, load);
    await settled();
    expect(live.silentSince.value).toBe(null);
    socket.close();
    expect(timers.runNext()).toBe(5000);
    await settled();
    expect(live.silentSince.value).toBe(0);
    timers.runNext();
    timers.runNext();
    await settled();
    expect(live.silentSince.value).toBe(null);
  });

  it("loads again when an event is missing", async () => {
    const { socket, live, room, load, loads } = scene([good(snapshot(3)), good(snapshot(5))]);
    socket.open();
    live.follow("floor", room, load);
    await settled();
    socket.tell("live", lineEvent(5));
    await settled();
    expect(loads()).toBe(2);
    socket.tell("live", lineEvent(6));
    expect([...room.lines.value.keys()]).toEqual(["l6"]);
  });

  it("loads again when the server was started anew", async () => {
    const { socket, live, room, load, loads } = scene([good(snapshot(90)), good(snapshot(0, "new"))]);
    socket.open();
    live.follow("floor", room, load);
    await settled();
    socket.tell("live", lineEvent(1, "new"));
    await settled();
    socket.tell("live", lineEvent(1, "new"));
    expect(loads()).toBe(2);
    expect(room.lines.value.size).toBe(1);
  });

  it("joins and loads again after the link was lost", async () => {
    const { socket, live, room, load, loads } = scene([good(snapshot(1)), good(snapshot(7))]);
    socket.open();
    live.follow("floor", room, load);
    await settled();
    socket.close();
    expect(live.state.value).toBe("offline");
    socket.open();
    await settled();
    expect(live.state.value).toBe("online");
    expect(socket.joins).toEqual(["floor", "floor"]);
    expect(loads()).toBe(2);
  });

  it("keeps asking over HTTP while there is no link", async () => {
    const { socket, timers, live, room, load, loads } = scene([good(snapshot(1)), good(snapshot(2))]);
    live.follow("floor", room, load);
    await settled();
    socket.tell("disconnect");
    expect(timers.runNext()).toBe(5000);
    await settled();
    expect(loads()).toBe(2);
  });

  it("tries a failed load again, waiting longer each time", async () => {
    const { socket, timers, live, room, load } = scene([unreachable, unreachable, good(snapshot(1))]);
    socket.open();
    live.follow("floor", room, load);
    await settled();
    const first = timers.runNext();
    await settled();
    const second = timers.runNext();
    await settled();
    expect([first, second]).toEqual([250, 500]);
    expect(room.loaded.value).toBe(true);
  });

  it("does not ask again for what the server refuses", async () => {
    const refused: Result<Snapshot> = {
      ok: false,
      problem: { type: "", title: "", status: 403, detail: "", errors: [] },
    };
    const { socket, timers, live, room, load } = scene([refused]);
    socket.open();
    live.follow("floor", room, load);
    await settled();
    expect(timers.waits).toEqual([]);
  });

  it("stops when the page leaves the room", async () => {
    const { socket, live, room, load } = scene([good(snapshot(1))]);
    socket.open();
    const leave = live.follow("floor", room, load);
    await settled();
    leave();
    socket.tell("live", lineEvent(2));
    expect(room.lines.value.size).toBe(0);
  });
});

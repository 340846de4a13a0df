/** The live link: joins rooms, checks that no event is missing, and loads a room again over HTTP when one is. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Result } from "./api";
import { measure } from "./clock";
import type { LiveEvent } from "./shapes";
import type { Followed } from "./store";

/** What we need of a Socket.IO socket. */
export interface Socket {
  connected: boolean;
  on(name: string, handle: (...told: never[]) => void): unknown;
  emit(name: string, ...args: unknown[]): unknown;
}

export interface Ack {
  ok: boolean;
  epoch: string;
  seq: number;
}

export type LinkState = "connecting" | "online" | "offline";

interface Room {
  name: string;
  load: () => Promise<Result<unknown>>;
  replace: (whole: unknown) => void;
  take: (event: LiveEvent) => boolean;
  /** Events that came while a snapshot was on its way. */
  held: LiveEvent[] | null;
  again: boolean;
  tries: number;
  /** False once the page has left the room. */
  wanted: boolean;
}

export interface Timers {
  now: () => number;
  later: (work: () => void, ms: number) => void;
  /** 0 to 1, spreads the retries of many pages. */
  chance: () => number;
}

const POLL_MS = 5000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 4000;

export class Live {
  private readonly rooms = new Map<string, Room>();
  private readonly linkState = signal<LinkState>("connecting");
  private readonly tripMs = signal<number | null>(null);
  private readonly silence = signal<number | null>(null);
  private polling = false;

  constructor(
    private readonly socket: Socket,
    private readonly timers: Timers,
  ) {
    socket.on("connect", () => this.connected());
    socket.on("disconnect", () => this.lost());
    socket.on("live", (event: LiveEvent) => this.take(event));
    if (socket.connected) this.connected();
  }

  get state(): ReadonlySignal<LinkState> {
    return this.linkState;
  }

  /** Milliseconds the last join took, there and back. */
  get trip(): ReadonlySignal<number | null> {
    return this.tripMs;
  }

  /** Since when (by this machine's clock) the server does not answer, so that what the rooms show is old. */
  get silentSince(): ReadonlySignal<number | null> {
    return this.silence;
  }

  /** Keeps `target` like the server's room until the returned function is called. */
  follow<T>(name: string, target: Followed<T>, load: () => Promise<Result<T>>): () => void {
    const room: Room = {
      name,
      load,
      replace: (whole) => target.replace(whole as T),
      take: (event) => target.take(event),
      held: null,
      again: false,
      tries: 0,
      wanted: true,
    };
    this.rooms.set(name, room);
    this.enter(room);
    return () => {
      room.wanted = false;
      if (this.rooms.get(name) !== room) return;
      this.rooms.delete(name);
      if (this.socket.connected) this.socket.emit("leave", { room: name });
    };
  }

  /** Loads every room again, as after a page was hidden for a while. */
  refresh(): void {
    for (const room of this.rooms.values()) void this.resync(room);
  }

  private connected(): void {
    this.linkState.value = "online";
    for (const room of this.rooms.values()) this.enter(room);
  }

  private lost(): void {
    this.linkState.value = "offline";
    this.poll();
  }

  /** While there is no socket the rooms are kept fresh by plain requests. */
  private poll(): void {
    if (this.polling) return;
    this.polling = true;
    this.timers.later(() => {
      this.polling = false;
      if (this.socket.connected) return;
      this.refresh();
      this.poll();
    }, POLL_MS);
  }

  private enter(room: Room): void {
    if (!this.socket.connected) {
      void this.resync(room);
      return;
    }
    const sent = this.timers.now();
    this.socket.emit("join", { room: room.name }, (ack: Ack) => {
      this.tripMs.value = this.timers.now() - sent;
      // A refused room still loads over HTTP, where the refusal comes with its reason.
      void ack;
      void this.resync(room);
    });
  }

  private take(event: LiveEvent): void {
    const room = this.rooms.get(event.room);
    if (room === undefined) return;
    if (room.held !== null) room.held.push(event);
    else if (!room.take(event)) void this.resync(room);
  }

  private async resync(room: Room): Promise<void> {
    if (room.held !== null) {
      room.again = true;
      return;
    }
    room.held = [];
    room.again = false;
    const sent = this.timers.now();
    const result = await room.load();
    const held = room.held;
    room.held = null;
    if (!room.wanted) return;
    if (!result.ok) {
      // What the server refuses (401, 403, 404) it will refuse again.
      const { status } = result.problem;
      if (status < 400 || status >= 500) {
        this.silence.value ??= sent;
        this.retry(room);
      }
      return;
    }
    this.silence.value = null;
    const at = (result.value as { at?: unknown }).at;
    if (typeof at === "string") measure(at, sent, this.timers.now());
    room.tries = 0;
    room.replace(result.value);
    const follows = held.every((event) => room.take(event));
    if (!follows || room.again) this.retry(room);
  }

  private retry(room: Room): void {
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** room.tries);
    room.tries += 1;
    this.timers.later(
      () => {
        if (room.wanted) void this.resync(room);
      },
      wait * (0.75 + this.timers.chance() / 2),
    );
  }
}

/** What the page keeps live: a snapshot of cards, and events that replace one card each. */

import { batch, type Signal, signal } from "@preact/signals";
import type {
  CampaignFigures,
  LeadPage,
  LineCard,
  LiveEvent,
  NextLead,
  SessionCard,
  Snapshot,
} from "./shapes";

/** One room's cards. Each part is replaced, never changed, so that only what shows it draws again. */
export interface Board {
  epoch: string;
  seq: number;
  sessions: ReadonlyMap<string, SessionCard>;
  lines: ReadonlyMap<string, LineCard>;
  campaigns: ReadonlyMap<string, CampaignFigures>;
  next: readonly NextLead[];
  lead: LeadPage | null;
  /** Counts texts that came or moved, so that an open thread knows to load again. */
  messages: number;
}

export const EMPTY: Board = {
  epoch: "",
  seq: 0,
  sessions: new Map(),
  lines: new Map(),
  campaigns: new Map(),
  next: [],
  lead: null,
  messages: 0,
};

/** "resync": the event does not follow on what we have; only a new snapshot helps. */
export type Applied = { kind: "applied" | "known"; board: Board } | { kind: "resync" };

export function fromSnapshot(snapshot: Snapshot): Board {
  return {
    epoch: snapshot.epoch,
    seq: snapshot.seq,
    sessions: byId(snapshot.sessions),
    lines: byId(snapshot.lines),
    campaigns: byId(snapshot.campaigns),
    next: snapshot.next,
    lead: (snapshot.lead ?? null) as LeadPage | null,
    messages: 0,
  };
}

export function apply(board: Board, event: LiveEvent): Applied {
  if (event.epoch !== board.epoch) return { kind: "resync" };
  if (event.seq <= board.seq) return { kind: "known", board };
  if (event.seq > board.seq + 1) return { kind: "resync" };
  return { kind: "applied", board: { ...change(board, event), seq: event.seq } };
}

function change(board: Board, event: LiveEvent): Board {
  switch (event.entity) {
    case "session":
      return { ...board, sessions: put(board.sessions, event) };
    case "line":
      return { ...board, lines: put(board.lines, event) };
    case "campaign":
      return { ...board, campaigns: put(board.campaigns, event) };
    case "import":
      // Imports have rooms of their own, whose page shows one whole card.
      return board;
    case "next":
      return { ...board, next: event.data as NextLead[] };
    case "lead":
      return { ...board, lead: newerLead(board.lead, event) };
    case "message":
      return { ...board, messages: board.messages + 1 };
    case "gone":
      return without(board, event.id);
  }
}

interface Card {
  id: number | string;
  version: number;
}

function byId<T extends Card>(cards: readonly T[]): ReadonlyMap<string, T> {
  return new Map(cards.map((card) => [String(card.id), card]));
}

function put<T extends Card>(cards: ReadonlyMap<string, T>, event: LiveEvent): ReadonlyMap<string, T> {
  const held = cards.get(event.id);
  // A snapshot may already carry what this event tells: its number is older than the card it would replace.
  if (held !== undefined && event.version <= held.version) return cards;
  const changed = new Map(cards);
  if (event.data === null) changed.delete(event.id);
  else changed.set(event.id, event.data as T);
  return changed;
}

function newerLead(held: LeadPage | null, event: LiveEvent): LeadPage | null {
  const data = event.data as LeadPage | null;
  const same = held !== null && data !== null && held.id === data.id;
  return same && event.version < held.version ? held : data;
}

/** `id` is "<entity>:<id>", such as "line:0198c…". */
function without(board: Board, id: string): Board {
  const [entity, ...rest] = id.split(":");
  const key = rest.join(":");
  const drop = <T>(cards: ReadonlyMap<string, T>) => new Map([...cards].filter(([held]) => held !== key));
  if (entity === "session") return { ...board, sessions: drop(board.sessions) };
  if (entity === "line") return { ...board, lines: drop(board.lines) };
  if (entity === "campaign") return { ...board, campaigns: drop(board.campaigns) };
  if (entity === "lead") return { ...board, lead: null };
  return board;
}

/** Something that a live room keeps fresh: replaced as a whole, then changed event by event. */
export interface Followed<T> {
  replace(whole: T): void;
  /** False when the event does not follow on what is held, so that the whole is needed again. */
  take(event: LiveEvent): boolean;
}

/** A room's board as signals, one per part. */
export class RoomStore implements Followed<Snapshot> {
  readonly sessions = signal(EMPTY.sessions);
  readonly lines = signal(EMPTY.lines);
  readonly campaigns = signal(EMPTY.campaigns);
  readonly next = signal(EMPTY.next);
  readonly lead: Signal<LeadPage | null> = signal(null);
  readonly messages = signal(0);
  readonly loaded = signal(false);
  private board = EMPTY;
  private drawing = false;

  /** `draw` says when events are shown: at once, or all that came together in one frame. */
  constructor(private readonly draw: (work: () => void) => void = (work) => work()) {}

  replace(snapshot: Snapshot): void {
    this.show(fromSnapshot(snapshot));
    this.loaded.value = true;
  }

  take(event: LiveEvent): boolean {
    const applied = apply(this.board, event);
    if (applied.kind === "resync") return false;
    this.board = applied.board;
    if (!this.drawing) {
      this.drawing = true;
      this.draw(() => {
        this.drawing = false;
        this.show(this.board);
      });
    }
    return true;
  }

  private show(board: Board): void {
    this.board = board;
    batch(() => {
      this.sessions.value = board.sessions;
      this.lines.value = board.lines;
      this.campaigns.value = board.campaigns;
      this.next.value = board.next;
      this.lead.value = board.lead;
      this.messages.value = board.messages;
    });
  }
}

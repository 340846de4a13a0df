/** What people did, kept on this machine until the server has it. Each item is safe to send twice: its id says so. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Result } from "./api";
import type { Problem } from "./shapes";

export interface Item {
  id: string;
  method: string;
  path: string;
  body: unknown;
  madeAt: number;
  /** Dropped unsent after this long: a late "hang up" must not meet the next call. 0: never. */
  keepMs: number;
  /** A newer item with the same key takes the place of an unsent older one. */
  key: string;
}

export type Fate<T> =
  | { kind: "done"; value: T }
  | { kind: "refused"; problem: Problem }
  | { kind: "expired" }
  | { kind: "replaced" };

export interface Parts {
  storage: Pick<Storage, "getItem" | "setItem">;
  send: (item: Item) => Promise<Result<unknown>>;
  now: () => number;
  later: (work: () => void, ms: number) => void;
}

const SHELF = "relist.outbox";
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;

export class Outbox {
  private items: Item[];
  private waiters = new Map<string, (fate: Fate<unknown>) => void>();
  private busy = false;
  private waitMs = FIRST_WAIT_MS;
  private readonly count = signal(0);
  private readonly failure = signal<Problem | null>(null);
  /** Told of every refusal whose page is gone, such as a note sent after a reload. */
  onRefused: (problem: Problem, item: Item) => void = () => undefined;

  constructor(private readonly parts: Parts) {
    this.items = readShelf(parts.storage);
    this.count.value = this.items.length;
  }

  /** How many items wait. */
  get waiting(): ReadonlySignal<number> {
    return this.count;
  }

  /** Why the server, which answers, has not taken what waits at two tries and more. */
  get stuck(): ReadonlySignal<Problem | null> {
    return this.failure;
  }

  add<T>(item: Omit<Item, "madeAt">): Promise<Fate<T>> {
    if (item.key) this.replace(item.key);
    this.items.push({ ...item, madeAt: this.parts.now() });
    this.save();
    const fate = new Promise<Fate<unknown>>((resolve) => this.waiters.set(item.id, resolve));
    void this.flush();
    return fate as Promise<Fate<T>>;
  }

  /** Sends in order, one at a time; stops at the first that cannot be delivered now. */
  async flush(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      while (await this.sendFirst()) this.waitMs = FIRST_WAIT_MS;
    } finally {
      this.busy = false;
    }
  }

  private async sendFirst(): Promise<boolean> {
    const item = this.items[0];
    if (item === undefined) return false;
    if (item.keepMs > 0 && this.parts.now() - item.madeAt > item.keepMs) {
      this.settle(item, { kind: "expired" });
      return true;
    }
    const result = await this.parts.send(item);
    if (result.ok || result.problem.status < 500) this.failure.value = null;
    else if (this.waitMs > FIRST_WAIT_MS) this.failure.value = result.problem;
    if (result.ok) {
      this.settle(item, { kind: "done", value: result.value });
      return true;
    }
    if (mayWork(result.problem.status)) {
      this.retryLater();
      return false;
    }
    if (!this.waiters.has(item.id)) this.onRefused(result.problem, item);
    this.settle(item, { kind: "refused", problem: result.problem });
    return true;
  }

  private retryLater(): void {
    const wait = this.waitMs;
    this.waitMs = Math.min(LONGEST_WAIT_MS, wait * 2);
    this.parts.later(() => void this.flush(), wait);
  }

  private replace(key: string): void {
    // The first one may be on its way already; sending it again is harmless, dropping it is not.
    const [first, ...rest] = this.items;
    for (const old of rest.filter((held) => held.key === key)) this.settle(old, { kind: "replaced" });
    if (first?.key === key && !this.busy) this.settle(first, { kind: "replaced" });
  }

  private settle(item: Item, fate: Fate<unknown>): void {
    this.items = this.items.filter((held) => held.id !== item.id);
    if (this.items.length === 0) this.failure.value = null;
    this.save();
    this.waiters.get(item.id)?.(fate);
    this.waiters.delete(item.id);
  }

  private save(): void {
    this.parts.storage.setItem(SHELF, JSON.stringify(this.items));
    this.count.value = this.items.length;
  }
}

/** No answer, a server error, "too many" and an expired log-in may all work later; a refusal will not. */
function mayWork(status: number): boolean {
  return status === 0 || status === 401 || status === 429 || status >= 500;
}

function readShelf(storage: Parts["storage"]): Item[] {
  try {
    const items: unknown = JSON.parse(storage.getItem(SHELF) ?? "[]");
    return Array.isArray(items) ? (items as Item[]) : [];
  } catch {
    return [];
  }
}

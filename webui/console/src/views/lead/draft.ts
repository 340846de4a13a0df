/** A note while it is written: on this machine with every key, on the server when the typing rests or the page is left. */

import { type Signal, signal } from "@preact/signals";
import type { Fate, Item } from "../../outbox";

export type DraftState = "saved" | "typing" | "saving" | "refused";

export interface DraftParts {
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  /** Keeps what it is given until the server has it, also over a reload. */
  send: (item: Omit<Item, "madeAt">) => Promise<Fate<unknown>>;
  /** Runs `work` unless the returned function is called first. */
  later: (work: () => void, ms: number) => () => void;
  newId: () => string;
}

const REST_MS = 700;

export class Draft {
  readonly body = signal("");
  readonly state: Signal<DraftState> = signal("saved");
  private readonly shelf: string;
  private calm: (() => void) | null = null;

  constructor(
    private readonly leadId: number,
    private readonly parts: DraftParts,
  ) {
    this.shelf = `relist.note.${leadId}`;
    const kept = parts.storage.getItem(this.shelf);
    if (kept === null) return;
    // An earlier page was closed before the server had this.
    this.body.value = kept;
    this.rest(kept);
  }

  /** What the server has now; what is written here and not yet there is newer. */
  told(stored: string): void {
    if (this.state.peek() === "saved") this.body.value = stored;
  }

  type(written: string): void {
    this.body.value = written;
    this.parts.storage.setItem(this.shelf, written);
    this.rest(written);
  }

  /** The page turns to somebody else or closes: nothing waits for the typing to rest. */
  leave(): void {
    if (this.calm !== null) void this.save(this.body.peek());
  }

  private rest(written: string): void {
    this.state.value = "typing";
    this.calm?.();
    this.calm = this.parts.later(() => void this.save(written), REST_MS);
  }

  private async save(written: string): Promise<void> {
    this.calm?.();
    this.calm = null;
    this.state.value = "saving";
    const fate = await this.parts.send({
      id: this.parts.newId(),
      method: "PUT",
      path: `/api/leads/${this.leadId}/notes`,
      body: { body: written },
      keepMs: 0,
      key: `notes:${this.leadId}`,
    });
    if (this.parts.storage.getItem(this.shelf) !== written) return;
    if (fate.kind === "done") {
      this.parts.storage.removeItem(this.shelf);
      this.state.value = "saved";
    } else if (fate.kind === "refused") {
      this.state.value = "refused";
    }
  }
}

/** Outcomes: armed while the call lasts, saved when it ends, undone for a few seconds. */

import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { get, post } from "../../api";
import { dispositions, outbox } from "../../app";
import { serverNow, tick, UNDO_MS } from "../../clock";
import type { DispositionCard, Problem } from "../../shapes";
import { say } from "../../ui/announce";
import type { Desk } from "./desk";

export interface Answer {
  callback_at: string | null;
  appointment_at: string | null;
  note: string;
  phone_scope: string;
}

export const NO_ANSWER: Answer = { callback_at: null, appointment_at: null, note: "", phone_scope: "" };

export interface Armed {
  attemptId: number;
  name: string;
  answer: Answer;
}

interface Saved {
  attemptId: number;
  label: string;
  /** What it did, in the words of its button. */
  consequence: string;
  leadId: number | null;
  who: string;
  at: number;
  state: "sending" | "saved" | "undone";
}

const SHELF = "relist.armed";

/** What a disposition needs to be told before it can be saved. */
export function needs(card: DispositionCard): "callback" | "appointment" | "note" | null {
  const { flags } = card;
  if (flags["appointment"] === true || flags["next"] === "appointment") return "appointment";
  if (flags["callback_needed"] === true || flags["next"] === "callback") return "callback";
  return flags["note_required"] === true ? "note" : null;
}

export class Outcomes {
  /** The cards with their consequence for the lead on the screen. */
  readonly cards: Signal<readonly DispositionCard[]> = signal([]);
  readonly armed: Signal<Armed | null> = signal(readArmed());
  readonly saved: Signal<Saved | null> = signal(null);
  readonly problem: Signal<Problem | null> = signal(null);
  /** The disposition whose time is being chosen. */
  readonly asking: Signal<DispositionCard | null> = signal(null);
  /** A moment that the picker starts with, where one was advised. */
  readonly suggested: Signal<string | null> = signal(null);
  readonly undoable: ReadonlySignal<boolean>;
  /** Whether what was last saved or undone is still worth a line, also while the next person is on the phone. */
  readonly told: ReadonlySignal<boolean>;

  constructor(private readonly desk: Desk) {
    this.told = computed(() => {
      const saved = this.saved.value;
      return saved !== null && (saved.state === "sending" || tick.value - saved.at < UNDO_MS);
    });
    this.undoable = computed(() => this.told.value && this.saved.value?.state === "saved");
  }

  /** Saves what is armed as soon as its call is over. Stops with the returned function. */
  watch(): () => void {
    const stopSaving = effect(() => {
      const session = this.desk.session.value;
      const armed = this.armed.value;
      if (session?.state !== "wrap_up" || armed === null || this.desk.elsewhere.value) return;
      if (armed.attemptId === session.current_attempt_id) this.save(armed);
    });
    const stopCards = effect(() => {
      const leadId = this.desk.session.value?.current_lead_id ?? null;
      const attemptId = this.desk.session.value?.current_attempt_id ?? null;
      if (leadId === null || attemptId === null) this.cards.value = dispositions.value;
      else void this.loadCards(leadId, attemptId);
    });
    return () => {
      stopSaving();
      stopCards();
    };
  }

  private async loadCards(leadId: number, attemptId: number): Promise<void> {
    if (this.cards.peek().length === 0) this.cards.value = dispositions.peek();
    const found = await get<DispositionCard[]>(`/api/leads/${leadId}/dispositions?attempt=${attemptId}`);
    if (found.ok && this.desk.session.peek()?.current_attempt_id === attemptId)
      this.cards.value = found.value;
  }

  /** What number key or button N does: arm during the call, save in wrap-up, ask for a time when one is needed. */
  choose(card: DispositionCard): void {
    const attemptId = this.desk.session.value?.current_attempt_id ?? null;
    if (attemptId === null || this.desk.elsewhere.value) return;
    const want = needs(card);
    if (this.armed.value?.name === card.name && want === null) {
      this.arm(null);
    } else if (want === "callback" || want === "appointment") {
      this.asking.value = card;
    } else {
      this.arm({ attemptId, name: card.name, answer: NO_ANSWER });
      say(`${card.label} chosen. ${card.consequence}`);
    }
  }

  /** The time was chosen in the picker. */
  answered(card: DispositionCard, answer: Answer): void {
    const attemptId = this.desk.session.value?.current_attempt_id ?? null;
    this.asking.value = null;
    this.suggested.value = null;
    if (attemptId !== null) this.arm({ attemptId, name: card.name, answer });
  }

  private arm(armed: Armed | null): void {
    this.armed.value = armed;
    if (armed === null) localStorage.removeItem(SHELF);
    else localStorage.setItem(SHELF, JSON.stringify(armed));
  }

  private save(armed: Armed): void {
    const card = this.cards.peek().find((one) => one.name === armed.name);
    const who = this.desk.lead.peek()?.name ?? "this lead";
    const saved: Saved = {
      attemptId: armed.attemptId,
      label: card?.label ?? armed.name,
      consequence: card?.consequence ?? "",
      leadId: this.desk.lead.peek()?.id ?? null,
      who,
      at: serverNow(),
      state: "sending",
    };
    this.arm(null);
    this.saved.value = saved;
    void this.deliver(armed, saved);
  }

  private async deliver(armed: Armed, saved: Saved): Promise<void> {
    const id = crypto.randomUUID();
    const fate = await outbox.add<unknown>({
      id,
      method: "POST",
      path: `/api/attempts/${armed.attemptId}/disposition`,
      body: { id, disposition: armed.name, answer: armed.answer },
      keepMs: 0,
      key: `disposition:${armed.attemptId}`,
    });
    if (fate.kind === "refused") {
      this.problem.value = fate.problem;
      this.saved.value = null;
      say(`${fate.problem.title}. ${fate.problem.detail}`, "assertive");
    } else if (fate.kind === "done") {
      this.problem.value = null;
      this.saved.value = { ...saved, at: serverNow(), state: "saved" };
    }
  }

  async undo(): Promise<void> {
    const saved = this.saved.value;
    if (saved === null || !this.undoable.value) return;
    const result = await post(`/api/attempts/${saved.attemptId}/undo`);
    this.problem.value = result.ok ? null : result.problem;
    if (result.ok) this.saved.value = { ...saved, at: serverNow(), state: "undone" };
  }
}

function readArmed(): Armed | null {
  try {
    return JSON.parse(localStorage.getItem(SHELF) ?? "null") as Armed | null;
  } catch {
    return null;
  }
}

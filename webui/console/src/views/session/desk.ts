/** What the agent's page knows and can do: one session, its room, and the commands to it. */

import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { get, post } from "../../api";
import { live, outbox, tab } from "../../app";
import type { Fate } from "../../outbox";
import type {
  CampaignPage,
  LeadPage,
  LineCard,
  Problem,
  ScriptCard,
  SessionCard,
  Snapshot,
} from "../../shapes";
import { RoomStore } from "../../store";
import { say } from "../../ui/announce";

/** Commands that would hit the wrong call when they come late are dropped after this long. */
const LATE_MS = 8000;
const SEEN_EVERY_MS = 8000;

export type Command =
  | "pause"
  | "resume"
  | "end"
  | "hang_up"
  | "skip_line"
  | "hold"
  | "unhold"
  | "mute"
  | "unmute"
  | "digits"
  | "voicemail_drop"
  | "next_number"
  | "next_lead"
  | "dial"
  | "redial"
  | "skip_lead"
  | "take_call"
  | "let_pass"
  | "transfer"
  | "transfer_join"
  | "transfer_apart"
  | "transfer_complete"
  | "transfer_back"
  | "renail"
  | "typing"
  | "take_over"
  | "extend";

export class Desk {
  readonly room = new RoomStore();
  readonly campaign: Signal<CampaignPage | null> = signal(null);
  readonly script: Signal<ScriptCard | null> = signal(null);
  readonly problem: Signal<Problem | null> = signal(null);
  /** The command under way, so that its button shows it was heard. */
  readonly asked: Signal<Command | null> = signal(null);
  readonly session: ReadonlySignal<SessionCard | null>;
  readonly lines: ReadonlySignal<readonly LineCard[]>;
  readonly lead: ReadonlySignal<LeadPage | null>;
  /** Another tab or machine holds the session: this page only shows it. */
  readonly elsewhere: ReadonlySignal<boolean>;

  /** What was refused or dropped was about this, and is told no longer when it is over. */
  private readonly moment: ReadonlySignal<string>;

  constructor(readonly id: number) {
    this.session = computed(() => this.room.sessions.value.get(String(id)) ?? null);
    this.lines = computed(() => ordered([...this.room.lines.value.values()]));
    this.moment = computed(() => `${this.session.value?.state} ${this.session.value?.current_call_id}`);
    this.lead = computed(() => this.room.lead.value);
    this.elsewhere = computed(() => {
      const session = this.session.value;
      return session !== null && session.tab !== "" && session.tab !== tab && session.state !== "ended";
    });
  }

  /** Follows the room and tells the server that this tab lives, until the returned function is called. */
  open(): () => void {
    const leave = live().follow(`session:${this.id}`, this.room, () =>
      get<Snapshot>(`/api/sessions/${this.id}/snapshot`),
    );
    const forget = effect(() => {
      void this.moment.value;
      this.problem.value = null;
    });
    const beat = setInterval(() => this.beat(), SEEN_EVERY_MS);
    return () => {
      leave();
      forget();
      clearInterval(beat);
    };
  }

  async loadCampaign(campaignId: number): Promise<void> {
    const [campaign, scripts] = await Promise.all([
      get<CampaignPage>(`/api/campaigns/${campaignId}`),
      get<ScriptCard[]>("/api/scripts"),
    ]);
    if (campaign.ok) this.campaign.value = campaign.value;
    if (campaign.ok && scripts.ok) {
      this.script.value = scripts.value.find((one) => one.id === campaign.value.script_id) ?? null;
    }
  }

  async send(command: Command, args: Record<string, unknown> = {}): Promise<boolean> {
    const quiet = command === "typing";
    if (!quiet) this.asked.value = command;
    const fate = await outbox.add<unknown>(this.item(command, args, LATE_MS));
    if (!quiet && this.asked.value === command) this.asked.value = null;
    if (!quiet) this.tell(fate);
    return fate.kind === "done";
  }

  private item(command: string, args: Record<string, unknown>, keepMs: number) {
    const id = crypto.randomUUID();
    const body = { id, command, args, tab };
    const key = command === "typing" ? `typing:${this.id}` : "";
    return { id, method: "POST", path: `/api/sessions/${this.id}/commands`, body, keepMs, key };
  }

  private tell(fate: Fate<unknown>): void {
    if (fate.kind === "refused") {
      this.problem.value = fate.problem;
      say(`${fate.problem.title}. ${fate.problem.detail}`, "assertive");
    } else if (fate.kind === "expired") {
      this.problem.value = NOT_SENT;
      say(NOT_SENT.title, "assertive");
    } else {
      this.problem.value = null;
    }
  }

  /** A sign of life waits for nothing and is never repeated late. */
  private beat(): void {
    if (this.elsewhere.value || this.session.value?.state === "ended") return;
    const item = this.item("seen", {}, 0);
    void post(item.path, item.body);
  }
}

const NOT_SENT: Problem = {
  type: "about:blank",
  title: "The server did not hear the last key in time, so it was dropped",
  status: 0,
  detail: "Press it again when the link is back. A call in progress goes on meanwhile.",
  errors: [],
};

/** Lines in the order they went out; those of the same moment by id, so that none changes places. */
function ordered(lines: LineCard[]): LineCard[] {
  return lines.sort((one, other) => one.id.localeCompare(other.id));
}

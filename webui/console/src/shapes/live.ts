// Generated from webui/shapes by scripts/make_shapes.py; do not edit.

export type SessionState = "starting" | "ready" | "talking" | "wrap_up" | "paused" | "ended";

export type LegState = "down" | "dialing" | "up";

export type LineState = "planned" | "requested" | "ringing" | "answered" | "connecting" | "talking" | "leaving_message" | "closing" | "ended";

export interface Goals {
  contacts: number | null;
  appointments: number | null;
  minutes: number | null;
}

export interface SessionFigures {
  attempts: number;
  dials: number;
  answered: number;
  humans: number;
  contacts: number;
  conversations: number;
  appointments: number;
  abandoned: number;
  talk_seconds: number;
  waiting_seconds: number;
  connect_ms_median: number | null;
  connect_ms_p95: number | null;
}

export interface ListenerCard {
  user_id: number;
  name: string;
  mode: "listen" | "whisper" | "barge";
  state: "dialing" | "there";
}

export interface CallOffer {
  call_id: string;
  lead_id: number | null;
  name: string;
  number: string;
  place: string;
  until: string;
  last_with_you: boolean;
}

export interface TransferCard {
  id: number;
  side: "from" | "to";
  state: "calling" | "speaking" | "together" | "handed_over" | "over";
  way: "warm" | "blind";
  to_name: string;
  to_number: string;
  by: string;
  note: string;
  at: string;
  result: string;
  reason: string;
}

export interface NoticeCard {
  id: number;
  by: string;
  body: string;
  at: string;
}

export interface Stopped {
  campaigns: number;
  calls: number;
}

export interface SessionCard {
  id: number;
  version: number;
  agent_id: number;
  agent_name: string;
  campaign_id: number;
  campaign_name: string;
  state: SessionState;
  state_since: string;
  pause_reason: string;
  then: "" | "pause" | "end";
  started_at: string;
  ends_at: string;
  ended_at: string | null;
  end_reason: string;
  lines: number;
  goals: Goals;
  leg_state: LegState;
  leg_kind: string;
  leg_problem: string;
  current_call_id: string | null;
  current_attempt_id: number | null;
  current_lead_id: number | null;
  on_hold: boolean;
  muted: boolean;
  wrap_up_until: string | null;
  tab: string;
  figures: SessionFigures;
  limited_by: string;
  limited_sentence: string;
  offer: CallOffer | null;
  listeners: ListenerCard[];
  notice: NoticeCard | null;
  transfer: TransferCard | null;
}

export interface LineCard {
  id: string;
  version: number;
  session_id: number;
  campaign_id: number;
  attempt_id: number | null;
  lead_id: number | null;
  lead_name: string;
  number: string;
  number_kind: string;
  state: LineState;
  since: string;
  rang_at: string | null;
  answered_at: string | null;
  ended_at: string | null;
  ending: string;
  ending_sentence: string;
  agent_session_id: number | null;
  machine: boolean;
  place: string;
  zone: string;
}

export interface NextLead {
  lead_id: number;
  name: string;
  place: string;
  number: string;
  why: string;
}

export interface QueueLead {
  lead_id: number;
  phone_id: number;
  name: string;
  place: string;
  number: string;
  why: string;
  way: "preview" | "click";
  allowed: boolean;
  reasons: string[];
  not_before: string | null;
}

export interface SessionQueue {
  mode: string;
  preview_seconds: number;
  leads: QueueLead[];
  by_click_only: QueueLead[];
}

export interface CampaignFigures {
  id: number;
  version: number;
  name: string;
  status: string;
  halted_because: string;
  mode: string;
  dials_today: number;
  dials_last_hour: number;
  answered_today: number;
  humans_today: number;
  contacts_today: number;
  appointments_today: number;
  abandoned_today: number;
  answered_by_person_30_days: number;
  abandoned_30_days: number;
  abandoned_limit: number;
  ready: number;
  waiting: number;
  held: Record<string, number>;
  why_no_call: string;
}

export interface Snapshot {
  epoch: string;
  seq: number;
  at: string;
  sessions: SessionCard[];
  lines: LineCard[];
  campaigns: CampaignFigures[];
  next: NextLead[];
  lead?: Record<string, unknown> | null;
}

export interface LiveEvent {
  room: string;
  epoch: string;
  seq: number;
  at: string;
  entity: "session" | "line" | "campaign" | "next" | "lead" | "message" | "import" | "gone";
  id: string;
  version: number;
  data: unknown;
}

// Generated from webui/shapes by scripts/make_shapes.py; do not edit.

import type { TaskCard } from "./leads";
import type { SessionCard } from "./live";

export interface Advice {
  kind: "appointment" | "callback" | "dial" | "text" | "letter";
  words: string;
  why: string;
  phone_id: number | null;
  at: string | null;
}

export interface AverageFigures {
  attempts: number | null;
  dials: number | null;
  answered: number | null;
  humans: number | null;
  contacts: number | null;
  conversations: number | null;
  appointments: number | null;
  abandoned: number | null;
  talk_seconds: number | null;
  waiting_seconds: number | null;
  connect_ms_median: number | null;
  connect_ms_p95: number | null;
}

export interface OutcomeCount {
  label: string;
  count: number;
}

export interface PastSession {
  id: number;
  agent_id: number;
  agent_name: string;
  campaign_id: number;
  campaign_name: string;
  started_at: string;
  ended_at: string | null;
  end_reason: string;
  dials: number;
  humans: number;
  contacts: number;
  conversations: number;
  appointments: number;
  talk_seconds: number;
}

export interface SessionHistory {
  rows: PastSession[];
  next: number | null;
}

export interface SessionReport {
  session: SessionCard;
  average: AverageFigures | null;
  outcomes: OutcomeCount[];
  callbacks: TaskCard[];
  handed_over: number;
}

export interface TransferContact {
  id: number;
  name: string;
  about: string;
  number: string;
}

export interface TransferColleague {
  session_id: number;
  name: string;
  state: string;
  free: boolean;
}

export interface TransferTargets {
  colleagues: TransferColleague[];
  contacts: TransferContact[];
}

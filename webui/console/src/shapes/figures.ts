// Generated from webui/shapes by scripts/make_shapes.py; do not edit.

export interface FiguresRow {
  key: string;
  label: string;
  dials: number;
  answered: number;
  humans: number;
  abandoned: number;
  contacts: number;
  conversations: number;
  appointments: number;
  contact_seconds: number;
}

export interface FunnelStep {
  reached: number;
  label: string;
  leads: number;
}

export interface CampaignReport {
  campaign_id: number;
  name: string;
  days: number;
  first: string;
  last: string;
  total: FiguresRow;
  hour: FiguresRow[];
  touch: FiguresRow[];
  age: FiguresRow[];
  source: FiguresRow[];
  agent: FiguresRow[];
  speed: FiguresRow[];
  funnel: FunnelStep[];
}

export type FiguresHeading = "hour" | "touch" | "age" | "source" | "agent" | "speed";

export interface LineResults {
  minutes: number;
  dials: number;
  answered: number;
  no_answer: number;
  busy: number;
  congestion: number;
  blocked: number;
  dead: number;
  failed: number;
}

export interface CallBehind {
  id: number;
  lead_id: number;
  lead_name: string;
  opened_at: string;
  agent: string;
  outcome: string;
  talk_seconds: number;
}

export interface CallRow {
  id: number;
  lead_id: number;
  lead_name: string;
  opened_at: string;
  agent: string;
  outcome: string;
  talk_seconds: number;
  campaign: string;
}

export interface CallList {
  title: string;
  rows: CallRow[];
  next: number | null;
}

// Generated from webui/shapes by scripts/make_shapes.py; do not edit.

export interface Me {
  id: number;
  name: string;
  email: string;
  role: string;
  preferences: Record<string, unknown>;
  csrf: string;
  socket_token: string;
  brokerage: string;
  carrier: string;
  practice_any_hour: boolean;
  version: string;
}

export interface CampaignPage {
  id: number;
  version: number;
  name: string;
  status: string;
  settings: Record<string, unknown>;
  lead_filter: Record<string, unknown>;
  sequence_id: number | null;
  script_id: number | null;
  caller_ids: number[];
  counts: Record<string, number>;
  leaves_messages: boolean;
}

export interface VoicemailCard {
  id: number;
  campaign_id: number;
  from_attempt: number;
  label: string;
  seconds: number;
  peaks: number[][];
  made_at: string;
  by: string;
}

export interface ChangePreview {
  sentences: string[];
  leads_affected: number;
  examples: Record<string, unknown>[];
}

export interface SessionPreview {
  campaign_id: number;
  ready: number;
  waiting: number;
  held: Record<string, unknown>[];
  modes: string[];
  first: Record<string, unknown>[];
  caller_ids: Record<string, unknown>[];
  order: string;
  ring_policy: string;
  warnings: string[];
}

export interface PaceAccount {
  abandoned: number;
  answered: number;
  share: number | null;
  target: number;
  limit: number;
  sentence: string;
  definition: string;
}

export interface Estimate {
  value: number;
  low: number;
  high: number;
  cases: number;
}

export interface PaceSegment {
  name: string;
  answer_rate: number;
  cases: number;
}

export interface PacePlan {
  lines: number;
  limited_by: string;
  sentence: string;
  risk: number | null;
}

export interface TeamFigures {
  agents: number;
  answer_rate: number;
  talk_seconds: number;
  wrap_seconds: number;
}

export interface HeldByRule {
  code: string;
  rule_id: string;
  sentence: string;
  count: number;
}

export interface PacePage {
  campaign_id: number;
  mode: string;
  lines_per_agent: number;
  account: PaceAccount;
  answer_rate: Estimate;
  talk_seconds: Estimate;
  wrap_seconds: Estimate;
  segments: PaceSegment[];
  free_agents: number;
  busy_agents: number;
  ringing: number;
  now: PacePlan;
  one_more: PacePlan;
  one_fewer: PacePlan | null;
  on_board: string;
  held: HeldByRule[];
  figures: TeamFigures;
}

export interface ModeResult {
  mode: string;
  talk_minutes_per_hour: number;
  contacts_per_hour: number;
  dials_per_hour: number;
  abandoned_share: number;
}

export interface DispositionCard {
  id: number;
  name: string;
  label: string;
  key: string;
  consequence: string;
  flags: Record<string, unknown>;
  active: boolean;
  position: number;
}

export interface SequenceCard {
  id: number;
  name: string;
  version: number;
  steps: Record<string, unknown>[];
  in_use: number;
}

export interface TemplateCard {
  id: number;
  name: string;
  kind: string;
  subject: string;
  body: string;
}

export interface ScriptCard {
  id: number;
  name: string;
  body: Record<string, unknown>;
}

export interface CallerIdCard {
  id: number;
  e164: string;
  label: string;
  campaign_id: number | null;
  active: boolean;
  dials_today: number;
  daily_limit: number;
  answer_rate_7_days: number | null;
  allowed_today: number;
  warm_from: string | null;
  rest_until: string | null;
  health: Record<string, unknown>;
}

export interface UserCard {
  id: number;
  name: string;
  email: string;
  role: string;
  active: boolean;
  last_seen_at: string | null;
  desk_phone: "none" | "away" | "registered";
}

export interface DiskCard {
  free_mb: number;
  is_short: boolean;
}

export interface SipCard {
  processes: number;
  living: number;
  resting: string[];
  is_unrecorded: boolean;
  turned_away: number;
}

export interface DeskPhoneAccount {
  username: string;
  password: string;
  server: string;
}

export interface AuditRow {
  id: number;
  at: string;
  user: string;
  action: string;
  entity: string;
  entity_id: string;
  detail: Record<string, unknown>;
}

export interface SuppressionCard {
  id: number;
  scope: string;
  number: string;
  lead_id: number | null;
  lead_name: string;
  channels: string[];
  reason: string;
  source: string;
  created_at: string;
  created_by: string;
}

export interface SuppressionList {
  rows: SuppressionCard[];
  next_cursor: string | null;
  total: number | null;
}

export interface AuditList {
  rows: AuditRow[];
  next_cursor: string | null;
  total: number | null;
}

export interface FilledTemplate {
  text: string;
  segments: number;
  encoding: string;
  missing: string[];
  unknown: string[];
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors: Record<string, string>[];
}

export interface ScreenCard {
  id: number;
  name: string;
  by: string;
  created_at: string;
}

export interface NewScreen {
  id: number;
  address: string;
}

export interface FirstSteps {
  caller_id: boolean;
  agent: boolean;
  campaign: boolean;
  leads: boolean;
  running: boolean;
  called: boolean;
}

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

export interface Reason {
  code: string;
  rule_id: string;
  sentence: string;
}

export interface PhoneCard {
  id: number;
  e164: string;
  number: string;
  kind: string;
  role: string;
  status: "ok" | "bad";
  vendor_dnc: boolean;
  attempts: number;
  last_attempt_at: string | null;
  last_ending: string;
  zone: string;
  may_call: boolean;
  reasons: Reason[];
  not_before: string | null;
}

export interface PersonCard {
  id: number;
  full_name: string;
  role: string;
}

export interface ListingEventCard {
  on_date: string | null;
  kind: string;
  price_cents: number | null;
  agent: string;
  detail: string;
}

export interface TimelineItem {
  key: string;
  at: string;
  planned: boolean;
  channel: "call" | "text" | "email" | "letter" | "door_hanger" | "task" | "note" | "listing" | "system";
  direction: "out" | "in" | "";
  title: string;
  body: string;
  state: string;
  touch_id: number | null;
  attempt_id: number | null;
  message_id: string | null;
  by: string;
}

export interface EnrollmentCard {
  id: number;
  campaign_id: number;
  campaign_name: string;
  state: string;
  next_call_at: string | null;
  position: number;
  steps: number;
  step_label: string;
  paused: boolean;
  stop_reason: string;
  refusals: Reason[];
}

export interface LeadRow {
  id: number;
  name: string;
  place: string;
  address: string;
  status: string;
  hold_reason: string;
  listing_status: string;
  expired_on: string | null;
  list_price_cents: number | null;
  phones: number;
  attempts: number;
  last_attempt_at: string | null;
  last_outcome: string;
  next_action: string;
  next_at: string | null;
  campaign: string;
}

export interface LeadPage {
  id: number;
  version: number;
  name: string;
  people: PersonCard[];
  phones: PhoneCard[];
  emails: string[];
  status: string;
  hold_reason: string;
  listing_status: string;
  address: string;
  city: string;
  state: string;
  zip: string;
  mailing: string;
  facts: Record<string, unknown>;
  expired_on: string | null;
  list_price_cents: number | null;
  days_on_market: number | null;
  listing_history: ListingEventCard[];
  flags: string[];
  zone: string;
  recording_rule: string;
  enrollments: EnrollmentCard[];
  timeline: TimelineItem[];
  notes: string;
  current_phone_id: number | null;
  current_attempt_id: number | null;
}

export interface LeadList {
  rows: LeadRow[];
  next_cursor: string | null;
  total: number | null;
}

export interface ColumnChoice {
  index: number;
  header: string;
  field: string | null;
  confidence: number;
  samples: string[];
}

export interface ImportCard {
  id: number;
  filename: string;
  state: "preview" | "queued" | "running" | "done" | "failed" | "undone";
  source: string;
  created_at: string;
  finished_at: string | null;
  rows_total: number;
  rows_done: number;
  counts: Record<string, number>;
  error: string;
  columns: ColumnChoice[];
  fields: Record<string, string>[];
  date_order: string | null;
  date_order_needed: boolean;
  campaign_id: number | null;
  rejects_by_reason: Record<string, number>;
}

export interface TaskCard {
  touch_id: number;
  lead_id: number;
  lead_name: string;
  address: string;
  channel: string;
  label: string;
  due_at: string;
  overdue: boolean;
  agent: string;
  campaign: string;
}

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
}

export interface UserCard {
  id: number;
  name: string;
  email: string;
  role: string;
  active: boolean;
  last_seen_at: string | null;
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

export interface SessionReport {
  session: SessionCard;
  average: AverageFigures | null;
  outcomes: OutcomeCount[];
  callbacks: TaskCard[];
}

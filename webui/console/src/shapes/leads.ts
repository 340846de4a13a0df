// Generated from webui/shapes by scripts/make_shapes.py; do not edit.

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

export interface RecordingCard {
  id: number;
  seconds: number;
  announced: boolean;
  is_cut: boolean;
  peaks: number[][];
}

export interface AttachmentCard {
  id: number;
  name: string;
  group: "picture" | "video" | "sound" | "file";
  state: "ready" | "kept" | "refused" | "lost" | "deleted";
  bytes: number;
}

export interface TextFacts {
  segments: number | null;
  price_microdollars: number | null;
  attachments: AttachmentCard[];
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
  recording: RecordingCard | null;
  text: TextFacts | null;
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

export interface MergedLead {
  merge_id: number;
  lead_id: number;
  name: string;
  address: string;
  at: string;
  by: string;
  undoable: boolean;
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
  merged_into: number | null;
  merged: MergedLead[];
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

export interface RejectCount {
  code: string;
  sentence: string;
  whole_row: boolean;
  rows: number;
}

export interface RejectLine {
  row: number;
  column: string;
  value: string;
  sentence: string;
  whole_row: boolean;
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
  rejects: RejectCount[];
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
  stop: string;
}

export interface EmailWords {
  to: string;
  subject: string;
  body: string;
  why: string;
}

export interface PileDone {
  done: number;
  left: number;
}

export interface CallbackCard {
  enrollment_id: number;
  lead_id: number;
  lead_name: string;
  address: string;
  phone_id: number | null;
  number: string;
  zone: string;
  due_at: string;
  overdue: boolean;
  agent: string;
  campaign_id: number;
  campaign: string;
  on_line: boolean;
  stop: string;
  not_before: string | null;
}

export interface LeadsAlike {
  because: ("number" | "address" | "name")[];
  first: LeadRow;
  second: LeadRow;
}

export interface DuplicatePage {
  pairs: LeadsAlike[];
  next: number | null;
}

export interface MergePreview {
  calls: number;
  texts: number;
  notes: number;
  planned: number;
  recordings: number;
  numbers: number;
  shared_numbers: number;
  people: number;
  places: number;
  same_place: number;
  wishes: number;
  consents: number;
  changes: string[];
}

export interface MergeDone {
  merge_id: number;
  lead_id: number;
}

export interface SavedList {
  id: number;
  name: string;
  query: Record<string, string>;
  count: number | null;
  campaign_id: number | null;
}

export interface BulkPreview {
  leads: number;
  changed: number;
  sentence: string;
}

export interface BulkDone {
  batch_id: number;
  changed: number;
}

export interface CallerCard {
  call_id: string;
  number: string;
  our_number: string;
  at: string;
  calls: number;
  lead_id: number | null;
  lead_name: string;
  taken_by: string;
  recording: RecordingCard | null;
  message_state: string;
}

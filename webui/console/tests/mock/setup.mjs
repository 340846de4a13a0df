// Plausible made-up data; numbers are fictional (555-0100 to 555-0199).

import { ago } from "./time.mjs";

export const me = {
  id: 1,
  name: "Dana Whitfield",
  email: "dana@example.com",
  role: "owner",
  preferences: {},
  csrf: "token",
  socket_token: "token",
  brokerage: "Prairie Home Realty",
  carrier: "practice",
  practice_any_hour: true,
  version: "0.1.0",
};

export const settings = {
  mode: "power",
  lines_per_agent: 4,
  ring_policy: "ring_on",
  ring_seconds: 22,
  max_call_minutes: 90,
  wrap_up_seconds: 30,
  open_minute: 480,
  close_minute: 1260,
  weekdays: [0, 1, 2, 3, 4, 5],
  per_number_per_day: 2,
  per_lead_per_day: 3,
  per_number_total: 12,
  per_lead_total: 30,
  rolling_24_hours: 3,
  min_hours_between: 2,
  target_abandoned: 0.02,
  screening: "label",
  voicemail_consent: "We only leave messages for owners who asked us to.",
  voicemail_message: "expired-intro",
  identification: "This is Prairie Home Realty at (217) 555-0100.",
  apology_template_id: 2,
  missed_template_id: 1,
  reservation_hours: 24,
  conversation_seconds: 60,
  require_scrub: false,
  scrub_max_age_days: 31,
  pause_after_refusals: 5,
  agents: [],
};

export const campaigns = [
  {
    id: 1,
    version: 3,
    name: "Springfield expireds",
    status: "running",
    settings,
    lead_filter: {
      listing_statuses: ["expired", "cancelled"],
      states: ["IL"],
      expired_within_days: 30,
      skip_relisted: true,
    },
    sequence_id: 1,
    script_id: 1,
    caller_ids: [1],
    counts: { ready: 412, waiting: 230, claimed: 9, held: 187, stopped: 96 },
  },
  {
    id: 2,
    version: 1,
    name: "Old expireds, second look",
    status: "paused",
    settings: { ...settings, lines_per_agent: 1, mode: "preview" },
    lead_filter: {},
    sequence_id: 1,
    script_id: null,
    caller_ids: [],
    counts: { ready: 0, waiting: 1204, claimed: 0, held: 88, stopped: 402 },
  },
];

const card = (id, name, label, key, consequence, flags = {}) => ({
  id,
  name,
  label,
  key,
  consequence,
  flags,
  active: true,
  position: id,
});

export const dispositions = [
  card(1, "contact", "Contact", "1", "Goes on with the long follow-up.", { counts_as_contact: true }),
  card(2, "callback", "Call back", "2", "Calls this number again at the time you choose.", {
    counts_as_contact: true,
    next: "callback",
    callback_needed: true,
  }),
  card(3, "appointment", "Appointment set", "3", "Stops the sequence. Asks for its time.", {
    counts_as_contact: true,
    appointment: true,
    next: "appointment",
    stops_sequence: true,
  }),
  card(4, "not_interested", "Not interested", "4", "Stops the sequence.", {
    counts_as_contact: true,
    stops_sequence: true,
  }),
  card(5, "voicemail", "Voicemail", "5", "Goes on with: Text after the missed call."),
  card(6, "no_contact_next_number", "No contact, next number", "6", "Another number comes next."),
  card(7, "no_contact_next_lead", "No contact, next lead", "7", "Goes on with: Letter."),
  card(
    8,
    "wrong_number",
    "Wrong number",
    "8",
    "Removes this number; 1 other stays. Another number comes next.",
    { removes_number: true },
  ),
  card(9, "bad_number", "Bad number", "9", "Removes this number; 1 other stays. Another number comes next.", {
    removes_number: true,
  }),
  card(
    10,
    "dnc_number",
    "Do not call this number",
    "",
    "Never calls or texts this number again; 1 other stays.",
    { suppress: "number" },
  ),
  card(11, "dnc_lead", "Do not contact at all", "", "Never contacts this lead again, on any channel.", {
    suppress: "lead",
    stops_sequence: true,
  }),
  card(12, "false_human", "Machine, not a person", "", "Goes on with: Text after the missed call."),
];

export const definitions = {
  dial: "An attempt whose call a carrier accepted.",
  contact: "A conversation with the wanted person, as the agent said with the disposition.",
  appointment: "A contact that ended with an appointment.",
  abandoned_share:
    "Abandoned calls as a share of the calls that a person answered, for one campaign over the last 30 days. The law's limit is 3 % (16 CFR 310.4(b)(4)).",
  dials_today: "Dials since midnight in New York.",
  dials_last_hour: "Dials in the last 60 minutes.",
  ready: "Leads that may be called as soon as the hours at their place are open.",
};

export const script = {
  id: 1,
  name: "Expired listing",
  body: {
    steps: [
      {
        title: "Opening",
        text: "{greeting|Hello}, is this {first_name|the owner}?\n\nThis is {agent_first_name} with {brokerage}. I saw that {street|your home} came off the market, and I was calling to see if you would still consider an offer if the right buyer came along.",
      },
      {
        title: "Why it did not sell",
        text: "When it was listed with {listing_office|the last office} for {days_on_market|those} days, what do you feel stopped it from selling?\n\nWhere are you headed once it sells?",
      },
      {
        title: "Plan",
        text: "I have a plan for homes that did not sell the first time. It takes twenty minutes to go through at your kitchen table.",
      },
      { title: "Appointment", text: "Would tomorrow at four or Saturday morning suit you better?" },
    ],
    objections: [
      {
        title: "We will wait until spring",
        text: "I understand. In spring every neighbour lists too. May I show you what that does to the price?",
      },
      {
        title: "We already have an agent",
        text: "Good. Have you signed with them yet? If you have, I will not interfere.",
      },
      {
        title: "What is your commission?",
        text: "That depends on what you want done. Let me see the house first, then you have it in writing.",
      },
    ],
  },
};

const step = (kind, label, wait_days = 0, more = {}) => ({
  kind,
  label,
  wait_days,
  wait_hours: 0,
  tries: 1,
  again_days: 1,
  template: "",
  branch: "",
  on_outcome: {},
  ...more,
});

export const sequences = [
  {
    id: 1,
    name: "Expired listing: eight touches, then 30, 60 and 90 days",
    version: 2,
    in_use: 739,
    steps: [
      step("call", "First call"),
      step("text", "Text after the missed call", 0, { template: "Missed call" }),
      step("call", "Second call", 1),
      step("letter", "Letter", 2),
      step("door_hanger", "Door hanger", 2),
      step("call", "Third call", 2),
      step("email", "E-mail with the marketing plan", 2),
      step("call", "Fourth call", 3),
      step("call", "30-day follow-up", 18),
    ],
  },
];

export const templates = [
  {
    id: 1,
    name: "Missed call",
    kind: "text",
    subject: "",
    body: "Hi {first_name|there}, {agent_first_name|your local agent} with {brokerage} here. I just tried to reach you about {street|your home}. Is it still for sale? Reply STOP to opt out.",
  },
  {
    id: 2,
    name: "Apology",
    kind: "text",
    subject: "",
    body: "Hi {first_name|there}, sorry: you picked up and I was not on the line yet. Reply STOP to opt out.",
  },
  { id: 3, name: "Letter to the owner", kind: "letter", subject: "", body: "Dear {full_name|owner}," },
];

export const users = [
  {
    id: 1,
    name: "Dana Whitfield",
    email: "dana@example.com",
    role: "owner",
    active: true,
    last_seen_at: ago(10),
  },
  {
    id: 2,
    name: "Ben Carter",
    email: "ben@example.com",
    role: "agent",
    active: true,
    last_seen_at: ago(4000),
  },
];

export const callerIds = [
  {
    id: 1,
    e164: "+12175550100",
    label: "Springfield office",
    campaign_id: null,
    active: true,
    dials_today: 61,
    daily_limit: 100,
    answer_rate_7_days: 0.34,
  },
];

export const audit = {
  rows: [
    {
      id: 1,
      at: ago(300),
      user: "Dana Whitfield",
      action: "campaign.changed",
      entity: "campaign",
      entity_id: "1",
      detail: { lines_per_agent: "3 to 4" },
    },
  ],
  next_cursor: null,
};

// Plausible made-up data for looking at the console without a server. Numbers are fictional (555-0100 to 555-0199).

const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const ahead = (seconds) => ago(-seconds);
const dayAgo = (days) => ago(days * 86400).slice(0, 10);

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

const figures = {
  attempts: 88,
  dials: 84,
  answered: 31,
  humans: 17,
  contacts: 9,
  conversations: 5,
  appointments: 1,
  abandoned: 0,
  talk_seconds: 1984,
  waiting_seconds: 310,
  connect_ms_median: 140,
  connect_ms_p95: 310,
};

export function session(state, more = {}) {
  const talking = state === "talking" || state === "wrap_up";
  return {
    id: 7,
    version: Date.now(),
    agent_id: 1,
    agent_name: "Dana Whitfield",
    campaign_id: 1,
    campaign_name: "Springfield expireds",
    state,
    state_since: ago(state === "talking" ? 42 : 11),
    pause_reason: state === "paused" ? "Lunch" : "",
    // biome-ignore lint/suspicious/noThenProperty: the name is part of the contract and the value is no function.
    then: "",
    started_at: ago(2900),
    ends_at: ahead(4360),
    ended_at: null,
    end_reason: "",
    lines: 3,
    goals: { contacts: 15, appointments: 3, minutes: 120 },
    leg_state: "up",
    leg_kind: "browser",
    current_call_id: talking ? "c1" : null,
    current_attempt_id: talking ? 501 : null,
    current_lead_id: talking ? 1 : null,
    on_hold: false,
    muted: false,
    wrap_up_until: state === "wrap_up" ? ahead(24) : null,
    tab: "",
    figures,
    limited_by: state === "ready" ? "lines_out" : state,
    limited_sentence:
      state === "ready" ? "All your lines are out." : state === "talking" ? "You are on a call." : "",
    ...more,
  };
}

const line = (id, state, name, number, place, more = {}) => ({
  id,
  version: 1,
  session_id: 7,
  campaign_id: 1,
  attempt_id: 500,
  lead_id: 1,
  lead_name: name,
  number,
  number_kind: "mobile",
  state,
  since: ago(8),
  rang_at: ago(8),
  answered_at: null,
  ended_at: null,
  ending: "",
  ending_sentence: "",
  agent_session_id: null,
  machine: false,
  place,
  zone: "America/Chicago",
  ...more,
});

export function lines(state) {
  if (state === "paused" || state === "starting") return [];
  const talking = state === "talking" || state === "wrap_up";
  const first = line(
    "c1",
    talking ? (state === "talking" ? "talking" : "ended") : "ringing",
    "Ann & John Smith",
    "(217) 555-0123",
    "Springfield, IL",
    {
      since: ago(talking ? 42 : 9),
      agent_session_id: talking ? 7 : null,
      ending: state === "wrap_up" ? "completed" : "",
      ended_at: state === "wrap_up" ? ago(11) : null,
    },
  );
  return [
    first,
    line("c2", talking ? "ended" : "requested", "Maria Delgado", "(314) 555-0142", "St. Louis, MO", {
      since: ago(3),
      ending: talking ? "cancelled" : "",
      ending_sentence: talking ? "Taken back after 15 s because another person had answered." : "",
      ended_at: talking ? ago(20) : null,
      number_kind: "landline",
    }),
    line("c3", talking ? "ended" : "talking", "Robert Okafor", "(309) 555-0177", "Peoria, IL", {
      state: talking ? "ended" : "answered",
      machine: !talking,
      since: ago(2),
      ending: talking ? "no_answer" : "",
      ended_at: talking ? ago(30) : null,
    }),
  ];
}

export const next = [
  {
    lead_id: 2,
    name: "Maria Delgado",
    place: "St. Louis, MO",
    number: "(314) 555-0142",
    why: "Expired today, first try",
  },
  {
    lead_id: 3,
    name: "Robert and Ife Okafor",
    place: "Peoria, IL",
    number: "(309) 555-0177",
    why: "Expired today, first try",
  },
  {
    lead_id: 4,
    name: "Lindqvist Family Trust",
    place: "Decatur, IL",
    number: "(217) 555-0161",
    why: "Call-back promised for 2:30 pm",
  },
  {
    lead_id: 5,
    name: "Tom Brandt",
    place: "Champaign, IL",
    number: "(217) 555-0188",
    why: "Expired yesterday, second try",
  },
  {
    lead_id: 6,
    name: "Grace Huang",
    place: "Bloomington, IL",
    number: "(309) 555-0112",
    why: "Expired 18 Nov, first try",
  },
];

const phone = (id, number, kind, more = {}) => ({
  id,
  e164: `+1${number.replace(/\D/g, "")}`,
  number,
  kind,
  role: "",
  status: "ok",
  vendor_dnc: false,
  attempts: 0,
  last_attempt_at: null,
  last_ending: "",
  zone: "America/Chicago",
  may_call: true,
  reasons: [],
  not_before: null,
  ...more,
});

export const lead = {
  id: 1,
  version: 4,
  name: "Ann & John Smith",
  people: [
    { id: 1, full_name: "Ann Smith", role: "owner" },
    { id: 2, full_name: "John Smith", role: "owner" },
  ],
  phones: [
    phone(1, "(217) 555-0123", "mobile", {
      role: "Ann",
      attempts: 1,
      last_attempt_at: ago(90000),
      last_ending: "no_answer",
    }),
    phone(2, "(217) 555-0177", "landline", {
      attempts: 2,
      last_attempt_at: ago(180000),
      last_ending: "no_answer",
    }),
    phone(3, "(217) 555-0190", "mobile", {
      role: "John",
      vendor_dnc: true,
      may_call: false,
      reasons: [
        {
          code: "vendor_dnc",
          rule_id: "vendor",
          sentence: "Your lead source says this number is on the do-not-call registry.",
        },
      ],
    }),
    phone(4, "(217) 555-0104", "unknown", {
      status: "bad",
      attempts: 1,
      last_attempt_at: ago(400000),
      last_ending: "invalid_number",
      may_call: false,
    }),
  ],
  emails: ["ann.smith@example.com"],
  status: "open",
  hold_reason: "",
  listing_status: "expired",
  address: "123 N Main St",
  city: "Springfield",
  state: "IL",
  zip: "62701",
  mailing: "",
  facts: {
    beds: 3,
    baths: 1,
    sqft: 1840,
    year_built: 1987,
    times_listed: 2,
    agent: "J. Doe",
    office: "Capitol Realty",
    remarks:
      "Charming ranch on a corner lot with new roof (2023), finished basement and two-car garage. Sellers relocating.",
  },
  expired_on: dayAgo(6),
  list_price_cents: 37500000,
  days_on_market: 186,
  listing_history: [
    { on_date: dayAgo(6), kind: "expired", price_cents: 37500000, agent: "J. Doe", detail: "" },
    { on_date: dayAgo(60), kind: "price_cut", price_cents: 37500000, agent: "J. Doe", detail: "" },
    { on_date: dayAgo(140), kind: "price_cut", price_cents: 38900000, agent: "J. Doe", detail: "" },
    { on_date: dayAgo(192), kind: "listed", price_cents: 41000000, agent: "J. Doe", detail: "" },
    { on_date: "2023-08-02", kind: "withdrawn", price_cents: null, agent: "", detail: "" },
  ],
  flags: [],
  zone: "America/Chicago",
  recording_rule: "all-party",
  enrollments: [
    {
      id: 11,
      campaign_id: 1,
      campaign_name: "Springfield expireds",
      state: "claimed",
      next_call_at: null,
      position: 2,
      steps: 11,
      step_label: "Second call",
      paused: false,
      stop_reason: "",
      refusals: [],
    },
  ],
  timeline: [
    {
      key: "p1",
      at: ahead(86400 * 2),
      planned: true,
      channel: "letter",
      direction: "out",
      title: "Letter",
      body: "",
      state: "planned",
      touch_id: 31,
      attempt_id: null,
      message_id: null,
      by: "",
    },
    {
      key: "p2",
      at: ahead(86400 * 4),
      planned: true,
      channel: "door_hanger",
      direction: "out",
      title: "Door hanger",
      body: "",
      state: "planned",
      touch_id: 32,
      attempt_id: null,
      message_id: null,
      by: "",
    },
    {
      key: "t3",
      at: ago(3000),
      planned: false,
      channel: "text",
      direction: "in",
      title: "Reply",
      body: "Who is this? We may try again in spring.",
      state: "received",
      touch_id: null,
      attempt_id: null,
      message_id: "m2",
      by: "",
    },
    {
      key: "t2",
      at: ago(89990),
      planned: false,
      channel: "text",
      direction: "out",
      title: "Text after the missed call",
      body: "Hi Ann, Dana with Prairie Home Realty here. I just tried to reach you about 123 N Main St. Is it still for sale? Reply STOP to opt out.",
      state: "delivered",
      touch_id: 30,
      attempt_id: null,
      message_id: "m1",
      by: "",
    },
    {
      key: "t1",
      at: ago(90000),
      planned: false,
      channel: "call",
      direction: "out",
      title: "First call",
      body: "(217) 555-0123",
      state: "no_answer",
      touch_id: 29,
      attempt_id: 400,
      message_id: null,
      by: "Dana Whitfield",
    },
  ],
  notes: "Moved here in 2016. Two kids at Lincoln Elementary.",
  current_phone_id: 1,
  current_attempt_id: 501,
};

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

export const preview = {
  campaign_id: 1,
  ready: 412,
  waiting: 230,
  held: [
    { code: "outside_hours", sentence: "It is outside the legal hours in a plausible zone.", count: 96 },
    { code: "vendor_dnc", sentence: "Every number is on the do-not-call registry.", count: 58 },
    { code: "cap_lead", sentence: "The lead has had its tries for today.", count: 21 },
    { code: "reserved", sentence: "Another agent reached the lead in the last 24 hours.", count: 12 },
  ],
  modes: ["power"],
  first: next,
  caller_ids: [{ number: "(217) 555-0100", dials_today: 61, daily_limit: 100, answer_rate_7_days: 0.34 }],
  order: "Promised call-backs first, then owners we failed to serve, then the newest expireds.",
  ring_policy:
    "When somebody answers, the other lines ring on to 15 seconds and are then let go, as the law asks.",
  warnings: [
    "With several lines a second person may answer; whoever cannot be put through counts as abandoned.",
  ],
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

const fig = (id, name, more = {}) => ({
  id,
  version: 1,
  name,
  status: "running",
  halted_because: "",
  mode: "power",
  dials_today: 1840,
  dials_last_hour: 312,
  answered_today: 610,
  humans_today: 344,
  contacts_today: 172,
  appointments_today: 11,
  abandoned_today: 1,
  answered_by_person_30_days: 2110,
  abandoned_30_days: 27,
  abandoned_limit: 0.03,
  ready: 412,
  waiting: 230,
  held: { outside_hours: 96, vendor_dnc: 58, cap_lead: 21 },
  why_no_call: "",
  ...more,
});

const NAMES = [
  "Ava Moreno",
  "Ben Carter",
  "Chloe Nguyen",
  "Dev Patel",
  "Ella Fischer",
  "Femi Adeyemi",
  "Gus Larsen",
  "Hana Sato",
  "Ian Murphy",
];

export function floor() {
  const states = [
    "talking",
    "talking",
    "ready",
    "ready",
    "ready",
    "wrap_up",
    "wrap_up",
    "paused",
    "starting",
  ];
  const since = [320, 44, 6, 31, 90, 12, 340, 700, 3];
  const sessions = NAMES.map((agent_name, index) => ({
    ...session(states[index]),
    id: 20 + index,
    agent_id: 20 + index,
    agent_name,
    state_since: ago(since[index]),
    figures: { ...figures, dials: 40 + index * 13, contacts: 3 + index, appointments: index % 3 },
    limited_sentence: states[index] === "ready" && index === 4 ? "No caller ID has dials left today." : "",
  }));
  const all = sessions.flatMap((one, index) =>
    one.state === "ready"
      ? [0, 1, 2]
          .slice(index % 2)
          .map((n) =>
            line(
              `f${index}${n}`,
              n === 2 ? "requested" : "ringing",
              "A lead",
              "(217) 555-01••",
              "Springfield, IL",
              { session_id: one.id },
            ),
          )
      : one.state === "talking"
        ? [line(`f${index}`, "talking", "A lead", "(217) 555-01••", "Peoria, IL", { session_id: one.id })]
        : [],
  );
  return {
    epoch: "mock",
    seq: 0,
    at: ago(0),
    sessions,
    lines: all,
    campaigns: [
      fig(1, "Springfield expireds"),
      fig(2, "Old expireds, second look", {
        status: "paused",
        dials_today: 214,
        dials_last_hour: 0,
        contacts_today: 18,
        appointments_today: 1,
        answered_by_person_30_days: 41,
        abandoned_30_days: 2,
        ready: 0,
        why_no_call: "The campaign is paused.",
      }),
    ],
    next: [],
  };
}

const STREETS = [
  "123 N Main St",
  "48 Oak Ridge Dr",
  "9 Lakeview Ct",
  "2210 W Washington St",
  "77 Prairie Ln",
  "501 Monroe Ave",
];

export const leadRows = Array.from({ length: 24 }, (_, index) => ({
  id: index + 1,
  name: [
    "Ann & John Smith",
    "Maria Delgado",
    "Robert and Ife Okafor",
    "Lindqvist Family Trust",
    "Tom Brandt",
    "Grace Huang",
  ][index % 6],
  place: ["Springfield, IL 62701", "St. Louis, MO 63109", "Peoria, IL 61602"][index % 3],
  address: STREETS[index % 6],
  status: index % 7 === 3 ? "held" : "open",
  hold_reason: index % 7 === 3 ? "withdrawn_listing" : "",
  listing_status: "expired",
  expired_on: dayAgo(index),
  list_price_cents: 21900000 + index * 1750000,
  phones: 1 + (index % 4),
  attempts: index % 5,
  last_attempt_at: index % 5 ? ago(3600 * index) : null,
  last_outcome: index % 5 ? ["no_answer", "contact", "machine", "busy"][index % 4] : "",
  next_action: ["call", "text", "letter", ""][index % 4],
  next_at: index % 4 === 3 ? null : ahead(3600 * (index + 1)),
  campaign: "Springfield expireds",
}));

const column = (index, header, field, confidence, samples) => ({ index, header, field, confidence, samples });

export const imports = [
  {
    id: 3,
    filename: "redx-expireds-2026-11-20.csv",
    state: "preview",
    source: "REDX",
    created_at: ago(40),
    finished_at: null,
    rows_total: 214,
    rows_done: 0,
    counts: {},
    error: "",
    columns: [
      column(0, "Property Address", "property_street", 1, [
        "123 N Main St",
        "48 Oak Ridge Dr",
        "9 Lakeview Ct",
      ]),
      column(1, "Property City", "property_city", 1, ["Springfield", "St. Louis"]),
      column(2, "First Name", "person_first", 1, ["Ann", "Maria"]),
      column(3, "Phone 1", "phone", 0.98, ["217-555-0123", "(314) 555-0142"]),
      column(4, "Phone 1 DNC", "phone_dnc", 0.95, ["N", "Y"]),
      column(5, "Exp", "expired_date", 0.62, ["03/04/2026", "05/06/2026"]),
      column(6, "Vortex ID", null, 0, ["88213", "88214"]),
    ],
    fields: [
      { key: "property_street", label: "Property: street with house number" },
      { key: "property_city", label: "Property: city" },
      { key: "person_first", label: "A person's first name" },
      { key: "phone", label: "Phone number" },
      { key: "phone_dnc", label: "Vendor's do-not-call flag" },
      { key: "expired_date", label: "Listing: date it expired" },
    ],
    date_order: null,
    date_order_needed: true,
    campaign_id: 1,
    rejects_by_reason: {},
  },
];
imports.push({
  ...imports[0],
  id: 2,
  filename: "landvoice-week-46.xlsx",
  source: "Landvoice",
  state: "running",
  rows_total: 50000,
  rows_done: 31240,
  counts: { created: 28800, updated: 1900, unchanged: 200, held: 210, refused: 130 },
  created_at: ago(22),
});
imports.push({
  ...imports[0],
  id: 1,
  filename: "mls-export-november.csv",
  source: "MLS (RESO names)",
  state: "done",
  rows_total: 2310,
  rows_done: 2310,
  counts: { created: 1984, updated: 201, unchanged: 60, held: 41, refused: 24, cell_warnings: 19 },
  finished_at: ago(86000),
  created_at: ago(86400),
  rejects_by_reason: {
    active_listing: 14,
    no_address_and_no_phone: 6,
    bad_phone_number: 19,
    unreadable_date: 4,
  },
});

export const tasks = ["letter", "door_hanger", "email", "letter"].map((channel, index) => ({
  touch_id: index + 1,
  lead_id: index + 1,
  lead_name: leadRows[index].name,
  address: STREETS[index],
  channel,
  label: ["Letter", "Door hanger", "E-mail with the marketing plan", "Letter"][index],
  due_at: index === 0 ? ago(90000) : ahead(3600 * index * 3),
  overdue: index === 0,
  agent: "Dana Whitfield",
  campaign: "Springfield expireds",
}));

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

export const suppressions = {
  rows: [
    {
      id: 1,
      scope: "number",
      number: "(217) 555-0190",
      lead_id: 1,
      lead_name: "Ann & John Smith",
      channels: ["call", "text"],
      reason: "asked_by_text",
      source: "text",
      created_at: ago(5000),
      created_by: "",
    },
    {
      id: 2,
      scope: "number",
      number: "(309) 555-0112",
      lead_id: null,
      lead_name: "",
      channels: ["call", "text"],
      reason: "registry",
      source: "import",
      created_at: ago(500000),
      created_by: "Dana Whitfield",
    },
  ],
  next_cursor: null,
  total: 2,
};

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

export const report = {
  session: { ...session("ended"), ended_at: ago(0), end_reason: "time_over" },
  average: { ...figures, dials: 71.5, contacts: 7.2, appointments: 0.8, humans: 14.1, conversations: 4.4 },
  outcomes: [
    { label: "No answer", count: 41 },
    { label: "Voicemail", count: 14 },
    { label: "Contact", count: 6 },
    { label: "Not interested", count: 2 },
    { label: "Appointment set", count: 1 },
  ],
  callbacks: [{ ...tasks[1], channel: "call", label: "Call back" }],
};

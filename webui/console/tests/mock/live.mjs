// Plausible made-up data; numbers are fictional (555-0100 to 555-0199).

import { tasks } from "./leads.mjs";
import { ago, ahead } from "./time.mjs";

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
    offer: null,
    listeners: [],
    notice: null,
    transfer: null,
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

/** Every setting of a campaign with its words, in the order people decide them. */

export interface Rule {
  name: string;
  label: string;
  hint: string;
  kind: "number" | "decimal" | "percent" | "time" | "text" | "long" | "switch" | "choice" | "days";
  options?: readonly (readonly [value: string, label: string])[];
  min?: number;
  max?: number;
  unit?: string;
}

export interface Group {
  title: string;
  rules: readonly Rule[];
}

export const GROUPS: readonly Group[] = [
  {
    title: "Pace",
    rules: [
      {
        name: "mode",
        label: "Mode",
        hint: "Preview shows a lead before each call; in click to call the agent picks it; power and progressive dial for each free agent; predictive dials ahead as far as the risk allows.",
        kind: "choice",
        options: [
          ["preview", "Preview"],
          ["click", "Click to call"],
          ["power", "Power"],
          ["progressive", "Progressive"],
          ["predictive", "Predictive"],
        ],
      },
      {
        name: "preview_seconds",
        label: "Dial by itself after a preview of",
        hint: "Only in preview mode; 0 waits for the agent.",
        kind: "number",
        min: 0,
        max: 600,
        unit: "s",
      },
      {
        name: "lines_per_agent",
        label: "Lines per agent",
        hint: "Agents may choose fewer for a session.",
        kind: "decimal",
        min: 1,
        max: 10,
      },
      {
        name: "ring_policy",
        label: "When somebody answers, the other lines",
        hint: "Ringing on keeps every call to the lawful 15 seconds or four rings (16 CFR 310.4(b)(4)(ii)); cutting at once abandons fewer people.",
        kind: "choice",
        options: [
          ["ring_on", "ring on to 15 s, then stop"],
          ["cut_at_once", "are cut at once"],
        ],
      },
      {
        name: "ring_seconds",
        label: "A line rings for",
        hint: "Fifteen seconds is the legal floor.",
        kind: "number",
        min: 15,
        max: 60,
        unit: "s",
      },
      {
        name: "target_abandoned",
        label: "Aim for abandoned calls below",
        hint: "The law allows 3 % of calls answered by a person, per campaign and 30 days; dialing stops before that.",
        kind: "percent",
        min: 0.1,
        max: 2.9,
      },
      {
        name: "wrap_up_seconds",
        label: "Wrap-up without an outcome",
        hint: "After this the agent is shown as waiting; 0 waits for the outcome.",
        kind: "number",
        min: 0,
        max: 1800,
        unit: "s",
      },
      {
        name: "max_call_minutes",
        label: "Longest call",
        hint: "",
        kind: "number",
        min: 1,
        max: 240,
        unit: "min",
      },
    ],
  },
  {
    title: "Hours",
    rules: [
      {
        name: "open_minute",
        label: "From",
        hint: "On the clock where the lead is, in every zone that it may be in. A stricter law of a state wins.",
        kind: "time",
      },
      { name: "close_minute", label: "To", hint: "", kind: "time" },
      { name: "weekdays", label: "On", hint: "", kind: "days" },
    ],
  },
  {
    title: "How often",
    rules: [
      {
        name: "per_number_per_day",
        label: "Tries per number and day",
        hint: "",
        kind: "number",
        min: 1,
        max: 20,
      },
      {
        name: "per_lead_per_day",
        label: "Tries per lead and day",
        hint: "",
        kind: "number",
        min: 1,
        max: 20,
      },
      {
        name: "rolling_24_hours",
        label: "Tries in any 24 hours",
        hint: "Some states allow three.",
        kind: "number",
        min: 1,
        max: 20,
      },
      {
        name: "min_hours_between",
        label: "Hours between two tries",
        hint: "",
        kind: "decimal",
        min: 0,
        max: 240,
        unit: "h",
      },
      {
        name: "hours_from_failed",
        label: "Hours from a time of day that failed",
        hint: "A lead missed at 10 yesterday is not tried at 11 today. 0 is no limit.",
        kind: "decimal",
        min: 0,
        max: 6,
        unit: "h",
      },
      {
        name: "per_number_total",
        label: "Tries per number in all",
        hint: "",
        kind: "number",
        min: 1,
        max: 100,
      },
      { name: "per_lead_total", label: "Tries per lead in all", hint: "", kind: "number", min: 1, max: 200 },
      {
        name: "reservation_hours",
        label: "A reached lead stays with its agent for",
        hint: "",
        kind: "decimal",
        min: 0,
        max: 720,
        unit: "h",
      },
    ],
  },
  {
    title: "Answering machines and recorded messages",
    rules: [
      {
        name: "screening",
        label: "Machine detection",
        hint: "Waiting for the verdict is slower than the two seconds which the law gives after the greeting.",
        kind: "choice",
        options: [
          ["label", "only labels the call"],
          ["release", "lets go of machines"],
          ["detect_first", "is waited for before the agent hears anything"],
        ],
      },
      {
        name: "machine_greeting_ms",
        label: "A greeting is a machine's from",
        hint: "0 leaves it to the carrier. People greet in less than 1.8 seconds. The guide for operators says how to try other values on your own calls.",
        kind: "number",
        min: 0,
        max: 2400,
        unit: "ms",
      },
      {
        name: "machine_pause_ms",
        label: "A pause that means a person",
        hint: "Silence after a shorter greeting. 0 leaves it to the carrier.",
        kind: "number",
        min: 0,
        max: 1500,
        unit: "ms",
      },
      {
        name: "machine_decide_ms",
        label: "Decide within",
        hint: "On a SIP trunk; a person on doubt. 0 is the longest time, 2500 ms.",
        kind: "number",
        min: 0,
        max: 2500,
        unit: "ms",
      },
      {
        name: "identification",
        label: "Said when nobody is free",
        hint: "Your name and number (16 CFR 310.4(b)(4)(iii)). Without it no second line goes out.",
        kind: "long",
      },
      {
        name: "recording",
        label: "Recording of conversations",
        hint: "Some states want everybody on a call to know; the announcement is made where the person may live in one.",
        kind: "choice",
        options: [
          ["off", "is off"],
          ["without_notice", "only where it need not be announced"],
          ["announced", "is on, announced where the law wants it"],
        ],
      },
      {
        name: "recording_days",
        label: "Recordings are kept for",
        hint: "Then they are deleted.",
        kind: "number",
        unit: "days",
        min: 1,
        max: 3650,
      },
      {
        name: "voicemail_consent",
        label: "Your policy on consent for recorded messages",
        hint: "While this is empty, leaving a recorded message is off (47 CFR 64.1200(a)(3)). The messages themselves stand below.",
        kind: "long",
      },
    ],
  },
  {
    title: "Checks",
    rules: [
      {
        name: "require_scrub",
        label: "Only call numbers checked against the do-not-call registry",
        hint: "",
        kind: "switch",
      },
      {
        name: "scrub_max_age_days",
        label: "A check is good for",
        hint: "The safe harbour asks for 31 days or less.",
        kind: "number",
        min: 1,
        max: 31,
        unit: "days",
      },
      {
        name: "conversation_seconds",
        label: "A contact is a conversation from",
        hint: "Only for the statistics.",
        kind: "number",
        min: 5,
        max: 600,
        unit: "s",
      },
      {
        name: "pause_after_refusals",
        label: "Pause after so many refusals of the same kind by the carrier",
        hint: "",
        kind: "number",
        min: 1,
        max: 100,
      },
    ],
  },
];

/** State words with their icon and tone: a state is never told by colour alone. */

import { count as formatted } from "./format";
import type { LineCard, LineState, SessionCard, SessionState } from "./shapes";
import type { IconName } from "./ui/icon";
import type { Tone } from "./ui/parts";

export interface Look {
  word: string;
  icon: IconName;
  tone: Tone;
}

const LINES: Record<LineState, Look> = {
  planned: { word: "Queued", icon: "clock", tone: "idle" },
  requested: { word: "Dialing", icon: "phone", tone: "ring" },
  ringing: { word: "Ringing", icon: "ring", tone: "ring" },
  answered: { word: "Answered", icon: "live", tone: "live" },
  connecting: { word: "Connecting", icon: "live", tone: "live" },
  talking: { word: "Live", icon: "live", tone: "live" },
  leaving_message: { word: "Leaving message", icon: "voicemail", tone: "wait" },
  closing: { word: "Hanging up", icon: "hangup", tone: "idle" },
  ended: { word: "Ended", icon: "hangup", tone: "idle" },
};

export const LINE_STATES = Object.keys(LINES) as readonly LineState[];

/** Short words for why a line is over; the whole sentence stands in its title. */
const ENDINGS: Record<string, string> = {
  completed: "Ended",
  no_answer: "No answer",
  busy: "Busy",
  rejected: "Declined",
  cancelled: "Cancelled",
  invalid_number: "Not in service",
  unreachable: "Unreachable",
  congestion: "Network busy",
  blocked_by_carrier: "Blocked",
  unwanted: "Marked unwanted",
  analytics_blocked: "Blocked as spam",
  machine: "Voicemail",
  message_left: "Message left",
  abandoned: "No agent free",
  line_lost: "Line lost",
  our_limit: "Time limit",
  media_failed: "No audio",
  failed_unclassified: "Failed",
};

export function lineLook(line: LineCard): Look {
  const look = LINES[line.state];
  if (line.state === "ended") return { ...look, word: ENDINGS[line.ending] ?? look.word };
  if (line.machine && line.state !== "leaving_message")
    return { ...look, word: "Voicemail", icon: "voicemail", tone: "wait" };
  return look;
}

export function endingWord(ending: string): string {
  return ENDINGS[ending] ?? plain(ending);
}

const SESSIONS: Record<SessionState, Look> = {
  starting: { word: "Connecting your line", icon: "phone", tone: "ring" },
  ready: { word: "Dialing", icon: "ring", tone: "ring" },
  talking: { word: "Talking", icon: "live", tone: "live" },
  wrap_up: { word: "Wrap-up", icon: "note", tone: "wait" },
  paused: { word: "Paused", icon: "pause", tone: "hold" },
  ended: { word: "Ended", icon: "hangup", tone: "idle" },
};

export const SESSION_STATES = Object.keys(SESSIONS) as readonly SessionState[];

export const sessionWord = (state: SessionState): Look => SESSIONS[state];

/** Whether in this campaign the agent starts each call. */
export function startsCalls(session: SessionCard): boolean {
  return session.limited_by === "agent_clicks" || clicksRefused(session);
}

/** Whether the phone network takes no calls in a campaign whose calls the agent starts. */
export function clicksRefused(session: Pick<SessionCard, "limited_by">): boolean {
  return session.limited_by === "clicks_refused";
}

export function sessionLook(session: SessionCard): Look {
  const look = SESSIONS[session.state];
  if (session.state === "talking" && session.on_hold) return { word: "On hold", icon: "hold", tone: "hold" };
  if (startsCalls(session) && session.state === "ready" && session.then === "")
    return { word: "Ready", icon: "phone", tone: "ring" };
  if (session.state === "ready" && session.then === "pause")
    return { word: "Pausing", icon: "pause", tone: "hold" };
  if (session.state === "ready" && session.then === "end")
    return { word: "Ending", icon: "logout", tone: "wait" };
  return look;
}

/** "no_answer" as people read it. */
export function plain(word: string): string {
  const spaced = word.replaceAll("_", " ").replaceAll(".", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatted(count)} ${count === 1 ? one : many}`;
}

export const CHANNEL_ICONS: Record<string, IconName> = {
  call: "phone",
  text: "text",
  email: "mail",
  letter: "letter",
  door_hanger: "door",
  task: "task",
  note: "note",
  listing: "house",
  system: "info",
};

export const LISTING_WORDS: Record<string, string> = {
  listed: "Listed",
  price_cut: "Price cut",
  price_raise: "Price raised",
  expired: "Expired",
  cancelled: "Cancelled",
  canceled: "Cancelled",
  withdrawn: "Withdrawn",
  relisted: "Listed again",
  pending: "Under contract",
  sold: "Sold",
};

export const PAUSE_REASONS = [
  "Break",
  "Lunch",
  "Follow-up work",
  "Meeting",
  "Coaching",
  "Technical trouble",
] as const;

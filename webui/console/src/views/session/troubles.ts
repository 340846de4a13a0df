/** What may be wrong in a session, in the same words wherever it is said: what it is, what still works, what to do. */

import { timeOfDay } from "../../format";
import type { SessionCard } from "../../shapes";
import type { IconName } from "../../ui/icon";
import { clicksRefused } from "../../words";

export interface Trouble {
  icon: IconName;
  tone: "hold" | "wait" | "bad";
  title: string;
  text: string;
}

export const ELSEWHERE: Trouble = {
  icon: "pause",
  tone: "hold",
  title: "This session is open in another tab or on another machine",
  text: "You can watch here. Keys and buttons work there.",
};

/** For whoever looks at many sessions: theirs go on, and nothing here is renewed. */
export function serverSilent(since: number): Trouble {
  return {
    icon: "unlink",
    tone: "bad",
    title: "The server does not answer",
    text: `What stands here is from ${timeOfDay(since)} and is renewed by itself as soon as it does. Calls under way go on. If it lasts, see on its machine whether Relist runs.`,
  };
}

type Called = Pick<SessionCard, "state" | "limited_by">;

export function linkDown({ state }: Called): Trouble {
  const calls = state === "talking" ? "Your call goes on." : "No new line goes out meanwhile.";
  return {
    icon: "unlink",
    tone: "wait",
    title: "The live link is down and is being rebuilt",
    text: `${calls} Notes and outcomes are kept here and sent when it is back.`,
  };
}

/** The server answers, but takes nothing. */
export function notTaken(why: string, { state }: Called): Trouble {
  const calls = state === "talking" ? "Your call goes on. " : "";
  return {
    icon: "warning",
    tone: "wait",
    title: `The server cannot store anything just now: ${why.toLowerCase()}`,
    text: `${calls}Notes and outcomes are kept here and sent when it can again. Stay on this page, and tell whoever runs the server.`,
  };
}

export function lineDown(why: string): Trouble {
  return {
    icon: "mute",
    tone: "bad",
    title: "Your own line is down",
    text: `${why} No lead is dialed until it is back.`.trim(),
  };
}

/** Null while the phone network takes calls. */
export function networkDown(session: Called): Trouble | null {
  const byHand = clicksRefused(session);
  if (session.limited_by !== "carrier" && !byHand) return null;
  const call = session.state === "talking" ? "Your call goes on. " : "";
  const then = byHand
    ? "The next call that you start tries again, and no lead is lost."
    : "Dialing goes on by itself when it is back, and no lead is lost.";
  return {
    icon: "warning",
    tone: "wait",
    title: "The phone network takes no calls from us just now",
    text: `${call}${then} Notes, outcomes and tasks work meanwhile. Tell your manager if it lasts.`,
  };
}

/** The browser phone during a session: it holds the agent's line, shows that it is heard, and names what is wrong. */

import { useEffect, useRef } from "preact/hooks";
import type { SessionCard } from "../shapes";
import { Icon } from "../ui/icon";
import { Button } from "../ui/parts";
import { Strip } from "../ui/strip";
import type { Desk } from "../views/session/desk";
import { DeviceChoice } from "./devices";
import { phone } from "./here";
import { Level } from "./level";

export const NO_MIC_REASON = "Microphone gone";

interface Props {
  desk: Desk;
  session: SessionCard;
}

/** Stands where the session's other warnings do; empty while the phone is well. */
export function PhoneStrip({ desk, session }: Props) {
  const mine = !desk.elsewhere.value && session.state !== "ended";
  useEffect(() => (mine ? phone.hold({ answers: true }) : undefined), [mine]);
  useNailedUp(desk, session, mine);
  usePauseWithoutMicrophone(desk, session, mine);
  if (!mine) return null;
  const { title, text, tone } = whatIsWrong();
  if (title === "") return null;
  return (
    <Strip icon={phone.micGone.value ? "mute" : "warning"} tone={tone} title={title} text={text}>
      {phone.state.value === "failed" && (
        <Button small onClick={() => phone.again()}>
          Try again
        </Button>
      )}
    </Strip>
  );
}

interface Wrong {
  title: string;
  text: string;
  tone: "bad" | "wait";
}

/** The worst first: an agent can only act on one thing at a time. */
function whatIsWrong(): Wrong {
  const trouble = phone.trouble.value;
  if (phone.micGone.value) {
    return {
      title: "Your microphone is gone",
      text: "Nobody hears you, so no line goes out. Plug it in again, or choose another; then resume.",
      tone: "bad",
    };
  }
  if (trouble !== null) return { title: trouble.title, text: trouble.advice, tone: "bad" };
  if (phone.state.value === "reconnecting") {
    return { title: "Your line broke off", text: "It is being connected again; stay here.", tone: "wait" };
  }
  const [worst] = phone.poor.value;
  return worst === undefined
    ? { title: "", text: "", tone: "wait" }
    : { title: "Poor connection", text: worst, tone: "wait" };
}

/** A lost line is asked for once by itself, as after a reload of this page; from then on it is the agent's key. */
function useNailedUp(desk: Desk, session: SessionCard, mine: boolean): void {
  const asked = useRef(false);
  const ready = phone.state.value === "ready";
  const { leg_state: leg } = session;
  useEffect(() => {
    if (leg === "up") asked.current = false;
    if (!mine || !ready || leg !== "down" || asked.current) return;
    asked.current = true;
    void desk.send("renail");
  }, [desk, mine, ready, leg]);
}

/** Whoever answers must be heard by somebody. A pause that the agent ends: the session never resumes by itself. */
function usePauseWithoutMicrophone(desk: Desk, session: SessionCard, mine: boolean): void {
  const gone = phone.micGone.value;
  const running = session.state !== "paused" && session.then === "";
  useEffect(() => {
    if (mine && gone && running) void desk.send("pause", { reason: NO_MIC_REASON });
  }, [desk, mine, gone]);
}

const WORDS = {
  off: "Phone is off",
  opening: "Phone connects",
  ready: "Phone is ready",
  on_call: "You are heard",
  reconnecting: "Phone reconnects",
  failed: "Phone is off",
} as const;

/** In the session bar: how loud the agent is, and behind it the choice of devices. */
export function PhoneChip() {
  const menu = useRef<HTMLDivElement>(null);
  const state = phone.state.value;
  const gone = phone.micGone.value;
  const good = !gone && (state === "on_call" || state === "ready");
  return (
    <span class="phonechip">
      <button
        type="button"
        class={good ? "good" : "poor"}
        title="Microphone and loudspeaker"
        onClick={() => menu.current?.togglePopover()}
      >
        <Icon name={gone ? "mute" : "phone"} size={15} />
        <span>{gone ? "No microphone" : WORDS[state]}</span>
        {!gone && <Level name="You" level={phone.out} />}
      </button>
      <div ref={menu} class="menu soundmenu" popover="auto">
        <h3>Sound</h3>
        <span class="muted">You</span>
        <Level name="How loud you are" level={phone.out} />
        <span class="muted">The other side</span>
        <Level name="How loud the other side is" level={phone.heard} />
        <DeviceChoice allowed={state === "on_call"} />
        {phone.poor.value.map((words) => (
          <p key={words} class="muted">
            {words}
          </p>
        ))}
      </div>
    </span>
  );
}

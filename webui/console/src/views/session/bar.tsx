/** The session bar: time left, counts against goals, and whether the links hold. */

import type { ComponentChildren } from "preact";
import { live, outbox } from "../../app";
import { secondsUntil, tick } from "../../clock";
import type { LinkState } from "../../connection";
import { clockFace, count, share } from "../../format";
import type { SessionCard } from "../../shapes";
import { Icon } from "../../ui/icon";
import { Stat } from "../../ui/parts";
import { Since } from "../../ui/timer";
import { sessionLook } from "../../words";

/** What a manager on this agent's calls does. */
const HEARD = { listen: "listens", whisper: "whispers to you", barge: "speaks with both of you" } as const;

interface BarProps {
  session: SessionCard;
  /** Stands beside the state of the links. */
  children?: ComponentChildren;
}

export function SessionBar({ session, children }: BarProps) {
  const look = sessionLook(session);
  const { figures, goals } = session;
  const left = secondsUntil(session.ends_at, tick.value);
  return (
    <header class="sessionbar">
      <div class={`state ${look.tone}`}>
        <Icon name={look.icon} size={18} />
        <div>
          <b>{look.word}</b>
          <span>
            <Since at={session.state_since} />
            {session.state === "paused" && session.pause_reason && ` · ${session.pause_reason}`}
            {session.listeners.map((one) => ` · ${one.name} ${HEARD[one.mode]}`)}
          </span>
        </div>
      </div>
      <dl class="figures">
        <Stat
          name={left >= 0 ? "Time left" : "Over time"}
          value={<span class="timer">{clockFace(Math.abs(left))}</span>}
          detail={left < 0 ? "ends after this call" : undefined}
        />
        <Stat name="Dials" word="dial" value={count(figures.dials)} />
        <Stat
          name="Contacts"
          word="contact"
          value={goal(figures.contacts, goals.contacts)}
          detail={share(figures.contacts, figures.dials)}
        />
        <Goal
          name="Appointments"
          word="appointment"
          done={figures.appointments}
          wanted={goals.appointments}
        />
        <Stat
          name="Talking"
          word="talk_time"
          value={<span class="timer">{clockFace(figures.talk_seconds)}</span>}
        />
      </dl>
      <Links session={session}>{children}</Links>
    </header>
  );
}

function goal(done: number, wanted: number | null): string {
  return wanted === null ? count(done) : `${count(done)} / ${count(wanted)}`;
}

function Goal({
  name,
  word,
  done,
  wanted,
}: {
  name: string;
  word: string;
  done: number;
  wanted: number | null;
}) {
  const part = wanted === null || wanted === 0 ? 0 : Math.min(1, done / wanted);
  return (
    <Stat
      name={name}
      word={word}
      value={goal(done, wanted)}
      detail={
        wanted !== null && (
          <span class="goal" aria-hidden="true">
            <span style={{ transform: `scaleX(${part})` }} />
          </span>
        )
      }
    />
  );
}

function Links({ session, children }: BarProps) {
  const state = live().state.value;
  const leg = { up: "Your line is up", dialing: "Your line is ringing", down: "Your line is down" }[
    session.leg_state
  ];
  return (
    <div class="links">
      <span class={state === "online" ? "good" : "poor"}>
        <Icon name={state === "online" ? "link" : "unlink"} size={15} />
        {linkWords(state)}
      </span>
      <span class={session.leg_state === "up" ? "good" : "poor"}>
        <Icon name={session.muted ? "mute" : "mic"} size={15} />
        {session.leg_state === "up" && session.muted ? "You are muted" : leg}
      </span>
      {children}
    </div>
  );
}

/** What waits for the server is told here, where a session has its place for it, so that nothing moves. */
function linkWords(state: LinkState): string {
  if (state === "connecting") return "Connecting";
  const waiting = outbox.waiting.value;
  if (state === "offline") return waiting > 0 ? `Reconnecting, ${waiting} kept` : "Reconnecting";
  const trip = live().trip.value;
  if (waiting > 1) return `Live, sending ${waiting}`;
  return trip === null ? "Live" : `Live ${count(trip)} ms`;
}

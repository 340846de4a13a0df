/** What can be done with the call and the session, each with its key. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { keyOf, perform, printed } from "../../keys";
import { lazy } from "../../lazy";
import type { SessionCard } from "../../shapes";
import { useAction } from "../../ui/hooks";
import { Icon, type IconName } from "../../ui/icon";
import { Button } from "../../ui/parts";
import { PAUSE_REASONS } from "../../words";
import type { Command, Desk } from "./desk";
import { mayHandOver } from "./targets";

const Keypad = lazy(() => import("./keypad").then((m) => m.Keypad), null);

export function Controls({ desk, session }: { desk: Desk; session: SessionCard }) {
  const mine = !desk.elsewhere.value;
  const talking = mine && session.state === "talking";
  const wrapping = mine && session.state === "wrap_up";
  const mayDrop = talking && desk.campaign.value?.leaves_messages === true;
  const redial = desk.lead.value?.current_phone_id ?? null;
  return (
    <div class="controls" role="group" aria-label="Call and session">
      <Control desk={desk} command="hang_up" icon="hangup" label="Hang up" on={talking} look="bad" />
      <Toggle
        desk={desk}
        on={session.on_hold}
        may={talking}
        pair={["hold", "unhold"]}
        icon="hold"
        labels={["Hold", "Off hold"]}
        action="hold"
      />
      <Toggle
        desk={desk}
        on={session.muted}
        may={mine && session.leg_state === "up"}
        pair={["mute", "unmute"]}
        icon="mute"
        labels={["Mute", "Unmute"]}
        action="mute"
      />
      <Button
        icon="leads"
        action="transfer"
        disabled={!mayHandOver(desk, session)}
        onClick={() => perform("transfer")}
      >
        <span class="text">Hand over</span>
      </Button>
      <KeypadControl desk={desk} session={session} />
      <Control desk={desk} command="voicemail_drop" icon="voicemail" label="Message" on={mayDrop} />
      <Control
        desk={desk}
        command="next_number"
        action="skip"
        icon="next"
        label="Next number"
        on={talking || wrapping}
      />
      <Control
        desk={desk}
        command="next_lead"
        action="skip_lead"
        icon="next"
        label="Next lead"
        on={talking || wrapping}
      />
      <Control
        desk={desk}
        command="redial"
        icon="redial"
        label="Redial"
        on={wrapping && redial !== null}
        args={{ phone_id: redial }}
      />
      <span class="gap" />
      <PauseControl desk={desk} session={session} mine={mine} />
      <EndControl desk={desk} session={session} mine={mine} />
    </div>
  );
}

interface ControlProps {
  desk: Desk;
  command: Command;
  action?: string;
  icon: IconName;
  label: string;
  on: boolean;
  look?: "bad";
  args?: Record<string, unknown>;
}

function Control({ desk, command, action = command, icon, label, on, look, args = {} }: ControlProps) {
  const run = () => void desk.send(command, args);
  useAction(action, on ? run : null);
  return (
    <Button
      icon={icon}
      action={action}
      disabled={!on || desk.asked.value === command}
      look={look ?? "plain"}
      onClick={run}
    >
      <span class="text">{label}</span>
    </Button>
  );
}

interface ToggleProps {
  desk: Desk;
  on: boolean;
  may: boolean;
  pair: [Command, Command];
  labels: [string, string];
  icon: IconName;
  action: string;
}

function Toggle({ desk, on, may, pair, labels, icon, action }: ToggleProps) {
  const run = () => void desk.send(on ? pair[1] : pair[0]);
  useAction(action, may ? run : null);
  return (
    <Button icon={icon} action={action} disabled={!may} pressed={on} onClick={run}>
      <span class="text steady">{on ? labels[1] : labels[0]}</span>
    </Button>
  );
}

/** Opened and closed by the same key; the focus stays where it is, so that notes are written on. */
function KeypadControl({ desk, session }: { desk: Desk; session: SessionCard }) {
  const open = useSignal(false);
  const may = mayHandOver(desk, session) && !session.on_hold;
  const turn = () => {
    open.value = !open.value;
  };
  useAction("keypad", may ? turn : null);
  useEffect(() => {
    if (!may) open.value = false;
  }, [may, open]);
  return (
    <>
      <Button icon="keypad" action="keypad" disabled={!may} pressed={open.value} onClick={turn}>
        <span class="text">Keypad</span>
      </Button>
      {open.value && <Keypad key={session.current_call_id} desk={desk} onClose={turn} />}
    </>
  );
}

interface SessionProps {
  desk: Desk;
  session: SessionCard;
  mine: boolean;
}

function PauseControl({ desk, session, mine }: SessionProps) {
  const menu = useRef<HTMLDivElement>(null);
  const paused = session.state === "paused" || session.then === "pause";
  const may = mine && session.state !== "ended" && session.state !== "starting";
  const resume = () => void desk.send("resume");
  const pause = (reason: string) => {
    menu.current?.hidePopover();
    void desk.send("pause", { reason });
  };
  useAction("pause", may ? (paused ? resume : () => pause(PAUSE_REASONS[0])) : null);
  if (paused) {
    return (
      <Button look="main" icon="play" action="pause" disabled={!may} onClick={resume}>
        <span class="text steady">{session.state === "paused" ? "Resume" : "No pause"}</span>
      </Button>
    );
  }
  return (
    <>
      <Button icon="pause" action="pause" disabled={!may} onClick={() => menu.current?.togglePopover()}>
        <span class="text steady">Pause</span>
      </Button>
      <div ref={menu} class="menu" popover="auto">
        <h3>Pause for</h3>
        {PAUSE_REASONS.map((reason) => (
          <button key={reason} type="button" onClick={() => pause(reason)}>
            {reason}
          </button>
        ))}
        <p class="muted">{printed(keyOf("pause"))} pauses for a break at once.</p>
      </div>
    </>
  );
}

/** Ending asks twice, in place, and forgets the first press after a few seconds. */
function EndControl({ desk, session, mine }: SessionProps) {
  const sure = useSignal(false);
  const asked = sure.value;
  useEffect(() => {
    if (!asked) return;
    const timer = setTimeout(() => {
      sure.value = false;
    }, 4000);
    return () => clearTimeout(timer);
  }, [asked, sure]);
  if (session.then === "end") {
    return (
      <span class="ending muted">
        <Icon name="clock" size={15} />{" "}
        {session.state === "ready" ? "Ends when no line rings" : "Ends after this call"}
      </span>
    );
  }
  const end = () => {
    if (!sure.value) {
      sure.value = true;
      return;
    }
    sure.value = false;
    void desk.send("end", { now: session.state !== "talking" });
  };
  return (
    <Button
      icon="logout"
      look={asked ? "bad" : "plain"}
      disabled={!mine || session.state === "ended"}
      label={asked ? "Press again to end" : "End session"}
      onClick={end}
    >
      <span class="text">{asked ? "Press again" : "End session"}</span>
    </Button>
  );
}

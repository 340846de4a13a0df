/** Where the agent starts the calls: the next lead to read, or the list to pick from. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { live } from "../../app";
import { secondsUntil, serverNow } from "../../clock";
import { clockFace, moment } from "../../format";
import type { LeadPage, QueueLead, SessionCard } from "../../shapes";
import { say } from "../../ui/announce";
import { useAction } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button } from "../../ui/parts";
import { clicksRefused } from "../../words";
import { LeadHead } from "../lead/people";
import type { Picking } from "./picking";

interface PicksProps {
  picking: Picking;
  session: SessionCard;
  children: preact.ComponentChildren;
}

/** `children` stand here while there is nothing to choose: a line rings, or the session is not ready. */
export function Picks({ picking, session, children }: PicksProps) {
  const { queue, shown, page, free } = picking;
  const stoppedFor = useSignal<number | null>(null);
  if (queue === null || session.state !== "ready" || session.then !== "") return <>{children}</>;
  if (!free) {
    return (
      <>
        {page !== null && <LeadHead lead={page} />}
        {children}
      </>
    );
  }
  const waitsFor = away(session);
  if (queue.mode === "preview")
    return shown === null ? (
      children
    ) : (
      <Preview
        key={`${shown.phone_id} ${waitsFor}`}
        lead={shown}
        page={page}
        picking={picking}
        seconds={queue.preview_seconds}
        waitsFor={waitsFor}
        stoppedFor={stoppedFor}
      />
    );
  return queue.leads.length === 0 ? children : <PickList leads={queue.leads} picking={picking} />;
}

/** What a dial needs and is not there, in words: only the agent tries meanwhile, so that no lead is dialed on the off chance. */
function away(session: SessionCard): string {
  if (clicksRefused(session)) return "the phone network";
  return live().state.value === "offline" ? "the link to the server" : "";
}

interface PreviewProps {
  lead: QueueLead;
  page: LeadPage | null;
  picking: Picking;
  seconds: number;
  /** Empty while nothing keeps the timer from running; it starts afresh when that is so again. */
  waitsFor: string;
  /** The number whose timer the agent stopped. */
  stoppedFor: Signal<number | null>;
}

function Preview({ lead, page, picking, seconds, waitsFor, stoppedFor }: PreviewProps) {
  const until = useSignal(new Date(serverNow() + seconds * 1000).toISOString());
  const asked = useSignal(false);
  const left = secondsUntil(until.value);
  const dial = () => {
    asked.value = true;
    picking.dial(lead);
  };
  const timed = seconds > 0 && stoppedFor.value !== lead.phone_id;
  const counts = timed && !asked.value && waitsFor === "";
  const due = counts && left <= 0;
  useEffect(() => {
    if (due) dial();
  }, [due]);
  useEffect(() => say(`Next lead: ${lead.name}, ${lead.place}`), [lead.lead_id]);
  useAction("dial", dial);
  useAction("skip_lead", () => picking.skip(lead));
  return (
    <div class="previewed">
      {page === null ? <h1>{lead.name || "Owner unknown"}</h1> : <LeadHead lead={page} />}
      <p>
        <span class="number">{lead.number}</span>{" "}
        <span class="muted">{[lead.place, lead.why].filter(Boolean).join(" · ")}</span>
      </p>
      <div class="do">
        <Button look="main" icon="phone" action="dial" onClick={dial}>
          Dial
        </Button>
        <Button
          icon="next"
          action="skip_lead"
          title="It comes back in two hours, for every agent."
          onClick={() => picking.skip(lead)}
        >
          Skip
        </Button>
        {counts && (
          <>
            <span class="muted">
              Dials by itself in <span class="timer">{clockFace(Math.max(0, left))}</span>
            </span>
            <Button
              small
              look="quiet"
              icon="pause"
              onClick={() => {
                stoppedFor.value = lead.phone_id;
              }}
            >
              Stop the timer
            </Button>
          </>
        )}
        {timed && waitsFor && <span class="muted">The timer waits for {waitsFor}.</span>}
      </div>
    </div>
  );
}

function PickList({ leads, picking }: { leads: readonly QueueLead[]; picking: Picking }) {
  return (
    <div class="picklist">
      <h1>Choose whom to call</h1>
      <ol>
        {leads.map((lead) => (
          <PickRow key={lead.phone_id} lead={lead} picking={picking} />
        ))}
      </ol>
    </div>
  );
}

function PickRow({ lead, picking }: { lead: QueueLead; picking: Picking }) {
  return (
    <li>
      <b>{lead.name || "Owner unknown"}</b>
      <span class="number">{lead.number}</span>
      <Button
        small
        look={lead.allowed ? "main" : "plain"}
        icon="phone"
        label={`Dial ${lead.name || lead.number}`}
        disabled={!lead.allowed || !picking.free}
        onClick={() => picking.dial(lead)}
      >
        Dial
      </Button>
      <span class="why">
        {lead.allowed ? (
          [lead.place, lead.why].filter(Boolean).join(" · ")
        ) : (
          <>
            <Icon name="clock" size={13} /> {lead.reasons.join(" ")}
            {lead.not_before && ` From ${moment(lead.not_before)}.`}
          </>
        )}
      </span>
    </li>
  );
}

const SHOWN = 5;

/** Leads that the law keeps from machines until they consent; an agent's own click may dial them. */
export function ByClickOnly({ picking, session }: { picking: Picking; session: SessionCard }) {
  const leads = picking.queue?.by_click_only ?? [];
  if (leads.length === 0 || session.state === "ended") return null;
  return (
    <section class="panel picklist byclick" aria-label="Only by your click">
      <h2>Only by your click</h2>
      <p class="muted">
        Their state wants a consent before a machine dials. None of these is called unless you press.
      </p>
      <ol>
        {leads.slice(0, SHOWN).map((lead) => (
          <PickRow key={lead.phone_id} lead={lead} picking={picking} />
        ))}
      </ol>
      {leads.length > SHOWN && <p class="muted">{leads.length - SHOWN} more follow.</p>}
    </section>
  );
}

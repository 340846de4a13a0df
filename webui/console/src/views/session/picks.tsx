/** Where the agent starts the calls: the next lead to read, or the list to pick from. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
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
  if (queue === null || session.state !== "ready" || session.then !== "") return <>{children}</>;
  if (!free) {
    return (
      <>
        {page !== null && <LeadHead lead={page} />}
        {children}
      </>
    );
  }
  const refused = clicksRefused(session);
  if (queue.mode === "preview")
    return shown === null ? (
      children
    ) : (
      <Preview
        key={`${shown.phone_id} ${refused}`}
        lead={shown}
        page={page}
        picking={picking}
        seconds={queue.preview_seconds}
        refused={refused}
      />
    );
  return queue.leads.length === 0 ? children : <PickList leads={queue.leads} picking={picking} />;
}

interface PreviewProps {
  lead: QueueLead;
  page: LeadPage | null;
  picking: Picking;
  seconds: number;
  /** The phone network takes no calls: only the agent tries again, so that no list runs out meanwhile. */
  refused: boolean;
}

function Preview({ lead, page, picking, seconds, refused }: PreviewProps) {
  const until = useSignal(new Date(serverNow() + seconds * 1000).toISOString());
  const held = useSignal(false);
  const left = secondsUntil(until.value);
  const dial = () => {
    held.value = true;
    picking.dial(lead);
  };
  const counts = seconds > 0 && !held.value && !refused;
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
                held.value = true;
              }}
            >
              Stop the timer
            </Button>
          </>
        )}
        {refused && seconds > 0 && <span class="muted">The timer waits for the phone network.</span>}
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

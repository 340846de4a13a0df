/** Calls that we promised: by when they are due, on the lead's clock, each one click away. */

import { post, withQuery } from "../../api";
import { tick } from "../../clock";
import { around, moment, zoneName } from "../../format";
import type { CallbackCard } from "../../shapes";
import { say } from "../../ui/announce";
import { type Loaded, useSaving } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Badge, Button, ProblemNote } from "../../ui/parts";

interface CallbacksProps {
  callbacks: Loaded<CallbackCard[]>;
}

export function Callbacks({ callbacks }: CallbacksProps) {
  const saving = useSaving();
  const settle = (card: CallbackCard, what: "done" | "skip") =>
    void saving.run(post(`/api/enrollments/${card.enrollment_id}/callback/${what}`), () => {
      say(what === "done" ? `${card.lead_name}: call-back done.` : `${card.lead_name}: call-back given up.`);
      callbacks.reload();
    });
  const cards = callbacks.data ?? [];
  return (
    <>
      <ProblemNote problem={callbacks.problem ?? saving.problem} />
      {cards.length > 0 && (
        <section class="card flush" aria-label="Call-backs">
          <ul class="tasks">
            {cards.map((card) => (
              <Callback key={card.enrollment_id} card={card} busy={saving.busy} onSettle={settle} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface CallbackProps {
  card: CallbackCard;
  busy: boolean;
  onSettle: (card: CallbackCard, what: "done" | "skip") => void;
}

export function Callback({ card, busy, onSettle }: CallbackProps) {
  const name = card.lead_name || "Owner unknown";
  const call = withQuery("/session", { campaign: card.campaign_id, dial: card.phone_id });
  return (
    <li class={card.overdue ? "overdue" : ""}>
      <Icon name="phone" size={18} />
      <div>
        <p>
          <b>Call back</b> <a href={`/leads/${card.lead_id}`}>{name}</a>{" "}
          <span class="number">{card.number}</span>
        </p>
        <p class="muted">
          {moment(card.due_at, card.zone)} {zoneName(card.zone, Date.parse(card.due_at))}, the lead’s time ·{" "}
          {[card.address, card.campaign, card.agent && `promised by ${card.agent}`]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {card.stop && !card.on_line && (
          <p>
            <Badge tone="bad">Not now</Badge> {card.stop}
            {card.not_before && ` From ${moment(card.not_before, card.zone)} there.`}
          </p>
        )}
      </div>
      <span class="when" title={`${moment(card.due_at)}, your time`}>
        {card.overdue ? (
          <Badge tone="bad" icon="clock">
            {around(card.due_at, tick.value)}
          </Badge>
        ) : (
          around(card.due_at, tick.value)
        )}
      </span>
      <span class="do">
        {card.on_line ? (
          <Badge tone="live" icon="phone">
            On a line
          </Badge>
        ) : (
          card.stop === "" && (
            <a class="button small main" href={call} aria-label={`Call ${name} back`}>
              <Icon name="phone" size={14} /> Call
            </a>
          )
        )}
        <Button
          small
          icon="check"
          disabled={busy || card.on_line}
          label={`Done: the call-back of ${name}`}
          title="It was kept some other way: the sequence goes on with its next step."
          onClick={() => onSettle(card, "done")}
        >
          Done
        </Button>
        <Button
          small
          look="quiet"
          icon="cross"
          disabled={busy || card.on_line}
          label={`Skip: the call-back of ${name}`}
          title="It will not be made: the sequence calls again on its next day."
          onClick={() => onSettle(card, "skip")}
        >
          Skip
        </Button>
      </span>
    </li>
  );
}

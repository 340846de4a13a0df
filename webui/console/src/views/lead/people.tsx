/** Who lives there and how to reach them: every number with what came of it and why it may or may not be called. */

import { tick } from "../../clock";
import { around, moment } from "../../format";
import type { LeadPage, PhoneCard } from "../../shapes";
import { Icon } from "../../ui/icon";
import { Badge, Button, Defined } from "../../ui/parts";
import { LocalTime } from "../../ui/timer";
import { endingWord, plural } from "../../words";

export function LeadHead({ lead }: { lead: LeadPage }) {
  return (
    <header class="leadhead">
      <div>
        <h1>{lead.name || "Owner unknown"}</h1>
        <p class="muted">
          {lead.people
            .filter((person) => person.full_name !== lead.name)
            .map((person) => (person.role ? `${person.full_name} (${person.role})` : person.full_name))
            .join(" · ") || [lead.address, lead.city].filter(Boolean).join(", ")}
        </p>
      </div>
      <div class="badges">
        <span class="localtime">
          <Icon name="clock" size={14} /> <LocalTime zone={lead.zone} />
        </span>
        <Badge tone={lead.recording_rule === "all-party" ? "wait" : "idle"} icon="mic">
          {lead.recording_rule === "all-party"
            ? "Recording needs everyone’s consent"
            : "One-party recording state"}
        </Badge>
        {lead.flags.map((flag) => (
          <Badge key={flag} tone="bad" icon="flag">
            {flag}
          </Badge>
        ))}
        {lead.status === "held" && (
          <Badge tone="hold" icon="pause">
            Held: {lead.hold_reason || "no reason given"}
          </Badge>
        )}
      </div>
    </header>
  );
}

interface PhonesProps {
  lead: LeadPage;
  /** Offered beside each number that may be dialed. */
  onDial?: ((phone: PhoneCard) => void) | undefined;
  onText?: ((phone: PhoneCard) => void) | undefined;
}

export function Phones({ lead, onDial, onText }: PhonesProps) {
  if (lead.phones.length === 0)
    return <p class="muted">No number is known. A letter or a visit is what is left.</p>;
  return (
    <ul class="phones" id="phones" tabIndex={-1} aria-label="Numbers">
      {lead.phones.map((phone) => (
        <li
          key={phone.id}
          class={phone.id === lead.current_phone_id && lead.current_attempt_id !== null ? "current" : ""}
        >
          <span class="number">
            {phone.number}
            <span class="muted">
              {[phone.kind === "unknown" ? "" : phone.kind, phone.role].filter(Boolean).join(" · ")}
            </span>
          </span>
          <PhoneState
            phone={phone}
            live={phone.id === lead.current_phone_id && lead.current_attempt_id !== null}
          />
          <span class="tried muted">
            {phone.attempts === 0
              ? "untried"
              : `${plural(phone.attempts, "try", "tries")}, ${endingWord(phone.last_ending).toLowerCase()} ${around(phone.last_attempt_at, tick.value)}`}
          </span>
          {(onDial || onText) && (
            <span class="do">
              {onText && phone.kind !== "landline" && (
                <Button
                  small
                  look="quiet"
                  icon="text"
                  label={`Text ${phone.number}`}
                  onClick={() => onText(phone)}
                />
              )}
              {onDial && (
                <Button
                  small
                  look="quiet"
                  icon="phone"
                  label={`Dial ${phone.number}`}
                  disabled={!phone.may_call}
                  onClick={() => onDial(phone)}
                />
              )}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function PhoneState({ phone, live }: { phone: PhoneCard; live: boolean }) {
  if (live)
    return (
      <Badge tone="live" icon="live">
        On this number
      </Badge>
    );
  if (phone.status === "bad") return <Badge icon="block">Bad number</Badge>;
  if (phone.may_call)
    return (
      <Badge tone="ring" icon="check">
        May be called
      </Badge>
    );
  const why = phone.reasons.map((reason) => reason.sentence).join(" ");
  const until = phone.not_before ? `Not before ${moment(phone.not_before, phone.zone)}.` : "";
  return (
    <Defined meaning={`${why} ${until}`.trim()}>
      <Badge tone={phone.vendor_dnc ? "bad" : "hold"} icon="block">
        {phone.vendor_dnc ? "Do not call" : "Not now"}
      </Badge>
    </Defined>
  );
}

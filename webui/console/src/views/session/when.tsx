/** A time for a call-back or an appointment, chosen on the lead's own clock. */

import { useSignal } from "@preact/signals";
import { serverNow } from "../../clock";
import { moment, momentIn, wallClock, zoneName } from "../../format";
import type { DispositionCard, LeadPage } from "../../shapes";
import { Dialog } from "../../ui/dialog";
import { Button, Field } from "../../ui/parts";
import { type Answer, NO_ANSWER, needs } from "./outcome";
import { presets } from "./presets";

interface WhenProps {
  card: DispositionCard;
  lead: LeadPage;
  /** A moment to start with. */
  suggested?: string | null;
  onChosen: (answer: Answer) => void;
  onClose: () => void;
}

export function When({ card, lead, suggested = null, onChosen, onClose }: WhenProps) {
  const zone = lead.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
  const appointment = needs(card) === "appointment";
  const choices = presets(serverNow(), zone, appointment);
  const first = suggested === null ? choices[0] : wallClock(zone, Date.parse(suggested));
  const date = useSignal(first?.date ?? wallClock(zone, serverNow()).date);
  const time = useSignal(first?.time ?? "17:30");
  const note = useSignal("");
  const at = momentIn(zone, date.value, time.value);
  const past = Date.parse(at) <= serverNow();
  const finish = () => {
    const chosen = { ...NO_ANSWER, note: note.value };
    onChosen(appointment ? { ...chosen, appointment_at: at } : { ...chosen, callback_at: at });
  };
  return (
    <Dialog title={appointment ? "Appointment" : "Call back"} onClose={onClose}>
      <form
        class="when"
        onSubmit={(event) => {
          event.preventDefault();
          if (!past) finish();
        }}
      >
        <p class="muted">
          {lead.name}’s clock, {zoneName(zone)}. {card.consequence}
        </p>
        <div class="presets" role="group" aria-label="Suggested times">
          {choices.map((choice) => (
            <button
              key={choice.label}
              type="button"
              class="button small"
              aria-pressed={choice.date === date.value && choice.time === time.value}
              onClick={() => {
                date.value = choice.date;
                time.value = choice.time;
              }}
            >
              {choice.label}
            </button>
          ))}
        </div>
        <div class="row">
          <Field label="Day">
            <input
              type="date"
              required
              value={date.value}
              onInput={(event) => {
                date.value = event.currentTarget.value;
              }}
            />
          </Field>
          <Field label="Time there">
            <input
              type="time"
              required
              step={300}
              value={time.value}
              onInput={(event) => {
                time.value = event.currentTarget.value;
              }}
            />
          </Field>
        </div>
        <Field label="What was agreed" wide>
          <input
            value={note.value}
            placeholder={appointment ? "Both owners will be home" : "Ask about the new agent"}
            onInput={(event) => {
              note.value = event.currentTarget.value;
            }}
          />
        </Field>
        <p class={past ? "wrong" : "muted"} role={past ? "alert" : undefined}>
          {past
            ? "That time has passed. Choose a later one."
            : `${moment(at, zone)} there, ${moment(at)} here.`}
        </p>
        <div class="actions">
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" look="main" icon="calendar" disabled={past} first>
            {appointment ? "Set appointment" : "Set call-back"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Handing the person on the line over: to whom, chosen by typing, and what is done until it is over. */

import { type Signal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SessionCard, TransferCard, TransferTargets } from "../../shapes";
import { say } from "../../ui/announce";
import { Dialog } from "../../ui/dialog";
import { useAction, useLoad } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button, Field, ProblemNote } from "../../ui/parts";
import type { Desk } from "./desk";
import { connectTone } from "./sound";
import { type Choice, choicesOf } from "./targets";

export type Way = "warm" | "blind";

interface DialogProps {
  desk: Desk;
  session: SessionCard;
  way: Signal<Way | null>;
}

/** Who is free stands first, then the office's saved numbers, then whatever number was typed. */
export function TransferDialog({ desk, session, way }: DialogProps) {
  const targets = useLoad<TransferTargets>(`/api/sessions/${session.id}/transfer-targets`);
  const typed = useSignal("");
  const note = useSignal("");
  const at = useSignal(0);
  const choices = choicesOf(targets.data, typed.value);
  const place = Math.min(at.value, choices.length - 1);
  const chosen = choices[place];
  const blind = way.value === "blind";
  const close = () => {
    way.value = null;
  };
  const start = async (choice: Choice | undefined) => {
    if (choice === undefined || choice.busy) return;
    const asked = { way: way.value, note: note.value, ...choice.args };
    if (await desk.send("transfer", asked)) close();
  };
  const move = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    at.value = Math.max(0, Math.min(choices.length - 1, place + (event.key === "ArrowDown" ? 1 : -1)));
  };
  return (
    <Dialog title={blind ? "Put through" : "Hand over"} onClose={close}>
      <form
        class="when"
        onSubmit={(event) => {
          event.preventDefault();
          void start(chosen);
        }}
      >
        <p class="muted">
          {blind
            ? "The person hears music and is put through as soon as somebody picks up. You are free then."
            : "The person hears music while you speak with whoever picks up."}
        </p>
        <Field label="To whom" wide>
          <input
            role="combobox"
            aria-expanded="true"
            aria-controls="targets"
            aria-activedescendant={chosen === undefined ? undefined : `target-${place}`}
            autocomplete="off"
            placeholder="Name or number"
            autofocus
            value={typed.value}
            onKeyDown={move}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
              at.value = 0;
            }}
          />
        </Field>
        <div class="targets" id="targets" role="listbox" aria-label="To whom">
          {choices.map((choice, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field that owns the list.
            <div
              key={choice.key}
              tabIndex={-1}
              id={`target-${index}`}
              role="option"
              aria-selected={index === place}
              aria-disabled={choice.busy}
              onClick={() => {
                at.value = index;
                void start(choice);
              }}
            >
              <b>{choice.name}</b>
              <span class="muted">{choice.about}</span>
            </div>
          ))}
          {choices.length === 0 && (
            <p class="muted none">
              {typed.value === ""
                ? "No colleague has a session in this campaign. Type a number, such as 217 555 0123."
                : "Nobody of that name. Type a number with its area code, such as 217 555 0123."}
            </p>
          )}
        </div>
        <Field label="Note for them" wide>
          <input
            maxLength={300}
            value={note.value}
            placeholder="Wants to list in May, asks about commission"
            onInput={(event) => {
              note.value = event.currentTarget.value;
            }}
          />
        </Field>
        <ProblemNote problem={targets.problem ?? desk.problem.value} />
        <div class="actions">
          <Button onClick={close}>Not now</Button>
          <Button
            type="submit"
            look="main"
            icon="phone"
            disabled={chosen === undefined || chosen.busy || desk.asked.value === "transfer"}
            first
          >
            {blind ? "Put through" : "Call them first"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** On its own line until it is over, for both sides of it. */
export function TransferStrip({ desk, transfer }: { desk: Desk; transfer: TransferCard }) {
  return transfer.side === "to" ? (
    <Asked desk={desk} transfer={transfer} />
  ) : (
    <HandingOver desk={desk} transfer={transfer} />
  );
}

function HandingOver({ desk, transfer }: { desk: Desk; transfer: TransferCard }) {
  const { state } = transfer;
  const words = wordsOf(transfer);
  const mine = !desk.elsewhere.value;
  const there = state === "speaking" || state === "together";
  const going = there || state === "calling";
  const join = () => void desk.send(state === "together" ? "transfer_apart" : "transfer_join");
  const complete = () => void desk.send("transfer_complete");
  const back = () => void desk.send("transfer_back");
  useAction("transfer_join", mine && there ? join : null);
  useAction("transfer_complete", mine && there ? complete : null);
  useAction("transfer_back", mine && going ? back : null);
  useEffect(() => say(words, "assertive"), [words]);
  return (
    <section class={`strip ${going ? "call" : "hold"}`} aria-label="Handing over">
      <Icon name={going ? "ring" : state === "handed_over" ? "check" : "info"} />
      <p>
        <b>{words}</b> <span>{detail(transfer)}</span>
      </p>
      {going && (
        <div class="do">
          {there && (
            <>
              <Button
                small
                look="main"
                icon="check"
                action="transfer_complete"
                disabled={!mine}
                onClick={complete}
              >
                Leave them alone
              </Button>
              <Button
                small
                icon={state === "together" ? "hold" : "leads"}
                action="transfer_join"
                disabled={!mine}
                onClick={join}
              >
                {state === "together" ? "Hold the person" : "All three"}
              </Button>
            </>
          )}
          {going && (
            <Button small icon="undo" action="transfer_back" disabled={!mine} onClick={back}>
              Take back
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function wordsOf({ state, to_name, way }: TransferCard): string {
  switch (state) {
    case "calling":
      return `Calling ${to_name}`;
    case "speaking":
      return `You speak with ${to_name}`;
    case "together":
      return `${to_name}, the person and you`;
    case "handed_over":
      return `Handed over to ${to_name}`;
    case "over":
      return way === "blind" ? `Not put through to ${to_name}` : `Not handed over to ${to_name}`;
  }
}

function detail({ state, result, reason }: TransferCard): string {
  if (state === "calling" || state === "speaking") return "The person hears music.";
  if (state === "together") return "All of you hear each other.";
  if (state === "handed_over") return "They go on without you. Give the call its result.";
  return result === "call_over" || result === "handed_over"
    ? reason
    : `${reason} The person is with you again.`;
}

function Asked({ desk, transfer }: { desk: Desk; transfer: TransferCard }) {
  const given = transfer.state === "handed_over";
  const words = given ? `${transfer.by} gave you this call` : `${transfer.by} has somebody for you`;
  const decline = () => void desk.send("hang_up");
  const mine = useComputed(() => !desk.elsewhere.value).value;
  useAction("transfer_back", mine && !given ? decline : null);
  useEffect(() => {
    connectTone();
    say(`${words}. ${transfer.note}`, "assertive");
  }, [words, transfer.note]);
  return (
    <section class={`strip ${given ? "hold" : "call"}`} aria-label="Handed over to you">
      <Icon name="phone" />
      <p>
        <b>{words}</b>{" "}
        <span>
          {transfer.note}
          {!given &&
            ` ${transfer.state === "together" ? "All of you hear each other." : "You speak with them; the person hears music."}`}
        </span>
      </p>
      {!given && (
        <div class="do">
          <Button small icon="cross" action="transfer_back" disabled={!mine} onClick={decline}>
            Not me
          </Button>
        </div>
      )}
    </section>
  );
}

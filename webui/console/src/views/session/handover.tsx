/** How a hand-over looks: whom it may go to, and what stands on the page until it is over. It does nothing by itself. */

import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Problem, TransferCard, TransferTargets } from "../../shapes";
import { Icon } from "../../ui/icon";
import { Button, Field, ProblemNote } from "../../ui/parts";
import { type Choice, choicesOf } from "./targets";

interface FormProps {
  blind: boolean;
  targets: TransferTargets | null;
  problem: Problem | null;
  /** The choice is on its way to the server. */
  asked: boolean;
  /** What stands in the field at first. */
  said?: string;
  /** Takes the focus, as the form of a dialog does. */
  focused?: boolean;
  onStart: (choice: Choice, note: string) => void;
  onClose: () => void;
}

/** Who is free stands first, then the office's saved numbers, then whatever number was typed. */
export function HandOverForm({ blind, targets, problem, asked, said = "", focused, ...told }: FormProps) {
  const typed = useSignal(said);
  const note = useSignal("");
  const at = useSignal(0);
  const list = useId();
  const choices = choicesOf(targets, typed.value);
  const place = Math.min(at.value, choices.length - 1);
  const chosen = choices[place];
  const start = (choice: Choice | undefined) => {
    if (choice !== undefined && !choice.busy) told.onStart(choice, note.value);
  };
  const move = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    at.value = Math.max(0, Math.min(choices.length - 1, place + (event.key === "ArrowDown" ? 1 : -1)));
  };
  return (
    <form
      class="when"
      onSubmit={(event) => {
        event.preventDefault();
        start(chosen);
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
          aria-expanded={choices.length > 0}
          aria-controls={choices.length > 0 ? list : undefined}
          aria-activedescendant={chosen === undefined ? undefined : `${list}-${place}`}
          autocomplete="off"
          placeholder="Name or number"
          autofocus={focused}
          value={typed.value}
          onKeyDown={move}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            at.value = 0;
          }}
        />
      </Field>
      {choices.length === 0 ? (
        <div class="targets">
          <p class="muted none">
            {typed.value === ""
              ? "No colleague has a session in this campaign. Type a number, such as 217 555 0123."
              : "Nobody of that name. Type a number with its area code, such as 217 555 0123."}
          </p>
        </div>
      ) : (
        <div class="targets" id={list} role="listbox" aria-label="To whom">
          {choices.map((choice, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field that owns the list.
            <div
              key={choice.key}
              tabIndex={-1}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === place}
              aria-disabled={choice.busy}
              onClick={() => {
                at.value = index;
                start(choice);
              }}
            >
              <b>{choice.name}</b>
              <span class="muted">{choice.about}</span>
            </div>
          ))}
        </div>
      )}
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
      <ProblemNote problem={problem} />
      <div class="actions">
        <Button onClick={told.onClose}>Not now</Button>
        <Button
          type="submit"
          look="main"
          icon="phone"
          disabled={chosen === undefined || chosen.busy || asked}
          first={focused === true}
        >
          {blind ? "Put through" : "Call them first"}
        </Button>
      </div>
    </form>
  );
}

interface GivingProps {
  transfer: TransferCard;
  /** This tab holds the session. */
  mine: boolean;
  onJoin: () => void;
  onComplete: () => void;
  onBack: () => void;
}

/** What whoever hands over sees. */
export function GivingStrip({ transfer, mine, onJoin, onComplete, onBack }: GivingProps) {
  const { state } = transfer;
  return (
    <section class={`strip ${isGoing(state) ? "call" : "hold"}`} aria-label="Handing over">
      <Icon name={isGoing(state) ? "ring" : state === "handed_over" ? "check" : "info"} />
      <p>
        <b>{givingWords(transfer)}</b> <span>{detail(transfer)}</span>
      </p>
      {isGoing(state) && (
        <div class="do">
          {isThere(state) && (
            <>
              <Button
                small
                look="main"
                icon="check"
                action="transfer_complete"
                disabled={!mine}
                onClick={onComplete}
              >
                Leave them alone
              </Button>
              <Button
                small
                icon={state === "together" ? "hold" : "leads"}
                action="transfer_join"
                disabled={!mine}
                onClick={onJoin}
              >
                {state === "together" ? "Hold the person" : "All three"}
              </Button>
            </>
          )}
          <Button small icon="undo" action="transfer_back" disabled={!mine} onClick={onBack}>
            Take back
          </Button>
        </div>
      )}
    </section>
  );
}

/** Whoever was called has picked up. */
export const isThere = (state: TransferCard["state"]): boolean =>
  state === "speaking" || state === "together";

export const isGoing = (state: TransferCard["state"]): boolean => isThere(state) || state === "calling";

export function givingWords({ state, to_name, way }: TransferCard): string {
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

interface GivenProps {
  transfer: TransferCard;
  mine: boolean;
  onDecline: () => void;
}

/** What the colleague sees who is asked to take the call. */
export function GivenStrip({ transfer, mine, onDecline }: GivenProps) {
  const given = transfer.state === "handed_over";
  return (
    <section class={`strip ${given ? "hold" : "call"}`} aria-label="Handed over to you">
      <Icon name="phone" />
      <p>
        <b>{givenWords(transfer)}</b>{" "}
        <span>
          {transfer.note}
          {!given &&
            ` ${transfer.state === "together" ? "All of you hear each other." : "You speak with them; the person hears music."}`}
        </span>
      </p>
      {!given && (
        <div class="do">
          <Button small icon="cross" action="transfer_back" disabled={!mine} onClick={onDecline}>
            Not me
          </Button>
        </div>
      )}
    </section>
  );
}

export function givenWords({ state, by }: TransferCard): string {
  return state === "handed_over" ? `${by} gave you this call` : `${by} has somebody for you`;
}

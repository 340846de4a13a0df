/** The bar at the bottom: outcomes with their consequence in words, and what can be done with the call. */

import { computed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { secondsUntil, undoSeconds } from "../../clock";
import { clockFace } from "../../format";
import { lazy } from "../../lazy";
import type { DispositionCard, SessionCard } from "../../shapes";
import { useAction } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { KeyCap, ProblemNote } from "../../ui/parts";
import { Controls } from "./controls";
import type { Desk } from "./desk";
import type { Outcomes } from "./outcome";

const AdviceLine = lazy(() => import("./advice").then((m) => m.AdviceLine), null);
const AllOutcomes = lazy(() => import("./alloutcomes").then((m) => m.AllOutcomes), null);

interface BarProps {
  desk: Desk;
  outcomes: Outcomes;
  session: SessionCard;
  onText: (phoneId: number | null) => void;
}

export function OutcomeBar({ desk, outcomes, session, onText }: BarProps) {
  const shown = useMemo(
    () => computed(() => outcomes.cards.value.filter((card) => card.active && card.key !== "")),
    [outcomes],
  ).value;
  const rest = outcomes.cards.value.filter((card) => card.active && card.key === "");
  const open = session.current_attempt_id !== null && !desk.elsewhere.value;
  const bar = useRef<HTMLElement>(null);
  const choices = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => tellHeight(bar.current), []);
  // The next call begins with the first outcomes in sight.
  useLayoutEffect(() => choices.current?.scrollTo(0, 0), [session.current_attempt_id]);
  return (
    <section class="outcomes" aria-label="Outcome and call" ref={bar}>
      <ProblemNote problem={outcomes.problem.value ?? desk.problem.value} />
      <div class="sayrow">
        <Consequence outcomes={outcomes} session={session} watching={desk.elsewhere.value} />
        <AdviceLine desk={desk} outcomes={outcomes} session={session} onText={onText} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: narrow screens scroll it, with the keyboard too. */}
      <div class="choices" role="group" aria-label="Outcome of this call" tabIndex={0} ref={choices}>
        {shown.map((card) => (
          <Choice
            key={card.name}
            card={card}
            outcomes={outcomes}
            attemptId={session.current_attempt_id}
            open={open}
          />
        ))}
        {rest.length > 0 && <More cards={rest} outcomes={outcomes} open={open} />}
        <All
          cards={[...shown, ...rest]}
          outcomes={outcomes}
          attemptId={open ? session.current_attempt_id : null}
        />
      </div>
      <Controls desk={desk} session={session} />
    </section>
  );
}

/** Where the bar stays at the bottom of the window, the strips stand on it. */
function tellHeight(bar: HTMLElement | null): (() => void) | undefined {
  const desk = bar?.parentElement;
  if (!bar || !desk) return undefined;
  const watch = new ResizeObserver(() => desk.style.setProperty("--dock", `${bar.offsetHeight}px`));
  watch.observe(bar);
  return () => watch.disconnect();
}

interface ChoiceProps {
  card: DispositionCard;
  outcomes: Outcomes;
  attemptId: number | null;
  open: boolean;
}

function Choice({ card, outcomes, attemptId, open }: ChoiceProps) {
  const chosen = outcomes.armed.value;
  const armed = chosen?.name === card.name && chosen.attemptId === attemptId;
  useAction(`disposition_${card.key}`, open ? () => outcomes.choose(card) : null);
  return (
    <button
      type="button"
      class={`choice${armed ? " armed" : ""}`}
      disabled={!open}
      aria-pressed={armed}
      title={card.consequence}
      onClick={() => outcomes.choose(card)}
    >
      <kbd class="cap">{card.key}</kbd>
      <span>{card.label}</span>
    </button>
  );
}

function More({
  cards,
  outcomes,
  open,
}: {
  cards: readonly DispositionCard[];
  outcomes: Outcomes;
  open: boolean;
}) {
  return (
    <label class="more">
      <span class="unseen">Other outcomes</span>
      <select
        disabled={!open}
        value=""
        onChange={(event) => {
          const card = cards.find((one) => one.name === event.currentTarget.value);
          event.currentTarget.value = "";
          if (card) outcomes.choose(card);
        }}
      >
        <option value="">Other…</option>
        {cards.map((card) => (
          <option key={card.name} value={card.name}>
            {card.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** On a phone the outcomes beyond its edge, and what each does, are in a sheet; it goes with the call it is about. */
function All({
  cards,
  outcomes,
  attemptId,
}: {
  cards: readonly DispositionCard[];
  outcomes: Outcomes;
  attemptId: number | null;
}) {
  const openFor = useSignal<number | null>(null);
  // Outcomes are given without the server too.
  useEffect(AllOutcomes.ahead, []);
  const armed = outcomes.armed.value;
  return (
    <>
      <button
        type="button"
        class="choice all"
        aria-label="All outcomes"
        disabled={attemptId === null}
        onClick={() => {
          openFor.value = attemptId;
        }}
      >
        All
      </button>
      {attemptId !== null && openFor.value === attemptId && (
        <AllOutcomes
          cards={cards}
          armed={armed?.attemptId === attemptId ? armed.name : ""}
          onChoose={(card) => outcomes.choose(card)}
          onClose={() => {
            openFor.value = null;
          }}
        />
      )}
    </>
  );
}

/** One line that never changes its height: what is armed and does, what was just saved, or what to do now. */
function Consequence({
  outcomes,
  session,
  watching,
}: {
  outcomes: Outcomes;
  session: SessionCard;
  watching: boolean;
}) {
  useAction("undo", outcomes.undoable.value ? () => void outcomes.undo() : null);
  const armed = outcomes.armed.value;
  if (armed !== null && armed.attemptId === session.current_attempt_id) {
    const card = outcomes.cards.value.find((one) => one.name === armed.name);
    return (
      <p class="consequence armed">
        <Icon name="check" size={15} />
        <span>
          <b>{card?.label}</b> {card?.consequence} <span class="muted">Saved when the call ends.</span>
        </span>
      </p>
    );
  }
  if (outcomes.told.value) return <SavedLine outcomes={outcomes} />;
  return (
    <p class="consequence">
      <Icon name="info" size={15} />
      <span class="muted">{watching ? WATCHING : advice(session)}</span>
      {session.state === "wrap_up" && session.wrap_up_until !== null && (
        <span class="timer muted">{clockFace(Math.max(0, secondsUntil(session.wrap_up_until)))}</span>
      )}
    </p>
  );
}

function SavedLine({ outcomes }: { outcomes: Outcomes }) {
  const saved = outcomes.saved.value;
  if (saved === null) return null;
  const left = undoSeconds(saved.at);
  const words = { sending: "Saving", saved: "Saved", undone: "Undone" }[saved.state];
  return (
    <p class={`consequence ${saved.state}`}>
      <Icon name={saved.state === "undone" ? "undo" : "check"} size={15} />
      <span>
        {words}: <b>{saved.label}</b> for {saved.who}.{" "}
        <span class="muted">{saved.state === "undone" ? UNDONE : saved.consequence}</span>
      </span>
      {saved.state === "undone" && (
        <a href={`/leads/${saved.leadId}`} target="_blank" rel="noreferrer">
          Say what it was
        </a>
      )}
      {outcomes.undoable.value && (
        <button type="button" class="button small quiet" onClick={() => void outcomes.undo()}>
          Undo <KeyCap action="undo" /> <span class="timer">{left} s</span>
        </button>
      )}
    </p>
  );
}

const WATCHING = "Outcomes are given where the session is open; this page only looks on.";

/** What taking an outcome back does, whichever it was. */
const UNDONE = "What it planned is taken back; what was sent already stays.";

function advice(session: SessionCard): string {
  switch (session.state) {
    case "talking":
      return "Choose an outcome at any time; it is saved when the call ends.";
    case "wrap_up":
      return "Choose the outcome. The next lines go out as soon as it is saved; typing keeps wrap-up open.";
    case "paused":
      return "No line goes out while you are paused.";
    case "starting":
      return "Answer your own line; the first lead is dialed when it is up.";
    case "ready":
      return "Outcomes wake up with the first person on the line.";
    case "ended":
      return "The session is over.";
  }
}

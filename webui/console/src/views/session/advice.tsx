/** The next best action: one line, one key, and the rule that chose it. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, post } from "../../api";
import { serverNow } from "../../clock";
import { moment } from "../../format";
import type { Advice, SessionCard } from "../../shapes";
import { useAction } from "../../ui/hooks";
import { KeyCap } from "../../ui/parts";
import type { Desk } from "./desk";
import { needs, type Outcomes } from "./outcome";

/** As long as the server wants a talk to be before it asks for the appointment, and a moment more. */
const A_TALK_MS = 61_000;

interface AdviceProps {
  desk: Desk;
  outcomes: Outcomes;
  session: SessionCard;
  onText: (phoneId: number | null) => void;
}

export function AdviceLine({ desk, outcomes, session, onText }: AdviceProps) {
  const advice = useAdvice(session);
  const mine = advice !== null && !desk.elsewhere.value;
  const take = () => {
    if (advice === null) return;
    const leadId = session.current_lead_id;
    const call = { attempt: session.current_attempt_id, over: session.state === "wrap_up" };
    void post(`/api/leads/${leadId}/advice`, { ...call, kind: advice.kind });
    follow(advice, { desk, outcomes, onText });
  };
  useAction("advice", mine ? take : null);
  if (advice === null) return null;
  const zone = desk.lead.value?.zone ?? "";
  return (
    <p class="advice">
      <button type="button" class="button small" disabled={!mine} title={advice.why} onClick={take}>
        {advice.words}
        {advice.at !== null && ` ${moment(advice.at, zone)}`} <KeyCap action="advice" />
      </button>
      <span class="muted">{advice.why}</span>
    </p>
  );
}

/** Asked anew with every call and phase, and when the talk has become a long one. */
function useAdvice(session: SessionCard): Advice | null {
  const found = useSignal<Advice | null>(null);
  const { current_lead_id: leadId, current_attempt_id: attemptId, state, state_since } = session;
  useEffect(() => {
    found.value = null;
    if (leadId === null || attemptId === null || !["talking", "wrap_up"].includes(state)) return;
    let wanted = true;
    const ask = () =>
      void get<Advice | null>(
        `/api/leads/${leadId}/advice?attempt=${attemptId}&over=${state === "wrap_up"}`,
      ).then((answer) => {
        if (wanted && answer.ok) found.value = answer.value;
      });
    ask();
    const left = Date.parse(state_since) + A_TALK_MS - serverNow();
    const timer = state === "talking" && left > 0 ? setTimeout(ask, left) : undefined;
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [found, leadId, attemptId, state, state_since]);
  return found.value;
}

type Places = Pick<AdviceProps, "desk" | "outcomes" | "onText">;

function follow(advice: Advice, { desk, outcomes, onText }: Places): void {
  switch (advice.kind) {
    case "dial":
      void desk.send("redial", { phone_id: advice.phone_id });
      return;
    case "text":
      onText(advice.phone_id);
      return;
    case "appointment":
    case "callback": {
      const card = outcomes.cards.value.find((one) => one.active && needs(one) === advice.kind);
      outcomes.suggested.value = advice.at;
      if (card) outcomes.choose(card);
      return;
    }
    case "letter":
      // The server has put it on the list with the record of the taking; the lead's timeline shows it.
      return;
  }
}

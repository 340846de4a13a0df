/** The script, step by step, with the lead's own words filled in, and answers to what owners say. */

import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { me } from "../../app";
import type { LeadPage, ScriptCard } from "../../shapes";
import { useAction, useCurrentInSight } from "../../ui/hooks";
import { Button, Empty, KeyCap } from "../../ui/parts";
import { type Piece, pieces, scriptFields } from "./merge";
import { type Answer, follow, goBack, goTo, START, type Step, shownStep, type Trail } from "./steps";

export function Script({ script, lead }: { script: ScriptCard | null; lead: LeadPage | null }) {
  const trail = useSignal(START);
  /** Title of the objection whose answer stands in the step's place; empty shows the step. */
  const said = useSignal("");
  const steps = (script?.body["steps"] ?? []) as Step[];
  const objections = (script?.body["objections"] ?? []) as Step[];
  const at = Math.min(shownStep(trail.value), Math.max(0, steps.length - 1));
  const step = steps[at];
  const leadId = lead?.id;
  // Before the page is painted: whoever sees the new lead may press an answer at once.
  useLayoutEffect(() => {
    trail.value = START;
    said.value = "";
  }, [leadId]);
  const tabs = useCurrentInSight(at);
  const show = (next: Trail) => {
    said.value = "";
    trail.value = next;
  };
  useAction("script_next", () => show(goTo(steps, trail.value, at + 1)));
  useAction("script_back", () => show(goBack(trail.value)));
  if (steps.length === 0) {
    return (
      <section class="panel script" aria-label="Script">
        <Empty icon="note" title="No script for this campaign">
          <p>A manager chooses one on the campaign’s page.</p>
        </Empty>
      </section>
    );
  }
  const fields = scriptFields(lead, me.value);
  const answer = objections.find((one) => one.title === said.value);
  return (
    <section class="panel script" aria-label="Script">
      <h2>
        {script?.name}
        <span class="muted nowrap">
          {at + 1} of {steps.length}
        </span>
        <span class="do">
          <Button
            small
            look="quiet"
            icon="left"
            label="Step back"
            disabled={trail.value.length === 1}
            onClick={() => show(goBack(trail.value))}
          />
          <Button
            small
            look="quiet"
            icon="right"
            label="Next step"
            disabled={at >= steps.length - 1}
            onClick={() => show(goTo(steps, trail.value, at + 1))}
          />
          <KeyCap action="script_next" />
        </span>
      </h2>
      <nav class="steps" aria-label="Steps of the script" ref={tabs}>
        {steps.map((one, index) => (
          <button
            key={one.title}
            type="button"
            aria-current={answer === undefined && index === at ? "step" : undefined}
            onClick={() => show(goTo(steps, trail.value, index))}
          >
            {one.title}
          </button>
        ))}
      </nav>
      <div class="say">{paragraphs(answer?.text ?? step?.text ?? "", fields)}</div>
      <Answers
        answers={answer === undefined ? (step?.answers ?? []) : []}
        onAnswer={(given) => show(follow(steps, trail.value, given))}
      />
      {objections.length > 0 && (
        <div class="objections" role="group" aria-label="When they say">
          <span class="muted">They say</span>
          {objections.map((one) => (
            <button
              key={one.title}
              type="button"
              aria-pressed={one === answer}
              onClick={() => {
                said.value = one === answer ? "" : one.title;
              }}
            >
              {one.title}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

/** What the owner may say to the step, each with the key that leads on from there. */
function Answers({ answers, onAnswer }: { answers: readonly Answer[]; onAnswer: (answer: Answer) => void }) {
  const [first, second, third] = answers;
  useAction("script_answer_1", first ? () => onAnswer(first) : null);
  useAction("script_answer_2", second ? () => onAnswer(second) : null);
  useAction("script_answer_3", third ? () => onAnswer(third) : null);
  if (answers.length === 0) return null;
  return (
    <div class="answers" role="group" aria-label="Answers to this step">
      {answers.map((answer, index) => (
        <Button
          key={answer.says}
          small
          action={`script_answer_${index + 1}`}
          title={`Goes to ${answer.to}`}
          onClick={() => onAnswer(answer)}
        >
          {answer.says}
        </Button>
      ))}
    </div>
  );
}

function paragraphs(text: string, fields: Record<string, string>) {
  return text.split(/\n\s*\n/).map((paragraph) => (
    <p key={paragraph}>
      {pieces(paragraph, fields).map((piece, index) => (
        <Filled key={index} piece={piece} />
      ))}
    </p>
  ));
}

function Filled({ piece }: { piece: Piece }) {
  if (piece.kind === "text") return <>{piece.text}</>;
  return <mark class={piece.kind}>{piece.text}</mark>;
}

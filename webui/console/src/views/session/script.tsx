/** The script, step by step, with the lead's own words filled in, and answers to what owners say. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { me } from "../../app";
import type { LeadPage, ScriptCard } from "../../shapes";
import { useAction } from "../../ui/hooks";
import { Button, Empty, KeyCap } from "../../ui/parts";
import { type Piece, pieces, scriptFields } from "./merge";

interface Step {
  title: string;
  text: string;
}

export function Script({ script, lead }: { script: ScriptCard | null; lead: LeadPage | null }) {
  const at = useSignal(0);
  /** Title of the objection whose answer stands in the step's place; empty shows the step. */
  const said = useSignal("");
  const steps = (script?.body["steps"] ?? []) as Step[];
  const objections = (script?.body["objections"] ?? []) as Step[];
  const leadId = lead?.id;
  useEffect(() => {
    at.value = 0;
    said.value = "";
  }, [leadId]);
  const move = (by: number) => {
    said.value = "";
    at.value = Math.min(Math.max(0, at.value + by), Math.max(0, steps.length - 1));
  };
  useAction("script_next", () => move(1));
  useAction("script_back", () => move(-1));
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
  const step = steps[Math.min(at.value, steps.length - 1)];
  return (
    <section class="panel script" aria-label="Script">
      <h2>
        {script?.name}
        <span class="muted">
          {at.value + 1} of {steps.length}
        </span>
        <span class="do">
          <Button
            small
            look="quiet"
            icon="left"
            label="Step back"
            disabled={at.value === 0}
            onClick={() => move(-1)}
          />
          <Button
            small
            look="quiet"
            icon="right"
            label="Next step"
            disabled={at.value >= steps.length - 1}
            onClick={() => move(1)}
          />
          <KeyCap action="script_next" />
        </span>
      </h2>
      <nav class="steps" aria-label="Steps of the script">
        {steps.map((one, index) => (
          <button
            key={one.title}
            type="button"
            aria-current={answer === undefined && index === at.value ? "step" : undefined}
            onClick={() => {
              at.value = index;
              said.value = "";
            }}
          >
            {one.title}
          </button>
        ))}
      </nav>
      <div class="say">{paragraphs(answer?.text ?? step?.text ?? "", fields)}</div>
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

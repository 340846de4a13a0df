/** A sequence's steps as the server keeps them, and their waits in words. */

import { plural } from "../../words";

export interface Step {
  kind: "call" | "text" | "letter" | "door_hanger" | "email" | "task";
  label: string;
  wait_days: number;
  wait_hours: number;
  tries: number;
  again_days: number;
  template: string;
  branch: string;
  on_outcome: Record<string, { go: string; step: string }>;
}

export const KINDS: readonly (readonly [Step["kind"], string])[] = [
  ["call", "Call"],
  ["text", "Text"],
  ["letter", "Letter"],
  ["door_hanger", "Door hanger"],
  ["email", "E-mail"],
  ["task", "Task"],
];

export function newStep(kind: Step["kind"], label: string): Step {
  return {
    kind,
    label,
    wait_days: 1,
    wait_hours: 0,
    tries: 1,
    again_days: 1,
    template: "",
    branch: "",
    on_outcome: {},
  };
}

export function waitWords(step: Pick<Step, "wait_days" | "wait_hours">): string {
  if (step.wait_days > 0) return `${plural(step.wait_days, "day")} later`;
  if (step.wait_hours > 0) return `${plural(step.wait_hours, "hour")} later`;
  return "at once";
}

/** The day each step falls on when nobody ever answers, counted from 1. */
export function calendar(steps: readonly Step[]): number[] {
  let day = 1;
  return steps.map((step, index) => {
    if (index > 0) day += step.wait_days + Math.floor(step.wait_hours / 24);
    const shown = day;
    day += (step.tries - 1) * step.again_days;
    return shown;
  });
}

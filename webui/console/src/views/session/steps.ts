/** How a script's steps lead to each other: in their order, or where an answer of the owner leads. */

export interface Answer {
  says: string;
  /** Title of the step that follows. */
  to: string;
}

export interface Step {
  title: string;
  text: string;
  /** Scripts that were written before there were answers have none. */
  answers?: readonly Answer[];
}

/** The steps that were shown to this lead, the one that shows last. */
export type Trail = readonly number[];

export const START: Trail = [0];

export const shownStep = (trail: Trail): number => trail.at(-1) ?? 0;

export function goTo(steps: readonly Step[], trail: Trail, index: number): Trail {
  const inside = Math.min(Math.max(0, index), Math.max(0, steps.length - 1));
  return inside === shownStep(trail) ? trail : [...trail, inside];
}

/** Where the answer leads; stays when a manager has renamed that step meanwhile. */
export function follow(steps: readonly Step[], trail: Trail, answer: Answer): Trail {
  const index = steps.findIndex((step) => step.title === answer.to);
  return index < 0 ? trail : goTo(steps, trail, index);
}

/** To the step that was shown before this one, which need not be the one above it. */
export function goBack(trail: Trail): Trail {
  return trail.length > 1 ? trail.slice(0, -1) : trail;
}

/** A step got another title: what led to it still does. */
export function renamed(steps: readonly Step[], index: number, title: string): Step[] {
  const before = steps[index]?.title;
  return steps.map((step, place) => ({
    ...step,
    title: place === index ? title : step.title,
    answers: (step.answers ?? []).map((answer) => (answer.to === before ? { ...answer, to: title } : answer)),
  }));
}

/** A step went: so do the answers that led to it. */
export function removed(steps: readonly Step[], index: number): Step[] {
  const gone = steps[index]?.title;
  return steps
    .filter((_, place) => place !== index)
    .map((step) => ({ ...step, answers: (step.answers ?? []).filter((answer) => answer.to !== gone) }));
}

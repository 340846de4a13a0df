import { describe, expect, it } from "vitest";
import {
  follow,
  goBack,
  goTo,
  removed,
  renamed,
  START,
  type Step,
  shownStep,
} from "../src/views/session/steps";

const STEPS: Step[] = [
  { title: "Opening", text: "", answers: [{ says: "No", to: "Later" }] },
  { title: "Questions", text: "" },
  { title: "Later", text: "" },
];
const NO = { says: "No", to: "Later" };

describe("a script's steps", () => {
  it("follow each other and stop at either end", () => {
    const last = goTo(STEPS, goTo(STEPS, START, 1), 2);
    expect(shownStep(last)).toBe(2);
    expect(goTo(STEPS, last, 3)).toEqual(last);
    expect(goBack(START)).toEqual(START);
  });

  it("are left out where an answer leads past them, and going back returns to where the answer was", () => {
    const after = follow(STEPS, START, NO);
    expect(shownStep(after)).toBe(2);
    expect(shownStep(goBack(after))).toBe(0);
  });

  it("stay where an answer leads to a step that is gone", () => {
    expect(follow(STEPS, START, { says: "No", to: "Nowhere" })).toEqual(START);
  });
});

describe("a manager's changes", () => {
  it("take answers along to the new title", () => {
    const changed = renamed(STEPS, 2, "Another day");
    expect(changed[0]?.answers).toEqual([{ says: "No", to: "Another day" }]);
    expect(changed[2]?.title).toBe("Another day");
  });

  it("take the answers away that led to a removed step", () => {
    expect(removed(STEPS, 2)[0]?.answers).toEqual([]);
  });
});

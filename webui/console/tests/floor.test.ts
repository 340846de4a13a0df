import { describe, expect, it } from "vitest";
import { step } from "../src/views/floor/age";

describe("how long an agent has been in a state", () => {
  it("shows in steps of ten seconds, a minute and five minutes", () => {
    expect([0, 9, 10, 59, 60, 299, 300, 4000].map(step)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });
});

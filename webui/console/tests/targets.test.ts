import { describe, expect, it } from "vitest";
import { choicesOf } from "../src/views/session/targets";

const TARGETS = {
  colleagues: [
    { session_id: 4, name: "Lee Listing", state: "ready", free: true },
    { session_id: 5, name: "Bo Busy", state: "talking", free: false },
  ],
  contacts: [{ id: 7, name: "Kim Closer", about: "Listing agent", number: "(217) 555-0190" }],
};

const names = (typed: string) => choicesOf(TARGETS, typed).map((one) => one.name);

describe("to whom a person can be handed over", () => {
  it("puts whoever is free first, then saved numbers", () => {
    expect(names("")).toEqual(["Lee Listing", "Bo Busy", "Kim Closer"]);
    expect(choicesOf(TARGETS, "")[1]?.busy).toBe(true);
  });
  it("finds by name, by what they do and by digits", () => {
    expect(names("lee")).toEqual(["Lee Listing"]);
    expect(names("agent")).toEqual(["Kim Closer"]);
    expect(names("0190")).toEqual(["Kim Closer"]);
  });
  it("takes a number as people write it, and no half of one", () => {
    expect(choicesOf(null, "(217) 555-0123")[0]?.args).toEqual({ number: "+12175550123" });
    expect(choicesOf(null, "1 217 555 0123")[0]?.args).toEqual({ number: "+12175550123" });
    expect(choicesOf(null, "+44 20 7946 0123")[0]?.args).toEqual({ number: "+442079460123" });
    expect(choicesOf(null, "217 555")).toEqual([]);
  });
});

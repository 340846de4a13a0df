import { describe, expect, it } from "vitest";
import { type Entry, fitting } from "../src/views/palette/find";

const entry = (name: string, hint: string): Entry => ({ id: name, name, hint, run: () => undefined });
const ENTRIES = [
  entry("Hang up", "Call"),
  entry("Pause after this call, or resume", "Call"),
  entry("Leads", "Go to"),
  entry("Audit log", "Go to"),
  entry("Go to the numbers", "Lead"),
];
const names = (typed: string) => fitting(ENTRIES, typed).map((one) => one.name);

describe("the palette", () => {
  it("shows what there is before anything is typed", () => {
    expect(names("  ")).toEqual(ENTRIES.map((one) => one.name));
  });

  it("finds a command by the beginning of any word, in any case", () => {
    expect(names("LOG")).toEqual(["Audit log"]);
    expect(names("resume")).toEqual(["Pause after this call, or resume"]);
  });

  it("puts names that begin so before names and hints that have it further on", () => {
    expect(names("go")).toEqual(["Go to the numbers", "Leads", "Audit log"]);
    expect(names("lead")).toEqual(["Leads", "Go to the numbers"]);
  });

  it("wants every word to fit", () => {
    expect(names("go audit")).toEqual(["Audit log"]);
    expect(names("hang out")).toEqual([]);
  });

  it("shows no more than a screenful", () => {
    const many = Array.from({ length: 40 }, (_, index) => entry(`Lead ${index}`, ""));
    expect(fitting(many, "lead")).toHaveLength(9);
  });
});

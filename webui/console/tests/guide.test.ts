import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { helpFor, PARTS } from "../src/guide";

const GUIDE = new URL("../../../docs/guide/", import.meta.url);

describe("help with a page", () => {
  it.each(PARTS)("%s has a part called %s", (chapter, heading) => {
    const lines = readFileSync(new URL(`${chapter}.md`, GUIDE), "utf8").split("\n");
    expect(lines).toContain(`## ${heading}`);
  });

  it("is that for managers only for managers", () => {
    expect(helpFor("/leads/7", true)).toBe("/help/manager#leads");
    expect(helpFor("/leads/7", false)).toBe("/help/agent#after-a-call");
    expect(helpFor("/session", true)).toBe("/help/agent#while-you-call");
  });

  it("is the guide's first page where nothing is said about a page", () => {
    expect(helpFor("/gallery", true)).toBe("/help");
  });
});

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

  it("leads from every page of the console into the guide", () => {
    const shell = readFileSync(new URL("../src/shell.tsx", import.meta.url), "utf8");
    const routes = [...shell.matchAll(/^ {2}\["(\/[^"]*)", \w+\],$/gm)].map(([, route]) => String(route));
    expect(routes.length).toBeGreaterThan(20);
    const without = routes.filter((route) => helpFor(route, true) === "/help");
    expect(without).toEqual(["/gallery", "/help", "/help/:id"]);
  });

  it("is the guide's first page where nothing is said about a page", () => {
    expect(helpFor("/gallery", true)).toBe("/help");
  });
});

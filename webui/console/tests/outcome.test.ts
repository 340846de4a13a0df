import { signal } from "@preact/signals";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { DispositionCard, SessionCard } from "../src/shapes";
import type { Desk } from "../src/views/session/desk";

const CARD = {
  name: "not_interested",
  label: "Not interested",
  key: "4",
  active: true,
  flags: {},
  consequence: "Stops the calls.",
} as unknown as DispositionCard;

const talking = { state: "talking", current_attempt_id: 7, current_lead_id: 3 } as SessionCard;

describe("an outcome", () => {
  let asked: string[] = [];
  let modules: typeof import("../src/views/session/outcome");
  let clock: typeof import("../src/clock");

  beforeAll(async () => {
    const shelf = new Map<string, string>();
    const storage = {
      getItem: (key: string) => shelf.get(key) ?? null,
      setItem: (key: string, value: string) => void shelf.set(key, value),
      removeItem: (key: string) => void shelf.delete(key),
    };
    vi.stubGlobal("localStorage", storage);
    vi.stubGlobal("sessionStorage", storage);
    vi.stubGlobal("fetch", async (path: string, how?: RequestInit) => {
      asked.push(`${how?.method ?? "GET"} ${path}`);
      return new Response(JSON.stringify(path.includes("dispositions") ? [CARD] : {}), {
        headers: { "Content-Type": "application/json" },
      });
    });
    modules = await import("../src/views/session/outcome");
    clock = await import("../src/clock");
  });

  afterAll(() => vi.unstubAllGlobals());

  beforeEach(() => {
    asked = [];
  });

  function scene() {
    const session = signal<SessionCard>(talking);
    const desk = { session, lead: signal(null), elsewhere: signal(false) } as unknown as Desk;
    const outcomes = new modules.Outcomes(desk);
    return { session, outcomes, stop: outcomes.watch() };
  }

  const posted = () => asked.filter((one) => one.startsWith("POST"));

  it("is armed while the call lasts and saved when it is over", async () => {
    const { session, outcomes, stop } = scene();
    outcomes.choose(CARD);
    expect(outcomes.armed.value?.name).toBe("not_interested");
    expect(posted()).toEqual([]);
    session.value = { ...talking, state: "wrap_up" };
    expect(outcomes.armed.value).toBeNull();
    await vi.waitFor(() => expect(outcomes.saved.value?.state).toBe("saved"));
    expect(posted()).toEqual(["POST /api/attempts/7/disposition"]);
    stop();
  });

  it("is disarmed by the same key", () => {
    const { outcomes, stop } = scene();
    outcomes.choose(CARD);
    outcomes.choose(CARD);
    expect(outcomes.armed.value).toBeNull();
    stop();
  });

  it("can be undone for eight seconds and not after", async () => {
    const { session, outcomes, stop } = scene();
    outcomes.choose(CARD);
    session.value = { ...talking, state: "wrap_up" };
    await vi.waitFor(() => expect(outcomes.saved.value?.state).toBe("saved"));
    const at = outcomes.saved.value?.at ?? 0;
    clock.tick.value = at + 8000;
    expect(outcomes.undoable.value).toBe(false);
    await outcomes.undo();
    expect(posted()).toHaveLength(1);
    clock.tick.value = at + 7999;
    expect(outcomes.undoable.value).toBe(true);
    await outcomes.undo();
    expect(posted().at(-1)).toBe("POST /api/attempts/7/undo");
    expect(outcomes.saved.value?.state).toBe("undone");
    stop();
  });
});

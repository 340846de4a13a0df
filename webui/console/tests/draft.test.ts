import { describe, expect, it } from "vitest";
import type { Fate, Item } from "../src/outbox";
import { Draft } from "../src/views/lead/draft";

function scene(kept: Record<string, string> = {}) {
  const shelf = new Map(Object.entries(kept));
  const sent: { item: Omit<Item, "madeAt">; settle: (fate: Fate<unknown>) => void }[] = [];
  const waits: { work: () => void; off: boolean }[] = [];
  const parts = {
    storage: {
      getItem: (key: string) => shelf.get(key) ?? null,
      setItem: (key: string, value: string) => void shelf.set(key, value),
      removeItem: (key: string) => void shelf.delete(key),
    },
    send: (item: Omit<Item, "madeAt">) =>
      new Promise<Fate<unknown>>((settle) => {
        sent.push({ item, settle });
      }),
    later: (work: () => void) => {
      const wait = { work, off: false };
      waits.push(wait);
      return () => {
        wait.off = true;
      };
    },
    newId: () => `id${sent.length}`,
  };
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    shelf,
    draft: (leadId: number) => new Draft(leadId, parts),
    rest: () => {
      for (const wait of waits.splice(0)) if (!wait.off) wait.work();
    },
    bodies: () => sent.map(({ item }) => [item.path, (item.body as { body: string }).body]),
    settle: async (index: number, fate: Fate<unknown>) => {
      sent[index]?.settle(fate);
      await settled();
    },
  };
}

const done: Fate<unknown> = { kind: "done", value: null };
const problem = { type: "", title: "", status: 403, detail: "", errors: [] };

describe("a note while it is written", () => {
  it("is kept with every key and sent once when the typing rests", async () => {
    const { draft, shelf, rest, bodies, settle } = scene();
    const note = draft(7);
    note.type("Sells");
    note.type("Sells in spring");
    expect(shelf.get("relist.note.7")).toBe("Sells in spring");
    expect(note.state.value).toBe("typing");
    rest();
    expect(bodies()).toEqual([["/api/leads/7/notes", "Sells in spring"]]);
    await settle(0, done);
    expect(note.state.value).toBe("saved");
    expect(shelf.size).toBe(0);
  });

  it("is sent at once when the page turns to the next lead, whose typing does not hold it up", () => {
    const { draft, rest, bodies } = scene();
    const first = draft(7);
    first.type("Call after six");
    first.leave();
    const second = draft(8);
    second.type("Wants a plan");
    rest();
    expect(bodies()).toEqual([
      ["/api/leads/7/notes", "Call after six"],
      ["/api/leads/8/notes", "Wants a plan"],
    ]);
  });

  it("is not sent again when it is left with nothing new", async () => {
    const { draft, rest, bodies, settle } = scene();
    const note = draft(7);
    note.type("Sells");
    rest();
    await settle(0, done);
    note.leave();
    expect(bodies()).toHaveLength(1);
  });

  it("that an earlier page left behind is shown and sent, whatever the server has", () => {
    const { draft, rest, bodies } = scene({ "relist.note.7": "Typed before the crash" });
    const note = draft(7);
    note.told("Older");
    expect(note.body.value).toBe("Typed before the crash");
    expect(note.state.value).toBe("typing");
    rest();
    expect(bodies()).toEqual([["/api/leads/7/notes", "Typed before the crash"]]);
  });

  it("follows the server only while nothing new is written here", async () => {
    const { draft, rest, settle } = scene();
    const note = draft(7);
    note.told("From elsewhere");
    expect(note.body.value).toBe("From elsewhere");
    note.type("From here");
    note.told("From elsewhere again");
    expect(note.body.value).toBe("From here");
    rest();
    await settle(0, done);
    note.told("From elsewhere at last");
    expect(note.body.value).toBe("From elsewhere at last");
  });

  it("stays unsaved when more was typed while it was on its way, and says when it is refused", async () => {
    const { draft, shelf, rest, settle } = scene();
    const note = draft(7);
    note.type("One");
    rest();
    note.type("One two");
    await settle(0, done);
    expect(note.state.value).toBe("typing");
    rest();
    await settle(1, { kind: "refused", problem });
    expect(note.state.value).toBe("refused");
    expect(shelf.get("relist.note.7")).toBe("One two");
  });
});

import { describe, expect, it } from "vitest";
import type { Result } from "../src/api";
import { type Item, Outbox } from "../src/outbox";

const item = (id: string, more: Partial<Item> = {}) => ({
  id,
  method: "POST",
  path: "/x",
  body: { id },
  keepMs: 0,
  key: "",
  ...more,
});

const answer = (status: number): Result<unknown> =>
  status >= 200 && status < 300
    ? { ok: true, value: status }
    : { ok: false, problem: { type: "", title: "No", status, detail: "", errors: [] } };

function scene(statuses: number[], shelf = new Map<string, string>()) {
  const sent: string[] = [];
  const waits: { work: () => void; ms: number }[] = [];
  const clock = { now: 0 };
  const outbox = new Outbox({
    storage: {
      getItem: (key) => shelf.get(key) ?? null,
      setItem: (key, value) => void shelf.set(key, value),
    },
    send: async (one) => {
      sent.push(one.id);
      return answer(statuses.shift() ?? 200);
    },
    now: () => clock.now,
    later: (work, ms) => void waits.push({ work, ms }),
  });
  return { outbox, sent, waits, clock, shelf };
}

describe("the outbox", () => {
  it("sends in order and says what became of each", async () => {
    const { outbox, sent } = scene([200, 409]);
    const fates = await Promise.all([outbox.add(item("a")), outbox.add(item("b"))]);
    expect(sent).toEqual(["a", "b"]);
    expect(fates.map((fate) => fate.kind)).toEqual(["done", "refused"]);
  });

  it("says why a server that answers takes nothing, from the second try on and until it does", async () => {
    const { outbox, waits, clock } = scene([507, 507, 200, 507, 507]);
    const fate = outbox.add(item("a"));
    const told: (number | undefined)[] = [];
    for (let tries = 0; tries < 2; tries += 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      told.push(outbox.stuck.value?.status);
      waits.shift()?.work();
    }
    await fate;
    expect([...told, outbox.stuck.value]).toEqual([undefined, 507, null]);
    const late = outbox.add(item("b", { keepMs: 10 }));
    await new Promise<void>((resolve) => setImmediate(resolve));
    await outbox.flush();
    expect(outbox.stuck.value?.status).toBe(507);
    clock.now = 11;
    await outbox.flush();
    expect([(await late).kind, outbox.stuck.value]).toEqual(["expired", null]);
  });

  it.each([0, 401, 429, 500, 503])(
    "keeps what could not be delivered (%i) and sends the same again",
    async (status) => {
      const { outbox, sent, waits } = scene([status, 200]);
      const fate = outbox.add(item("a"));
      await new Promise<void>((resolve) => setImmediate(resolve));
      expect(outbox.waiting.value).toBe(1);
      waits.shift()?.work();
      expect((await fate).kind).toBe("done");
      expect(sent).toEqual(["a", "a"]);
      expect(outbox.waiting.value).toBe(0);
    },
  );

  it("waits longer after each failure, up to four seconds", async () => {
    const { outbox, waits } = scene([0, 0, 0, 0, 0, 0, 200]);
    const fate = outbox.add(item("a"));
    const seen: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const wait = waits.shift();
      seen.push(wait?.ms ?? -1);
      wait?.work();
    }
    await fate;
    expect(seen).toEqual([250, 500, 1000, 2000, 4000, 4000]);
  });

  it("drops a command that would come too late", async () => {
    const { outbox, sent, waits, clock } = scene([0]);
    const fate = outbox.add(item("hang_up", { keepMs: 8000 }));
    await new Promise<void>((resolve) => setImmediate(resolve));
    clock.now = 8001;
    waits.shift()?.work();
    expect((await fate).kind).toBe("expired");
    expect(sent).toEqual(["hang_up"]);
  });

  it("survives a reload of the page", async () => {
    const first = scene([0]);
    void first.outbox.add(item("note"));
    await new Promise<void>((resolve) => setImmediate(resolve));
    const second = scene([200], first.shelf);
    expect(second.outbox.waiting.value).toBe(1);
    await second.outbox.flush();
    expect(second.sent).toEqual(["note"]);
    expect(second.outbox.waiting.value).toBe(0);
  });

  it("sends only the newest of several with one key, besides the one already on its way", async () => {
    const { outbox, sent } = scene([200, 200]);
    const fates = await Promise.all([
      outbox.add(item("a", { key: "note" })),
      outbox.add(item("b", { key: "note" })),
      outbox.add(item("c", { key: "note" })),
    ]);
    expect(sent).toEqual(["a", "c"]);
    expect(fates.map((fate) => fate.kind)).toEqual(["done", "replaced", "done"]);
  });

  it("starts empty when what it stored cannot be read", () => {
    const { outbox } = scene([], new Map([["relist.outbox", "not json"]]));
    expect(outbox.waiting.value).toBe(0);
  });
});

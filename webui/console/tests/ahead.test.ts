import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ahead, get } from "../src/api";

describe("asking ahead", () => {
  let asked: string[] = [];

  beforeEach(() => {
    asked = [];
    vi.useFakeTimers();
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      return new Response(JSON.stringify({ answer: asked.length }), {
        headers: { "Content-Type": "application/json" },
      });
    });
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("gives the answer to whoever asks first, and asks anew for everybody after", async () => {
    ahead("/api/campaigns");
    expect(await get("/api/campaigns")).toEqual({ ok: true, value: { answer: 1 } });
    expect(await get("/api/campaigns")).toEqual({ ok: true, value: { answer: 2 } });
    expect(asked).toEqual(["/api/campaigns", "/api/campaigns"]);
  });

  it("gives nobody an old answer", async () => {
    ahead("/api/campaigns");
    vi.advanceTimersByTime(5000);
    expect(await get("/api/campaigns")).toEqual({ ok: true, value: { answer: 2 } });
  });
});

import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Cable, Wire } from "../src/wire";

/** A cable whose other end is the test. */
class FakeCable implements Cable {
  sent: string[] = [];
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  closed = false;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  say(packet: string): void {
    this.onmessage?.({ data: packet } as MessageEvent);
  }

  cut(): void {
    this.onclose?.({} as CloseEvent);
  }
}

const GREETING = '0{"sid":"s","pingInterval":5000,"pingTimeout":5000}';

function scene() {
  const cables: FakeCable[] = [];
  const waits: { work: () => void; ms: number }[] = [];
  const told: unknown[] = [];
  let now = 0;
  const wire = new Wire({
    open: () => {
      const cable = new FakeCable();
      cables.push(cable);
      return cable;
    },
    token: () => "secret",
    now: () => now,
    later: (work, ms) => waits.push({ work, ms }),
    chance: () => 0.5,
  });
  for (const name of ["connect", "disconnect", "live"])
    wire.on(name, (...args: unknown[]) => told.push([name, ...args]));
  const cable = () => cables.at(-1) as FakeCable;
  return {
    wire,
    told,
    cables,
    cable,
    connect: () => {
      cable().say(GREETING);
      cable().say('40{"sid":"s"}');
    },
    /** Runs the oldest timer at its time; how long it waited. */
    runNext: () => {
      const next = waits.shift();
      now += next?.ms ?? 0;
      next?.work();
      return next?.ms;
    },
  };
}

describe("the wire", () => {
  it("greets with the page's token and is up when the server agrees", () => {
    const { wire, told, cable } = scene();
    cable().say(GREETING);
    expect(cable().sent).toEqual(['40{"token":"secret"}']);
    expect(wire.connected).toBe(false);
    cable().say('40{"sid":"s"}');
    expect(wire.connected).toBe(true);
    expect(told).toEqual([["connect"]]);
  });

  it("answers pings, hands events on, and gives answers to who asked", () => {
    const { wire, told, cable, connect } = scene();
    connect();
    cable().say("2");
    cable().say('42["live",{"seq":1}]');
    const answers: unknown[] = [];
    wire.emit("join", { room: "floor" }, (answer: unknown) => answers.push(answer));
    wire.emit("join", { room: "session:1" }, (answer: unknown) => answers.push(answer));
    cable().say('431[{"seq":2}]');
    cable().say('430[{"seq":1}]');
    expect(cable().sent.slice(1)).toEqual([
      "3",
      '420["join",{"room":"floor"}]',
      '421["join",{"room":"session:1"}]',
    ]);
    expect(told.at(-1)).toEqual(["live", { seq: 1 }]);
    expect(answers).toEqual([{ seq: 2 }, { seq: 1 }]);
  });

  it("tries again after a cut, waiting longer each time, and from the start once it was up", () => {
    const { told, cables, cable, connect, runNext } = scene();
    connect();
    cable().cut();
    expect(told.at(-1)).toEqual(["disconnect"]);
    runNext(); // The watch over the cut cable.
    expect(runNext()).toBe(250);
    for (const expected of [500, 1000, 2000, 3000, 3000]) {
      cable().cut();
      runNext();
      expect(runNext()).toBe(expected);
    }
    connect();
    cable().cut();
    runNext();
    expect(runNext()).toBe(250);
    expect(cables).toHaveLength(8);
  });

  it("ends a link on which nothing was heard for a ping and its patience", () => {
    const { wire, cable, connect, runNext, told } = scene();
    connect();
    const first = cable();
    runNext();
    expect(first.closed).toBe(true);
    expect(wire.connected).toBe(false);
    expect(told.at(-1)).toEqual(["disconnect"]);
  });

  it("lets a page without network know at once, and tries at once when it is back", () => {
    const { wire, cables, connect, told } = scene();
    connect();
    wire.drop();
    expect(told.at(-1)).toEqual(["disconnect"]);
    wire.retry();
    expect(cables).toHaveLength(2);
    connect();
    expect(wire.connected).toBe(true);
  });

  it("keeps nothing for later: what is sent without a link is not sent", () => {
    const { wire, cable, connect } = scene();
    wire.emit("leave", { room: "floor" });
    connect();
    expect(cable().sent).toEqual(['40{"token":"secret"}']);
  });

  it("hears nothing more from a cable that it has dropped", () => {
    const { wire, cables, connect, told } = scene();
    connect();
    wire.drop();
    cables[0]?.say('42["live",{"seq":9}]');
    expect(told).toEqual([["connect"], ["disconnect"]]);
  });
});

describe("the wire and the library's own server", () => {
  let http: HttpServer | null = null;
  let io: Server | null = null;

  afterEach(async () => {
    await io?.close();
    http?.close();
  });

  it("joins, gets an event and an answer, and comes back after the server ended the link", async () => {
    http = createServer();
    io = new Server(http, { transports: ["websocket"] });
    const tokens: unknown[] = [];
    let links = 0;
    io.on("connection", (socket) => {
      tokens.push(socket.handshake.auth["token"]);
      links += 1;
      socket.on("join", (asked: { room: string }, acknowledge: (answer: unknown) => void) => {
        acknowledge({ ok: true, room: asked.room });
        socket.emit("live", { seq: links });
        if (links === 1) socket.disconnect(true);
      });
    });
    await new Promise<void>((resolve) => http?.listen(0, "127.0.0.1", resolve));
    const { port } = http.address() as AddressInfo;
    const heard: unknown[] = [];
    await new Promise<void>((done) => {
      const wire = new Wire({
        open: () =>
          new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`) as unknown as Cable,
        token: () => "secret",
        now: Date.now,
        later: (work, ms) => void setTimeout(work, Math.min(ms, 1000)).unref(),
        chance: () => 0,
      });
      wire.on("connect", () => wire.emit("join", { room: "floor" }, (answer: unknown) => heard.push(answer)));
      wire.on("live", (event: { seq: number }) => {
        heard.push(event);
        if (event.seq === 2) done();
      });
    });
    expect(tokens).toEqual(["secret", "secret"]);
    expect(heard).toEqual([{ ok: true, room: "floor" }, { seq: 1 }, { ok: true, room: "floor" }, { seq: 2 }]);
  });
});

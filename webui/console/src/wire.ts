/**
 * The socket to the server: as much of Engine.IO 4 and Socket.IO 5 as the console speaks, which is text packets in one
 * namespace over a websocket. The library for all of it is a third of what an agent's page loads.
 * Packets: https://socket.io/docs/v4/engine-io-protocol/ and https://socket.io/docs/v4/socket-io-protocol/
 */

/** What we need of a browser's WebSocket. */
export interface Cable {
  send(text: string): void;
  close(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
}

export interface WireParts {
  open: () => Cable;
  /** Proves to the server that our own page asks. */
  token: () => string;
  now: () => number;
  later: (work: () => void, ms: number) => void;
  /** 0 to 1, spreads the retries of many pages. */
  chance: () => number;
}

type Handle = (...told: never[]) => void;

const FIRST_RETRY_MS = 250;
/** Half as much again where chance wants it, so that every page is back within five seconds. */
const LONGEST_RETRY_MS = 3000;
/** A server that takes the call and then says nothing is given up after this long. */
const GREETING_MS = 10_000;

const PONG = "3";
const CONNECT = "40";
const EVENT = "42";

export class Wire {
  /** Whether events go both ways now. */
  connected = false;
  private cable: Cable | null = null;
  private readonly handles = new Map<string, Handle>();
  private readonly waiting = new Map<number, Handle>();
  private asked = 0;
  private tries = 0;
  /** The server sends a ping at least so often. */
  private quietMs = GREETING_MS;
  private heardAt = 0;

  constructor(private readonly parts: WireParts) {
    this.dial();
  }

  /** One handler for each name: the server's events, and "connect" and "disconnect" of our own. */
  on(name: string, handle: Handle): void {
    this.handles.set(name, handle);
  }

  /** Sends while there is a link; nothing is kept for later. `acknowledge` gets the server's answer. */
  emit(name: string, body: unknown, acknowledge?: Handle): void {
    if (!this.connected) return;
    const number = acknowledge === undefined ? "" : this.asked++;
    if (number !== "" && acknowledge !== undefined) this.waiting.set(number, acknowledge);
    this.cable?.send(`${EVENT}${number}${JSON.stringify([name, body])}`);
  }

  /** The machine has no network: what a dead link would tell only after its time. */
  drop(): void {
    const cable = this.cable;
    cable?.close();
    this.lost(cable);
  }

  /** The machine has a network again: nobody waits for the next try. */
  retry(): void {
    this.tries = 0;
    if (this.cable === null) this.dial();
  }

  private dial(): void {
    const cable = this.parts.open();
    this.cable = cable;
    this.quietMs = GREETING_MS;
    this.heardAt = this.parts.now();
    cable.onmessage = (event) => {
      if (this.cable === cable) this.hear(String(event.data));
    };
    cable.onclose = () => this.lost(cable);
    this.watch(cable);
  }

  /** A cable that is cut does not say so: silence for longer than the server's pings allow is an end too. */
  private watch(cable: Cable): void {
    // Hidden pages run their timers late, while packets come on time: what counts is when the last one came.
    const left = this.heardAt + this.quietMs - this.parts.now();
    this.parts.later(
      () => {
        if (this.cable !== cable) return;
        if (this.parts.now() - this.heardAt < this.quietMs) this.watch(cable);
        else this.drop();
      },
      Math.max(0, left),
    );
  }

  private hear(packet: string): void {
    this.heardAt = this.parts.now();
    switch (packet.charAt(0)) {
      case "0":
        this.greeted(JSON.parse(packet.slice(1)) as { pingInterval: number; pingTimeout: number });
        return;
      case "2":
        this.cable?.send(PONG);
        return;
      case "4":
        this.told(packet.charAt(1), packet.slice(2));
        return;
      default:
        this.drop();
    }
  }

  private greeted({ pingInterval, pingTimeout }: { pingInterval: number; pingTimeout: number }): void {
    this.quietMs = pingInterval + pingTimeout;
    this.cable?.send(CONNECT + JSON.stringify({ token: this.parts.token() }));
  }

  private told(kind: string, rest: string): void {
    if (kind === "0") {
      this.connected = true;
      this.tries = 0;
      this.tell("connect");
    } else if (kind === "2") {
      const [name, ...args] = JSON.parse(rest.slice(rest.indexOf("["))) as [string, ...unknown[]];
      this.tell(name, ...args);
    } else if (kind === "3") {
      this.answered(rest);
    } else {
      // "1" ends the link and "4" refuses it; why, the page learns from its next request.
      this.drop();
    }
  }

  private answered(rest: string): void {
    const list = rest.indexOf("[");
    const number = Number(rest.slice(0, list));
    const acknowledge = this.waiting.get(number) as ((...told: unknown[]) => void) | undefined;
    this.waiting.delete(number);
    acknowledge?.(...(JSON.parse(rest.slice(list)) as unknown[]));
  }

  private tell(name: string, ...args: unknown[]): void {
    (this.handles.get(name) as ((...told: unknown[]) => void) | undefined)?.(...args);
  }

  private lost(cable: Cable | null): void {
    if (cable === null || this.cable !== cable) return;
    this.cable = null;
    this.connected = false;
    this.waiting.clear();
    this.tell("disconnect");
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.tries);
    this.tries += 1;
    this.parts.later(
      () => {
        if (this.cable === null) this.dial();
      },
      wait * (0.5 + this.parts.chance()),
    );
  }
}

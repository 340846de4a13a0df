/** The agent's browser phone: registers, picks up the session's own line, and says in words what is wrong with it. */

import { batch, computed, signal } from "@preact/signals";
import type { Result } from "../api";
import type { Devices, OpenVoice, Told, Voice, VoiceCall } from "./seam";

export type PhoneState = "off" | "opening" | "ready" | "on_call" | "reconnecting" | "failed";

export interface Trouble {
  title: string;
  advice: string;
}

export interface Surroundings {
  open: OpenVoice;
  token: () => Promise<Result<{ token: string }>>;
  /** The microphones and loudspeakers that are plugged in. */
  plugged: () => Promise<readonly { kind: string; deviceId: string }[]>;
  onPlug: (work: () => void) => () => void;
  later: (work: () => void, ms: number) => void;
}

/** From the page before a session to the session's own the phone is in nobody's hand for a moment. */
const HANDOVER_MS = 3_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

export class Phone {
  readonly state = signal<PhoneState>("off");
  readonly trouble = signal<Trouble | null>(null);
  readonly micGone = signal(false);
  /** Loudness of the microphone and of the other side, 0 to 1. */
  readonly out = signal(0);
  readonly heard = signal(0);
  /** What the network does to the call, worst first; empty while all is well. */
  readonly poor = computed(() => [...this.warnings.value].map((name) => warningWords(name)));
  readonly devices = signal<Devices>({ input: "", output: "" });
  private readonly warnings = signal<ReadonlySet<string>>(new Set());
  private voice: Voice | null = null;
  private call: VoiceCall | null = null;
  private offered: VoiceCall | null = null;
  private users = 0;
  private answering = 0;
  private tries = 0;
  /** Counts the starts, so that what an earlier one still tells is not heard. */
  private round = 0;
  private unplug: () => void = () => undefined;

  constructor(private readonly around: Surroundings) {}

  /** Keeps the phone registered until the returned function is called; `answers`: it picks up what rings. */
  hold({ answers }: { answers: boolean }): () => void {
    this.users += 1;
    if (answers) this.answering += 1;
    if (this.state.value === "off") void this.start();
    if (answers) this.pickUp();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.users -= 1;
      if (answers) this.answering -= 1;
      this.around.later(() => this.closeIfUnused(), HANDOVER_MS);
    };
  }

  /** After a failure: everything anew. */
  again(): void {
    this.close();
    this.tries = 0;
    if (this.users > 0) void this.start();
  }

  async choose(devices: Devices): Promise<void> {
    this.devices.value = devices;
    if (this.voice === null) return;
    try {
      await this.voice.use(devices);
      if (this.trouble.value === NOT_THAT_DEVICE) this.trouble.value = null;
    } catch {
      this.trouble.value = NOT_THAT_DEVICE;
    }
  }

  private async start(): Promise<void> {
    this.round += 1;
    const mine = this.round;
    batch(() => {
      this.state.value = "opening";
      this.trouble.value = null;
    });
    const given = await this.around.token();
    if (mine !== this.round) return;
    if (!given.ok) {
      this.fail({ title: given.problem.title, advice: given.problem.detail }, given.problem.status === 0);
      return;
    }
    try {
      const voice = await this.around.open(given.value.token, this.told(mine));
      if (mine !== this.round) {
        voice.close();
        return;
      }
      this.voice = voice;
      await voice.register();
      if (mine !== this.round) return;
      this.watchPlugs();
      const { input, output } = this.devices.value;
      if (input !== "" || output !== "") await this.choose(this.devices.value);
    } catch {
      if (mine === this.round) this.fail(UNREACHED, true);
    }
  }

  private told(round: number): Told {
    const told = this.hearing();
    const guarded = Object.entries(told).map(([name, hear]: [string, (...said: never[]) => void]) => [
      name,
      (...said: never[]) => {
        if (round === this.round) hear(...said);
      },
    ]);
    return Object.fromEntries(guarded) as Told;
  }

  private hearing(): Told {
    return {
      registered: () => {
        this.tries = 0;
        batch(() => {
          if (this.state.value === "opening" || this.state.value === "failed") this.state.value = "ready";
          if (this.trouble.value === UNREACHED) this.trouble.value = null;
        });
      },
      unregistered: () => {
        if (this.call === null && this.voice !== null) this.state.value = "opening";
      },
      tokenEnds: () => void this.renew(),
      incoming: (call) => {
        this.offered = call;
        this.pickUp();
      },
      connected: () => {
        batch(() => {
          this.state.value = "on_call";
          this.trouble.value = null;
        });
      },
      reconnecting: () => {
        this.state.value = "reconnecting";
      },
      reconnected: () => {
        this.state.value = "on_call";
      },
      ended: () => this.over(),
      level: (out, heard) => {
        batch(() => {
          this.out.value = out;
          this.heard.value = heard;
        });
      },
      poor: (what) => {
        this.warnings.value = new Set([...this.warnings.value, what]);
      },
      fine: (what) => {
        this.warnings.value = new Set([...this.warnings.value].filter((name) => name !== what));
      },
      failed: (code, words) => this.said(code, words),
    };
  }

  private pickUp(): void {
    if (this.offered === null || this.answering === 0) return;
    this.call = this.offered;
    this.offered = null;
    this.call.accept();
  }

  private over(): void {
    this.call = null;
    this.offered = null;
    batch(() => {
      if (this.state.value !== "failed") this.state.value = this.voice === null ? "off" : "ready";
      this.warnings.value = new Set();
      this.out.value = 0;
      this.heard.value = 0;
    });
  }

  private async renew(): Promise<void> {
    const given = await this.around.token();
    if (this.voice === null) return;
    if (given.ok) {
      this.voice.renew(given.value.token);
      return;
    }
    // The old one still holds for a while; a call under way needs none.
    this.around.later(() => void (this.voice !== null && this.renew()), this.nextWait());
  }

  /** What the SDK complains about: some of it the agent can put right, the rest is tried again. */
  private said(code: number, words: string): void {
    if (MIC_CODES.has(code)) {
      this.trouble.value = NO_MIC;
      return;
    }
    if (EXPIRED_CODES.has(code)) {
      // As after a laptop's sleep. A call under way needs no token.
      if (this.call === null) this.fail(UNREACHED, true);
      else void this.renew();
      return;
    }
    if (TOKEN_CODES.has(code)) {
      this.fail({ title: UNREACHED.title, advice: `${REFUSED_TOKEN} (Twilio ${code})` }, false);
      return;
    }
    this.trouble.value = { title: "Your browser phone has a problem", advice: `Twilio ${code}: ${words}` };
  }

  private fail(trouble: Trouble, passing: boolean): void {
    this.close();
    batch(() => {
      this.state.value = "failed";
      this.trouble.value = trouble;
    });
    if (!passing || this.users === 0) return;
    this.around.later(() => {
      if (this.state.value === "failed" && this.users > 0) void this.start();
    }, this.nextWait());
  }

  private nextWait(): number {
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.tries);
    this.tries += 1;
    return wait;
  }

  private watchPlugs(): void {
    this.unplug();
    this.unplug = this.around.onPlug(() => void this.look());
    void this.look();
  }

  /** A headset that was pulled out is gone from the list; the system's next one takes its place where there is one. */
  private async look(): Promise<void> {
    const there = await this.around.plugged();
    const inputs = there.filter((device) => device.kind === "audioinput");
    const wasGone = this.micGone.value;
    this.micGone.value = inputs.length === 0;
    const { input, output } = this.devices.value;
    const lost = input !== "" && inputs.every((device) => device.deviceId !== input);
    if (this.micGone.value) return;
    if (lost || wasGone) await this.choose({ input: lost ? "" : input, output });
  }

  private closeIfUnused(): void {
    if (this.users === 0) this.rest();
  }

  private rest(): void {
    this.close();
    batch(() => {
      this.state.value = "off";
      this.trouble.value = null;
    });
  }

  private close(): void {
    this.round += 1;
    this.unplug();
    this.unplug = () => undefined;
    const voice = this.voice;
    this.voice = null;
    voice?.close();
    this.over();
  }
}

/** Codes of Twilio's voice SDK (its errors/generated.ts): UserMediaErrors, tokens that ended, tokens it refuses. */
const MIC_CODES = new Set([31401, 31402]);
const EXPIRED_CODES = new Set([20104, 31205]);
const TOKEN_CODES = new Set([20101, 31201, 31202, 31204, 31207]);

const UNREACHED: Trouble = {
  title: "Your browser phone is not connected",
  advice:
    "Twilio cannot be reached from this network. It is tried again by itself; or take the calls on a phone.",
};

const REFUSED_TOKEN =
  "Twilio refused this server’s key. Whoever runs the server should check TWILIO_API_KEY_SID and its secret.";

const NO_MIC: Trouble = {
  title: "Your microphone cannot be used",
  advice: "Allow it beside the address, or close the program that holds it; then connect your line again.",
};

const NOT_THAT_DEVICE: Trouble = {
  title: "That device cannot be used",
  advice: "Another program may hold it, or it was unplugged. Choose another one.",
};

/** The SDK's names of network warnings (Call, "warning") in words that say what people hear. */
const WARNINGS: Readonly<Record<string, string>> = {
  "high-rtt": "Your network is slow: both sides hear each other late.",
  "low-mos": "Your network is poor: speech breaks up.",
  "high-jitter": "Your network is uneven: words may be cut.",
  "high-packet-loss": "Your network loses parts of what is said.",
  "high-packets-lost-fraction": "Your network loses parts of what is said.",
  "low-bytes-received": "Nothing is heard from the other side just now.",
  "low-bytes-sent": "Nothing of what you say gets through just now.",
  "ice-connectivity-lost": "The connection of your line broke off and is being rebuilt.",
  "constant-audio-input-level": "Your microphone gives no sound: check that it is not muted at the headset.",
};

function warningWords(name: string): string {
  return WARNINGS[name] ?? "Your network has trouble with this call.";
}

import { describe, expect, test } from "vitest";
import type { Result } from "../src/api";
import { Phone } from "../src/phone/phone";
import type { Devices, Told, Voice } from "../src/phone/seam";

interface Far {
  phone: Phone;
  /** The SDK's side of the open phone. */
  told: () => Told;
  voices: FakeVoice[];
  plug: (...inputs: string[]) => Promise<void>;
  wait: (ms: number) => Promise<void>;
  tokens: Result<{ token: string }>[];
}

class FakeVoice implements Voice {
  renewed: string[] = [];
  used: Devices[] = [];
  closed = false;
  registers = true;
  constructor(readonly told: Told) {}
  async register() {
    if (!this.registers) throw new Error("no way");
    this.told.registered();
  }
  renew(token: string) {
    this.renewed.push(token);
  }
  async use(devices: Devices) {
    this.used.push(devices);
  }
  close() {
    this.closed = true;
  }
}

const good = (token: string): Result<{ token: string }> => ({ ok: true, value: { token } });
const bad = (status: number): Result<{ token: string }> => ({
  ok: false,
  problem: { type: "about:blank", title: "No", status, detail: "Set the key.", errors: [] },
});

function far(opens: (voice: FakeVoice, nth: number) => void = () => undefined): Far {
  let plugged = [{ kind: "audioinput", deviceId: "one" }];
  let changed: () => void = () => undefined;
  const due: { work: () => void; at: number }[] = [];
  let now = 0;
  const voices: FakeVoice[] = [];
  const tokens: Result<{ token: string }>[] = [];
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const phone = new Phone({
    open: async (_, told) => {
      const voice = new FakeVoice(told);
      opens(voice, voices.length);
      voices.push(voice);
      return voice;
    },
    token: async () => tokens.shift() ?? good("a token"),
    plugged: async () => plugged,
    onPlug: (work) => {
      changed = work;
      return () => undefined;
    },
    later: (work, ms) => void due.push({ work, at: now + ms }),
  });
  return {
    phone,
    voices,
    tokens,
    told: () => {
      const last = voices.at(-1);
      if (last === undefined) throw new Error("no phone was opened");
      return last.told;
    },
    plug: async (...inputs) => {
      plugged = inputs.map((deviceId) => ({ kind: "audioinput", deviceId }));
      changed();
      await settle();
    },
    wait: async (ms) => {
      now += ms;
      await settle();
      for (const one of due.filter((each) => each.at <= now)) {
        due.splice(due.indexOf(one), 1);
        one.work();
      }
      await settle();
    },
  };
}

function ringing() {
  const log: string[] = [];
  return { log, call: { accept: () => void log.push("accepted"), hangUp: () => void log.push("hung up") } };
}

describe("the browser phone", () => {
  test("registers before a session and picks the session's line up in it", async () => {
    const it = far();
    const before = it.phone.hold({ answers: false });
    await it.wait(0);
    expect(it.phone.state.value).toBe("ready");
    const { log, call } = ringing();
    it.told().incoming(call);
    expect(log).toEqual([]);
    it.phone.hold({ answers: true });
    expect(log).toEqual(["accepted"]);
    before();
    await it.wait(3_000);
    expect(it.voices.map((voice) => voice.closed)).toEqual([false]);
    it.told().connected();
    expect(it.phone.state.value).toBe("on_call");
  });

  test("is closed when nobody needs it, and opened anew when somebody does", async () => {
    const it = far();
    it.phone.hold({ answers: true })();
    await it.wait(3_000);
    expect(it.voices.map((voice) => voice.closed)).toEqual([true]);
    it.phone.hold({ answers: true });
    await it.wait(1);
    expect(it.phone.state.value).toBe("ready");
    expect(it.voices.filter((voice) => !voice.closed)).toHaveLength(1);
  });

  test("renews its token without leaving the call", async () => {
    const it = far();
    it.phone.hold({ answers: true });
    await it.wait(0);
    it.told().connected();
    it.tokens.push(bad(0), good("the next"));
    it.told().tokenEnds();
    await it.wait(0);
    await it.wait(1_000);
    expect(it.voices[0]?.renewed).toEqual(["the next"]);
    expect(it.phone.state.value).toBe("on_call");
  });

  test("a token that ended while the machine slept is replaced by starting anew", async () => {
    const it = far();
    it.phone.hold({ answers: true });
    await it.wait(0);
    it.told().failed(20104, "AccessTokenExpired");
    expect(it.phone.state.value).toBe("failed");
    await it.wait(1_000);
    expect(it.phone.state.value).toBe("ready");
    expect(it.voices).toHaveLength(2);
  });

  test("a server without an API key says so, and it is not asked over and over", async () => {
    const it = far();
    it.tokens.push(bad(409));
    it.phone.hold({ answers: true });
    await it.wait(0);
    expect(it.phone.trouble.value).toEqual({ title: "No", advice: "Set the key." });
    await it.wait(60_000);
    expect(it.voices).toHaveLength(0);
    it.phone.again();
    await it.wait(0);
    expect(it.phone.state.value).toBe("ready");
  });

  test("a network that lets nothing through is tried again, ever more slowly", async () => {
    const it = far((voice, nth) => {
      voice.registers = nth === 2;
    });
    it.phone.hold({ answers: true });
    await it.wait(0);
    expect(it.phone.trouble.value?.title).toBe("Your browser phone is not connected");
    await it.wait(1_000);
    expect(it.phone.state.value).toBe("failed");
    await it.wait(1_000);
    expect(it.voices).toHaveLength(2);
    await it.wait(1_000);
    expect(it.phone.state.value).toBe("ready");
    expect(it.phone.trouble.value).toBeNull();
  });

  test("what a closed phone still tells is not heard", async () => {
    const it = far();
    it.phone.hold({ answers: true });
    await it.wait(0);
    const old = it.told();
    it.phone.again();
    await it.wait(0);
    old.failed(31401, "PermissionDenied");
    old.reconnecting();
    expect(it.phone.trouble.value).toBeNull();
    expect(it.phone.state.value).toBe("ready");
  });

  test("a microphone that is pulled out is noticed, and the next one taken", async () => {
    const it = far();
    it.phone.devices.value = { input: "one", output: "" };
    it.phone.hold({ answers: true });
    await it.wait(0);
    await it.plug();
    expect(it.phone.micGone.value).toBe(true);
    await it.plug("two");
    expect(it.phone.micGone.value).toBe(false);
    expect(it.voices[0]?.used.at(-1)).toEqual({ input: "", output: "" });
  });

  test("says in words what the network does, until it is well again", async () => {
    const it = far();
    it.phone.hold({ answers: true });
    await it.wait(0);
    it.told().connected();
    it.told().poor("high-rtt");
    it.told().poor("high-rtt");
    expect(it.phone.poor.value).toEqual(["Your network is slow: both sides hear each other late."]);
    it.told().reconnecting();
    expect(it.phone.state.value).toBe("reconnecting");
    it.told().reconnected();
    it.told().fine("high-rtt");
    expect(it.phone.poor.value).toEqual([]);
    it.told().ended();
    expect(it.phone.state.value).toBe("ready");
  });
});

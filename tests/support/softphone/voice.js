/** Stands where @twilio/voice-sdk stands: the part of its Device and Call that the console uses, on the double's network. */

class Emitter {
  handlers = new Map();
  on(name, handle) {
    this.handlers.set(name, [...(this.handlers.get(name) ?? []), handle]);
  }
  emit(name, ...said) {
    for (const handle of this.handlers.get(name) ?? []) handle(...said);
  }
}

class Call extends Emitter {
  constructor(sid) {
    super();
    this.sid = sid;
    this.accepted = false;
  }
  async accept() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    this.stream = stream;
    await fetch(`/softphones/${this.sid}/accept`);
    this.accepted = true;
    this.emit("accept", this);
    this.emit("volume", 0.2, 0.1);
  }
  disconnect() {
    void fetch(`/softphones/${this.sid}/end`);
  }
  over() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.emit(this.accepted ? "disconnect" : "cancel", this);
  }
}

function identityOf(token) {
  const body = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
  return JSON.parse(atob(body)).grants.identity;
}

export class Device extends Emitter {
  constructor(token) {
    super();
    this.token = token;
    this.calls = new Map();
    this.audio = {
      incoming: () => false,
      disconnect: () => false,
      isOutputSelectionSupported: true,
      setInputDevice: async () => undefined,
      unsetInputDevice: async () => undefined,
      speakerDevices: { set: async () => undefined },
    };
  }
  register() {
    this.news = new EventSource(`/softphones/${identityOf(this.token)}`);
    this.news.onmessage = (event) => this.hear(JSON.parse(event.data));
    return new Promise((done) => {
      this.news.onopen = () => {
        this.emit("registered");
        done();
      };
    });
  }
  hear(event) {
    const call = this.calls.get(event.sid) ?? [...this.calls.values()][0];
    if (event.kind === "incoming") {
      const fresh = new Call(event.sid);
      this.calls.set(event.sid, fresh);
      this.emit("incoming", fresh);
    } else if (event.kind === "ended") {
      this.calls.delete(event.sid);
      call?.over();
    } else if (event.kind === "tokenWillExpire") {
      this.emit("tokenWillExpire", this);
    } else if (event.kind !== "quiet") {
      call?.emit(event.kind, event.name);
    }
  }
  updateToken(token) {
    this.token = token;
  }
  destroy() {
    this.news?.close();
    for (const call of this.calls.values()) {
      call.disconnect();
      call.over();
    }
    this.calls.clear();
  }
}

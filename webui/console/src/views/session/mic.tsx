/** The sound check before a session: microphone, loudspeaker and, where the carrier has one, the browser phone. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { me } from "../../app";
import { microphone } from "../../phone/capture";
import { DeviceChoice } from "../../phone/devices";
import { Echo } from "../../phone/echo";
import { phone } from "../../phone/here";
import { Level } from "../../phone/level";
import { Icon } from "../../ui/icon";
import { Button } from "../../ui/parts";

export type MicState = "unknown" | "asking" | "ok" | "silent" | "refused" | "missing";

const SENTENCES: Record<MicState, string> = {
  unknown: "Check that your headset is heard before the first call.",
  asking: "Your browser asks for the microphone: allow it.",
  ok: "Your microphone is heard.",
  silent: "No sound yet. Say a word; if the bar stays empty, choose another microphone.",
  refused: "The browser was told not to use the microphone. Allow it beside the address, then check again.",
  missing: "No microphone was found. Plug in a headset, then check again.",
};

/** Below this the room is as good as silent (root mean square of samples from -1 to 1). */
const AUDIBLE = 0.01;

export function MicCheck({ state }: { state: Signal<MicState> }) {
  const level = useSignal(0);
  const stream = useSignal<MediaStream | null>(null);
  const { input } = phone.devices.value;
  useMeter(stream, level, state);

  const check = async () => {
    state.value = "asking";
    try {
      stream.value = await microphone();
      state.value = "silent";
    } catch (trouble) {
      stream.value = null;
      state.value =
        trouble instanceof DOMException && trouble.name === "NotAllowedError" ? "refused" : "missing";
    }
  };
  // Another microphone was chosen while this one was heard.
  useEffect(() => {
    if (stream.value !== null) void check();
  }, [input]);

  const heard = state.value === "ok" || state.value === "silent";
  return (
    <div class={`mic ${state.value}`}>
      <Icon name={state.value === "refused" || state.value === "missing" ? "mute" : "mic"} />
      <Level name="Microphone level" level={level} />
      <p>{SENTENCES[state.value]}</p>
      {heard ? (
        <Echo stream={stream.value} />
      ) : (
        <Button small onClick={() => void check()}>
          Check microphone
        </Button>
      )}
      {heard && <DeviceChoice allowed={heard} />}
      {me.value?.carrier === "twilio" && <Registered />}
    </div>
  );
}

function useMeter(stream: Signal<MediaStream | null>, level: Signal<number>, state: Signal<MicState>): void {
  const open = stream.value;
  useEffect(() => {
    if (open === null) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(open).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      level.value = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      if (level.value > AUDIBLE) state.value = "ok";
    }, 100);
    return () => {
      clearInterval(timer);
      for (const track of open.getTracks()) track.stop();
      void context.close();
    };
  }, [open, level, state]);
}

/** The browser phone registers before the session starts, so that its line can be nailed up at once. */
function Registered() {
  useEffect(() => phone.hold({ answers: false }), []);
  const trouble = phone.trouble.value;
  if (trouble !== null) {
    return (
      <p class="phone poor" role="alert">
        <b>{trouble.title}.</b> {trouble.advice}{" "}
        <Button small onClick={() => phone.again()}>
          Try again
        </Button>
      </p>
    );
  }
  return (
    <p class="phone" role="status">
      {phone.state.value === "opening" ? "Your browser phone connects…" : "Your browser phone is connected."}
    </p>
  );
}

/** Whether a session can be started on this browser: its phone is there, or the carrier needs none. */
export function browserReady(): boolean {
  return me.value?.carrier !== "twilio" || phone.state.value === "ready";
}

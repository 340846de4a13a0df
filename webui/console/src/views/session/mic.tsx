/** The microphone check before a session: asks once, shows the level, names the trouble. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../../ui/icon";
import { Button } from "../../ui/parts";

export type MicState = "unknown" | "asking" | "ok" | "silent" | "refused" | "missing";

const SENTENCES: Record<MicState, string> = {
  unknown: "Check that your headset is heard before the first call.",
  asking: "Your browser asks for the microphone: allow it.",
  ok: "Your microphone is heard.",
  silent:
    "No sound yet. Say a word; if the bar stays empty, choose another device in your system's settings.",
  refused: "The browser was told not to use the microphone. Allow it beside the address, then check again.",
  missing: "No microphone was found. Plug in a headset, then check again.",
};

/** Below this the room is as good as silent (root mean square of samples from -1 to 1). */
const AUDIBLE = 0.01;

export function MicCheck({ state }: { state: Signal<MicState> }) {
  const level = useSignal(0);
  const stream = useSignal<MediaStream | null>(null);

  useEffect(() => {
    const open = stream.value;
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
  }, [stream.value, level, state, stream]);

  const check = async () => {
    state.value = "asking";
    try {
      stream.value = await navigator.mediaDevices.getUserMedia({ audio: true });
      state.value = "silent";
    } catch (trouble) {
      state.value =
        trouble instanceof DOMException && trouble.name === "NotAllowedError" ? "refused" : "missing";
    }
  };

  return (
    <div class={`mic ${state.value}`}>
      <Icon name={state.value === "refused" || state.value === "missing" ? "mute" : "mic"} />
      <div
        class="meter"
        role="meter"
        aria-label="Microphone level"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(loud(level.value))}
      >
        <span style={{ transform: `scaleX(${loud(level.value) / 100})` }} />
      </div>
      <p>{SENTENCES[state.value]}</p>
      {state.value !== "ok" && state.value !== "silent" && (
        <Button small onClick={() => void check()}>
          Check microphone
        </Button>
      )}
    </div>
  );
}

/** Loudness as people hear it, 0 to 100. */
function loud(level: number): number {
  return Math.min(100, Math.max(0, 100 + 25 * Math.log10(Math.max(level, 1e-5))));
}

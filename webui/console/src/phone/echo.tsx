/** "Hear yourself": three seconds are recorded here, never sent anywhere, and played back. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../ui/parts";
import { phone } from "./here";

const LISTENS_MS = 3000;

type Phase = "idle" | "listening" | "playing" | "failed";

const WORDS: Record<Phase, string> = {
  idle: "Hear yourself",
  listening: "Say something…",
  playing: "Playing it back",
  failed: "Hear yourself",
};

export function Echo({ stream }: { stream: MediaStream | null }) {
  const phase = useSignal<Phase>("idle");
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  const run = async (from: MediaStream) => {
    phase.value = "listening";
    try {
      const heard = await recorded(from, (end) => {
        stop.current = end;
      });
      phase.value = "playing";
      await played(heard);
      phase.value = "idle";
    } catch {
      phase.value = "failed";
    }
  };

  return (
    <div class="echo">
      <Button
        small
        icon="play"
        disabled={stream === null || phase.value === "listening" || phase.value === "playing"}
        onClick={() => stream !== null && void run(stream)}
      >
        {WORDS[phase.value]}
      </Button>
      {phase.value === "failed" && (
        <span class="hint">Nothing could be played: choose another loudspeaker.</span>
      )}
    </div>
  );
}

function recorded(stream: MediaStream, onBegun: (end: () => void) => void): Promise<Blob> {
  return new Promise((done, fail) => {
    const recorder = new MediaRecorder(stream);
    const parts: Blob[] = [];
    const end = () => recorder.state !== "inactive" && recorder.stop();
    const timer = setTimeout(end, LISTENS_MS);
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onerror = () => fail(new Error("the recorder failed"));
    recorder.onstop = () => {
      clearTimeout(timer);
      done(new Blob(parts, { type: recorder.mimeType }));
    };
    recorder.start();
    onBegun(end);
  });
}

async function played(sound: Blob): Promise<void> {
  const url = URL.createObjectURL(sound);
  try {
    const audio = new Audio(url);
    const { output } = phone.devices.value;
    if (output !== "" && "setSinkId" in audio) await audio.setSinkId(output);
    const over = new Promise<void>((done) => {
      audio.onended = () => done();
      audio.onpause = () => done();
    });
    await audio.play();
    await over;
  } finally {
    URL.revokeObjectURL(url);
  }
}

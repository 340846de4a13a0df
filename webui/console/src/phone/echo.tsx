/** "Hear yourself": three seconds are recorded here, never sent anywhere, and played back. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../ui/parts";
import { type Capture, capture } from "./capture";
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

/** Three seconds of the microphone, or fewer when the page is left. */
function recorded(stream: MediaStream, onBegun: (end: () => void) => void): Promise<Blob> {
  return new Promise((done, fail) => {
    const finish = ({ end }: Capture) => {
      const stop = () => void end().then(done);
      const timer = setTimeout(stop, LISTENS_MS);
      onBegun(() => {
        clearTimeout(timer);
        stop();
      });
    };
    capture(stream).then(finish, fail);
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

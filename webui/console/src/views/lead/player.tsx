/** A recording: its shape, where it is just now, and the browser's own controls. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { clockFace } from "../../format";
import type { RecordingCard } from "../../shapes";
import { Button } from "../../ui/parts";

const HEIGHT = 26;

interface PlayerProps {
  recording: RecordingCard;
  /** Where the sound is, if not where recordings of calls are. */
  src?: string;
}

export function Player({ recording, src = `/api/recordings/${recording.id}/audio` }: PlayerProps) {
  const open = useSignal(false);
  const played = useSignal(0);
  const sound = useRef<HTMLAudioElement>(null);
  const length = clockFace(Math.round(recording.seconds));
  if (!open.value) {
    return (
      <Button
        small
        look="quiet"
        icon="play"
        onClick={() => {
          open.value = true;
        }}
      >
        Recording, {length}
        {recording.is_cut && ", cut short"}
      </Button>
    );
  }
  const seek = (share: number) => {
    if (sound.current !== null) sound.current.currentTime = share * recording.seconds;
  };
  return (
    <figure class="player">
      <Wave recording={recording} played={played.value} onSeek={seek} />
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said */}
      <audio
        ref={sound}
        controls
        autoplay
        src={src}
        onTimeUpdate={(event) => {
          played.value = event.currentTarget.currentTime / Math.max(recording.seconds, 0.1);
        }}
      />
      <figcaption class="muted">
        {length}
        {recording.peaks.length > 1 && " · one line for each side"}
        {recording.announced && " · said to be recorded"}
        {recording.is_cut && " · ends before the conversation did: the disk was full"}
      </figcaption>
    </figure>
  );
}

interface WaveProps {
  recording: RecordingCard;
  played: number;
  onSeek: (share: number) => void;
}

/** The controls below do the same for keys and screen readers, so this picture is for eyes and pointers only. */
function Wave({ recording, played, onSeek }: WaveProps) {
  const columns = Math.max(...recording.peaks.map((channel) => channel.length), 1);
  return (
    <svg
      class="wave"
      viewBox={`0 0 ${columns * 2} ${recording.peaks.length * HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        onSeek((event.clientX - box.left) / box.width);
      }}
    >
      {recording.peaks.map((channel, row) =>
        channel.map((loud, column) => {
          const tall = Math.max(1, (loud / 100) * HEIGHT);
          return (
            <rect
              key={`${row}:${column}`}
              class={column / columns < played ? "heard" : ""}
              x={column * 2}
              y={row * HEIGHT + (HEIGHT - tall) / 2}
              width={1.4}
              height={tall}
            />
          );
        }),
      )}
    </svg>
  );
}

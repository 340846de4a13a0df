/** A campaign's recorded messages for answering machines: made here or chosen from a file, one for each attempt. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { del, request } from "../../api";
import { moment } from "../../format";
import type { VoicemailCard } from "../../shapes";
import { useLoad, useSaving } from "../../ui/hooks";
import { Button, Field, Loading, ProblemNote } from "../../ui/parts";
import { Since } from "../../ui/timer";
import { Player } from "../lead/player";

interface Props {
  campaignId: number;
  /** The policy on consent, as it is saved. */
  policy: string;
}

export function Voicemails({ campaignId, policy }: Props) {
  const path = `/api/campaigns/${campaignId}/voicemails`;
  const cards = useLoad<VoicemailCard[]>(path);
  return (
    <section class="card voicemails" aria-label="Recorded messages">
      <h2>Recorded messages for answering machines</h2>
      <p class={policy === "" ? "hint warn" : "hint"}>
        {policy === ""
          ? "Off: state your policy on consent above before agents may leave one (47 CFR 64.1200(a)(3)). You can record them already."
          : `Left under your policy: “${policy}”`}
      </p>
      <ProblemNote problem={cards.problem} />
      {cards.data === null ? (
        <Loading rows={2} />
      ) : (
        <>
          <List cards={cards.data} onGone={cards.reload} />
          <Make path={path} cards={cards.data} onMade={cards.reload} />
        </>
      )}
    </section>
  );
}

function List({ cards, onGone }: { cards: readonly VoicemailCard[]; onGone: () => void }) {
  const saving = useSaving();
  if (cards.length === 0) {
    return <p class="muted">None yet. Agents leave a message with one key and go on with the next call.</p>;
  }
  return (
    <>
      <ProblemNote problem={saving.problem} />
      <ul class="messages">
        {cards.map((card, index) => (
          <li key={card.id}>
            <b>{when(card.from_attempt, cards[index + 1]?.from_attempt)}</b>
            <span>{card.label}</span>
            <span class="muted">
              {moment(card.made_at)}, {card.by}
            </span>
            <Button
              small
              look="quiet"
              icon="cross"
              label={`Take away the message ${when(card.from_attempt, cards[index + 1]?.from_attempt).toLowerCase()}`}
              disabled={saving.busy}
              onClick={() => void saving.run(del(`/api/voicemails/${card.id}`), onGone)}
            />
            <div class="sound">
              <Player
                recording={{
                  id: card.id,
                  seconds: card.seconds,
                  announced: false,
                  is_cut: false,
                  peaks: card.peaks,
                }}
                src={`/api/voicemails/${card.id}/audio`}
              />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** "Attempt 1", "Attempts 2 to 4", "From attempt 5 on". */
function when(from: number, next: number | undefined): string {
  if (next === undefined) return from === 1 ? "Every attempt" : `From attempt ${from} on`;
  return next - from === 1 ? `Attempt ${from}` : `Attempts ${from} to ${next - 1}`;
}

interface MakeProps {
  path: string;
  cards: readonly VoicemailCard[];
  onMade: () => void;
}

function Make({ path, cards, onMade }: MakeProps) {
  const sound = useSignal<File | null>(null);
  const attempt = useSignal(cards.length === 0 ? 1 : Math.max(...cards.map((card) => card.from_attempt)) + 1);
  const label = useSignal("");
  const saving = useSaving();
  const replaced = cards.find((card) => card.from_attempt === attempt.value);
  const save = (file: File) => {
    const form = new FormData();
    form.set("file", file);
    form.set("from_attempt", String(attempt.value));
    form.set("label", label.value.trim());
    void saving.run(request("POST", path, form), () => {
      sound.value = null;
      label.value = "";
      attempt.value = Math.min(30, attempt.value + 1);
      onMade();
    });
  };
  return (
    <div class="make">
      <h3>Add a message</h3>
      <Source sound={sound} />
      {sound.value !== null && (
        <>
          <div class="row">
            <Field
              label="From which attempt on"
              hint={replaced ? `Takes the place of “${replaced.label || "the present one"}”.` : ""}
            >
              <input
                type="number"
                min={1}
                max={30}
                value={attempt.value}
                onInput={(event) => {
                  attempt.value = Number(event.currentTarget.value);
                }}
              />
            </Field>
            <Field label="What it says, in short">
              <input
                value={label.value}
                maxLength={80}
                placeholder="Introduction"
                onInput={(event) => {
                  label.value = event.currentTarget.value;
                }}
              />
            </Field>
          </div>
          <Preview sound={sound.value} />
          <ProblemNote problem={saving.problem} />
          <div class="row">
            <Button
              look="main"
              icon="check"
              disabled={saving.busy}
              onClick={() => sound.value !== null && save(sound.value)}
            >
              Keep this message
            </Button>
            <Button
              disabled={saving.busy}
              onClick={() => {
                sound.value = null;
                saving.clear();
              }}
            >
              Throw it away
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** The microphone or a file; whatever it is becomes a file that every carrier plays. */
function Source({ sound }: { sound: Signal<File | null> }) {
  const since = useSignal<string | null>(null);
  const trouble = useSignal("");
  const end = useRef<(() => Promise<Blob>) | null>(null);
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => () => void end.current?.(), []);

  const take = async (found: Blob) => {
    const { asWav } = await import("../../phone/wav");
    try {
      sound.value = await asWav(found);
      trouble.value = "";
    } catch {
      trouble.value = "That file holds no sound that this browser can read. Choose a WAV or MP3 file.";
    }
  };
  const begin = async () => {
    const { capture } = await import("../../phone/capture");
    try {
      const made = await capture();
      end.current = made.end;
      since.value = new Date().toISOString();
      trouble.value = "";
    } catch {
      trouble.value = "The microphone cannot be used: allow it beside the address, or plug one in.";
    }
  };
  const stop = async () => {
    const made = await end.current?.();
    end.current = null;
    since.value = null;
    if (made) await take(made);
  };

  return (
    <>
      <div class="row source">
        {since.value === null ? (
          <Button icon="mic" onClick={() => void begin()}>
            {sound.value === null ? "Record" : "Record again"}
          </Button>
        ) : (
          <Button icon="check" look="bad" onClick={() => void stop()}>
            Stop recording <Since at={since.value} />
          </Button>
        )}
        <Button icon="import" disabled={since.value !== null} onClick={() => file.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={file}
          type="file"
          accept="audio/*"
          hidden
          aria-label="Sound file"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            event.currentTarget.value = "";
            if (chosen) void take(chosen);
          }}
        />
      </div>
      {trouble.value !== "" && (
        <p class="hint warn" role="alert">
          {trouble.value}
        </p>
      )}
    </>
  );
}

function Preview({ sound }: { sound: File }) {
  const url = useSignal("");
  useEffect(() => {
    const made = URL.createObjectURL(sound);
    url.value = made;
    return () => URL.revokeObjectURL(made);
  }, [sound, url]);
  if (url.value === "") return null;
  // biome-ignore lint/a11y/useMediaCaption: whoever recorded it knows what was said
  return <audio controls src={url.value} aria-label="What you recorded" />;
}

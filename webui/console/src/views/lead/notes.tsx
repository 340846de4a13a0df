/** Notes that save themselves: first on this machine with every key, then on the server when the typing rests. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { outbox } from "../../app";
import { useAction } from "../../ui/hooks";
import { KeyCap } from "../../ui/parts";

interface NotesProps {
  leadId: number | null;
  /** What the server has. */
  stored: string;
  /** Told while the agent types, so that wrap-up waits. */
  onTyping?: (() => void) | undefined;
}

const REST_MS = 700;
const TYPING_EVERY_MS = 4000;

export function Notes({ leadId, stored, onTyping }: NotesProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const shelf = `relist.note.${leadId ?? ""}`;
  const body = useSignal("");
  const state = useSignal<"saved" | "typing" | "saving">("saved");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const told = useRef(0);
  useAction("notes", leadId === null ? null : () => area.current?.focus());

  useEffect(() => {
    // A draft on this machine is newer than what the server has: it is dropped only once the server has it.
    const draft = leadId === null ? null : localStorage.getItem(shelf);
    if (state.value === "saved" || draft === null) body.value = draft ?? stored;
  }, [shelf, stored, leadId]);

  const save = async (written: string) => {
    state.value = "saving";
    const fate = await outbox.add({
      id: crypto.randomUUID(),
      method: "PUT",
      path: `/api/leads/${leadId}/notes`,
      body: { body: written },
      keepMs: 0,
      key: `notes:${leadId}`,
    });
    if (fate.kind === "done" && localStorage.getItem(shelf) === written) {
      localStorage.removeItem(shelf);
      state.value = "saved";
    }
  };

  const typed = (written: string) => {
    body.value = written;
    state.value = "typing";
    localStorage.setItem(shelf, written);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(written), REST_MS);
    if (Date.now() - told.current > TYPING_EVERY_MS) {
      told.current = Date.now();
      onTyping?.();
    }
  };

  const words = { saved: "Saved", typing: "Kept on this machine", saving: "Saving" }[state.value];
  return (
    <section class="panel notes" aria-label="Notes">
      <h2>
        Notes <KeyCap action="notes" />
        <span class="muted">{leadId === null ? "" : words}</span>
      </h2>
      <textarea
        ref={area}
        rows={4}
        aria-label="Notes about this lead"
        placeholder={
          leadId === null ? "Notes open with the next person on the line." : "What was said, in your words"
        }
        disabled={leadId === null}
        value={body.value}
        onInput={(event) => typed(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
    </section>
  );
}

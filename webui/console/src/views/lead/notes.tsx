/** Notes that save themselves: first on this machine with every key, then on the server when the typing rests. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import { outbox } from "../../app";
import { useAction } from "../../ui/hooks";
import { KeyCap } from "../../ui/parts";
import { Draft, type DraftState } from "./draft";

interface NotesProps {
  leadId: number | null;
  /** What the server has. */
  stored: string;
  /** Told while the agent types, so that wrap-up waits. */
  onTyping?: (() => void) | undefined;
}

const TYPING_EVERY_MS = 4000;

const WORDS: Record<DraftState, string> = {
  saved: "Saved",
  typing: "Kept on this machine",
  saving: "Saving",
  refused: "The server refused this; it is kept on this machine",
};

export function Notes({ leadId, stored, onTyping }: NotesProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const told = useRef(0);
  const draft = useDraft(leadId, stored);
  useAction("notes", draft === null ? null : () => area.current?.focus());

  const typed = (written: string) => {
    draft?.type(written);
    if (Date.now() - told.current > TYPING_EVERY_MS) {
      told.current = Date.now();
      onTyping?.();
    }
  };

  return (
    <section class="panel notes" aria-label="Notes">
      <h2>
        Notes <KeyCap action="notes" />
        <span class="muted">{draft === null ? "" : WORDS[draft.state.value]}</span>
      </h2>
      <textarea
        ref={area}
        rows={4}
        aria-label="Notes about this lead"
        placeholder={
          draft === null ? "Notes open with the next person on the line." : "What was said, in your words"
        }
        disabled={draft === null}
        value={draft === null ? "" : draft.body.value}
        onInput={(event) => typed(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
    </section>
  );
}

function useDraft(leadId: number | null, stored: string): Draft | null {
  const draft = useMemo(() => (leadId === null ? null : new Draft(leadId, PARTS)), [leadId]);
  useEffect(() => draft?.told(stored), [draft, stored]);
  useEffect(() => {
    if (draft === null) return;
    const leave = () => draft.leave();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [draft]);
  return draft;
}

const PARTS = {
  storage: localStorage,
  send: (item: Parameters<typeof outbox.add>[0]) => outbox.add<unknown>(item),
  later: (work: () => void, ms: number) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  newId: () => crypto.randomUUID(),
};

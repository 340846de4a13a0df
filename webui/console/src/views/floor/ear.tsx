/** A manager on an agent's calls: listening, whispering to the agent, or speaking to both. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { del, post } from "../../api";
import { me } from "../../app";
import type { SessionCard } from "../../shapes";
import { useSaving } from "../../ui/hooks";
import { Button, ProblemNote } from "../../ui/parts";

const onTwilio = (): boolean => me.value?.carrier === "twilio";

export const HEARING = {
  listen: { does: "Listen", doing: "listens", hint: "Nobody hears you." },
  whisper: { does: "Whisper", doing: "whispers to the agent", hint: "Only the agent hears you." },
  barge: { does: "Speak to both", doing: "speaks with both", hint: "The agent and the person hear you." },
} as const;

type Mode = keyof typeof HEARING;

/** Keeps the manager's browser phone open while they are on anybody's calls; leaving the floor ends that. */
export function useEar(sessions: readonly SessionCard[]): void {
  const hearing = sessions.some((session) => session.listeners.some((one) => one.user_id === me.value?.id));
  useEffect(() => {
    if (!hearing || !onTwilio()) return;
    void import("../../phone/ear").then((ear) => ear.openEar());
    return () => void import("../../phone/ear").then((ear) => ear.closeEar());
  }, [hearing]);
}

export function Ear({ session }: { session: SessionCard }) {
  const saving = useSaving();
  const mine = session.listeners.find((one) => one.user_id === me.value?.id);
  const others = session.listeners.filter((one) => one !== mine);
  const path = `/api/sessions/${session.id}/hear`;
  const may = session.leg_state === "up" && session.agent_id !== me.value?.id;
  const trouble = useSignal("");
  const hear = async (mode: Mode) => {
    trouble.value = "";
    if (!mine && onTwilio()) {
      const found = await (await import("../../phone/ear")).openEar();
      if (found !== null) {
        trouble.value = `${found.title}. ${found.advice}`;
        return;
      }
    }
    await saving.run(post(path, { mode }));
  };
  const modes: Mode[] = mine ? ["listen", "whisper", "barge"] : ["listen"];
  return (
    <span class="do ear">
      <ProblemNote problem={saving.problem} />
      {trouble.value !== "" && (
        <span class="hint" role="alert">
          {trouble.value}
        </span>
      )}
      {modes.map((mode) => (
        <Button
          key={mode}
          small
          look="quiet"
          {...(mine ? { pressed: mine.mode === mode } : { icon: "live" })}
          title={HEARING[mode].hint}
          disabled={saving.busy || !may}
          onClick={() => void hear(mode)}
        >
          {HEARING[mode].does}
        </Button>
      ))}
      {mine && (
        <Button
          small
          look="quiet"
          icon="hangup"
          disabled={saving.busy}
          onClick={() => void saving.run(del(path))}
        >
          Leave
        </Button>
      )}
      {others.map((one) => (
        <span key={one.user_id} class="muted">
          {one.name} {HEARING[one.mode].doing}
        </span>
      ))}
    </span>
  );
}

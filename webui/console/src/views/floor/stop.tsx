/** The kill switch, one question away from every manager. */

import { useSignal } from "@preact/signals";
import { post } from "../../api";
import type { Stopped } from "../../shapes";
import { say } from "../../ui/announce";
import { Dialog } from "../../ui/dialog";
import { useSaving } from "../../ui/hooks";
import { Button, ProblemNote } from "../../ui/parts";
import { plural } from "../../words";

export function Stop() {
  const open = useSignal(false);
  return (
    <>
      <Button
        look="bad"
        icon="pause"
        onClick={() => {
          open.value = true;
        }}
      >
        Stop all dialing
      </Button>
      {open.value && (
        <Ask
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}

function Ask({ onClose }: { onClose: () => void }) {
  const saving = useSaving();
  const stop = () =>
    void saving.run(post<Stopped>("/api/campaigns/stop", {}), (done) => {
      say(
        `${plural(done.campaigns, "campaign")} paused, ${plural(done.calls, "unanswered call")} taken back.`,
      );
      onClose();
    });
  return (
    <Dialog title="Stop all dialing?" onClose={onClose}>
      <div class="stack">
        <p>
          Every campaign is paused and every call that nobody has answered is taken back, also those that wait
          at the carrier. Conversations go on.
        </p>
        <p class="muted">Start each campaign again on its own page when all is well.</p>
        <ProblemNote problem={saving.problem} />
        <div class="actions">
          <Button onClick={onClose}>Let them dial</Button>
          <Button look="bad" icon="pause" disabled={saving.busy} onClick={stop}>
            Stop now
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

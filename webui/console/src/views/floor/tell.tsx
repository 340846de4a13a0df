/** A few words to an agent, who sees them at once and says when they were read. */

import { useSignal } from "@preact/signals";
import { post } from "../../api";
import type { SessionCard } from "../../shapes";
import { Dialog } from "../../ui/dialog";
import { useSaving } from "../../ui/hooks";
import { Button, Field, ProblemNote } from "../../ui/parts";

export function Tell({ session }: { session: SessionCard }) {
  const open = useSignal(false);
  return (
    <>
      <Button
        small
        look="quiet"
        icon="text"
        label={`Write to ${session.agent_name}`}
        title={session.notice === null ? "Write to the agent" : "The last message is not read yet"}
        onClick={() => {
          open.value = true;
        }}
      >
        {session.notice === null ? "" : "Unread"}
      </Button>
      {open.value && (
        <Write
          session={session}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}

function Write({ session, onClose }: { session: SessionCard; onClose: () => void }) {
  const words = useSignal("");
  const saving = useSaving();
  return (
    <Dialog title={`To ${session.agent_name}`} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void saving.run(post(`/api/sessions/${session.id}/notices`, { body: words.value }), onClose);
        }}
      >
        <Field label="Message" hint="Stands above the lead until the agent has seen it. It makes no sound.">
          <textarea
            rows={3}
            required
            maxLength={300}
            value={words.value}
            onInput={(event) => {
              words.value = event.currentTarget.value;
            }}
          />
        </Field>
        <ProblemNote problem={saving.problem} />
        <div class="actions">
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" look="main" icon="text" disabled={saving.busy || words.value.trim() === ""}>
            Send
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

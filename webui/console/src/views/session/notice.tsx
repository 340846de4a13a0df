/** What a manager wrote, on a line of its own until it was seen; it takes no focus and makes no sound. */

import { useEffect } from "preact/hooks";
import { post } from "../../api";
import { timeOfDay } from "../../format";
import type { NoticeCard, SessionCard } from "../../shapes";
import { say } from "../../ui/announce";
import { useSaving } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button, ProblemNote } from "../../ui/parts";

export function Notice({ session, notice }: { session: SessionCard; notice: NoticeCard }) {
  const saving = useSaving();
  useEffect(() => say(`${notice.by} writes: ${notice.body}`), [notice.id]);
  const seen = () => void saving.run(post(`/api/sessions/${session.id}/notices/${notice.id}/seen`));
  return (
    <section class="strip hold" aria-label="Message from a manager">
      <Icon name="text" />
      <p>
        <b>{notice.by}</b> <span>{notice.body}</span>{" "}
        <span class="muted">{timeOfDay(new Date(notice.at))}</span>
      </p>
      <div class="do">
        <Button small icon="check" disabled={saving.busy} onClick={seen}>
          Seen
        </Button>
      </div>
      <ProblemNote problem={saving.problem} />
    </section>
  );
}

/** One thing done to every lead of the list: what it would change first, then done, then undone if it was wrong. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { post } from "../../api";
import type { BulkDone, BulkPreview, CampaignPage } from "../../shapes";
import { Dialog } from "../../ui/dialog";
import { useCalm, useLoad, useSaving } from "../../ui/hooks";
import { Button, Field, Loading, ProblemNote } from "../../ui/parts";
import { plural } from "../../words";

interface BulkProps {
  filters: Record<string, string>;
  onClose: () => void;
  onDone: (done: BulkDone) => void;
}

const ACTIONS = [
  ["enroll", "Take into a campaign"],
  ["hold", "Hold back"],
  ["release", "Release"],
] as const;

export function Bulk({ filters, onClose, onDone }: BulkProps) {
  const campaigns = useLoad<CampaignPage[]>("/api/campaigns");
  const action = useSignal<(typeof ACTIONS)[number][0]>("enroll");
  const reason = useSignal("");
  const campaignId = useSignal(0);
  const preview = useSignal<BulkPreview | null>(null);
  const saving = useSaving();
  const order = {
    query: filters,
    action: action.value,
    reason: action.value === "hold" ? reason.value.trim() : "",
    campaign_id: action.value === "enroll" ? campaignId.value || campaigns.data?.[0]?.id || null : null,
  };
  const complete = action.value === "release" || order.reason !== "" || order.campaign_id !== null;
  const asked = useCalm(complete ? JSON.stringify(order) : "", 250);
  useEffect(() => {
    preview.value = null;
    if (asked === "") return;
    void saving.run(post<BulkPreview>("/api/leads/bulk/preview", JSON.parse(asked)), (found) => {
      preview.value = found;
    });
  }, [asked]);
  const current = complete && asked === JSON.stringify(order);
  return (
    <Dialog title="All leads of this list" onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void saving.run(post<BulkDone>("/api/leads/bulk", order), onDone);
        }}
      >
        <Field label="What to do">
          <select
            value={action.value}
            onChange={(event) => {
              action.value = event.currentTarget.value as typeof action.value;
            }}
          >
            {ACTIONS.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </Field>
        {action.value === "enroll" && (
          <Field label="Campaign">
            <select
              value={String(order.campaign_id ?? "")}
              onChange={(event) => {
                campaignId.value = Number(event.currentTarget.value);
              }}
            >
              {(campaigns.data ?? []).map((one) => (
                <option key={one.id} value={String(one.id)}>
                  {one.name}
                </option>
              ))}
            </select>
          </Field>
        )}
        {action.value === "hold" && (
          <Field label="Why" hint="Shown with each lead and in the log.">
            <input
              required
              maxLength={500}
              value={reason.value}
              onInput={(event) => {
                reason.value = event.currentTarget.value;
              }}
            />
          </Field>
        )}
        <ProblemNote problem={saving.problem} />
        <div class="foreseen" aria-live="polite">
          {!complete ? null : preview.value === null || !current ? (
            saving.problem === null && <Loading rows={1} />
          ) : (
            <p>{preview.value.sentence}</p>
          )}
        </div>
        <div class="actions">
          <Button onClick={onClose}>Not now</Button>
          <Button
            type="submit"
            look="main"
            disabled={saving.busy || !current || preview.value === null || preview.value.changed === 0}
          >
            {preview.value === null ? "Do it" : `Change ${plural(preview.value.changed, "lead")}`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface UndoProps {
  done: BulkDone;
  onUndone: () => void;
  onClose: () => void;
}

/** What was just done, and the way back; it takes its own line and covers nothing. */
export function BulkUndo({ done, onUndone, onClose }: UndoProps) {
  const saving = useSaving();
  const undone = useSignal<number | null>(null);
  return (
    <div class="bulkdone" role="status">
      {undone.value === null ? (
        <span>{plural(done.changed, "lead")} changed.</span>
      ) : (
        <span>
          {plural(undone.value, "lead")} as before. Whoever was called or changed since stays as it is.
        </span>
      )}
      {undone.value === null && (
        <Button
          small
          icon="undo"
          disabled={saving.busy}
          onClick={() =>
            void saving.run(post<BulkDone>(`/api/leads/bulk/${done.batch_id}/undo`), (back) => {
              undone.value = back.changed;
              onUndone();
            })
          }
        >
          Undo
        </Button>
      )}
      <Button small look="quiet" icon="cross" label="Close" onClick={onClose} />
      <ProblemNote problem={saving.problem} />
    </div>
  );
}

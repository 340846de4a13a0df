/** What a change would do to leads already under way, before it is saved. */

import type { ChangePreview } from "../../shapes";
import { Dialog } from "../../ui/dialog";
import { Button } from "../../ui/parts";
import { plain, plural } from "../../words";

interface ChangeProps {
  preview: ChangePreview;
  busy: boolean;
  onSave: () => void;
  onClose: () => void;
}

export function ChangeDialog({ preview, busy, onSave, onClose }: ChangeProps) {
  return (
    <Dialog title="What this changes" onClose={onClose}>
      <p>
        <b>
          {preview.leads_affected === 0
            ? "No lead under way is touched."
            : `${plural(preview.leads_affected, "lead")} under way ${preview.leads_affected === 1 ? "is" : "are"} touched.`}
        </b>
      </p>
      <ul class="sentences">
        {preview.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {preview.examples.length > 0 && (
        <details>
          <summary>For example</summary>
          <ul class="sentences">
            {preview.examples.map((example) => (
              <li key={JSON.stringify(example)}>
                {Object.entries(example)
                  .filter(([key]) => key !== "lead_id" && key !== "id")
                  .map(([key, value]) =>
                    key === "name" ? String(value) : `${plain(key).toLowerCase()}: ${String(value)}`,
                  )
                  .join(", ")}
              </li>
            ))}
          </ul>
        </details>
      )}
      <div class="actions">
        <Button onClick={onClose}>Not yet</Button>
        <Button look="main" disabled={busy} onClick={onSave}>
          Save
        </Button>
      </div>
    </Dialog>
  );
}

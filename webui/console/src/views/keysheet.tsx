import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dispositions, isManager } from "../app";
import { helpFor } from "../guide";
import { ACTIONS, type Action, altVariant, keyOf, keyPreferences, printed } from "../keys";
import { path } from "../router";
import { Dialog } from "../ui/dialog";
import { memo } from "../ui/memo";

const GROUPS = ["Call", "Outcome", "Lead", "Go to", "Page"] as const;

export function KeySheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose} look="wide tall">
      <p class="muted">
        While you type, hold Alt with the same key, such as {altVariant("h")?.replace("+Key", " + ")}. Change
        keys in <a href="/settings">your settings</a>, or read{" "}
        <a href={helpFor(path.value, isManager())} onClick={onClose}>
          help with this page
        </a>
        .
      </p>
      {!keyPreferences.value.bare && (
        <p class="muted">Single keys are switched off in your settings; the Alt variants work.</p>
      )}
      <Groups />
    </Dialog>
  );
}

/** Apart from the sheet, which is not drawn again with each group that comes. */
function Groups() {
  const drawn = useOneMoreEachFrame(GROUPS.length);
  return (
    <div class="keysheet">
      {GROUPS.slice(0, drawn).map((group) => (
        <Group key={group} group={group} />
      ))}
    </div>
  );
}

const Group = memo(({ group }: { group: Action["group"] }) => {
  return (
    <section>
      <h3>{group}</h3>
      <dl>
        {ACTIONS.filter((action) => action.group === group).map(({ id, label }) => (
          <div key={id}>
            <dt>
              <kbd class="cap">{printed(keyOf(id))}</kbd>
            </dt>
            <dd>{outcomeOf(id) ?? label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
});

const outcomeOf = (id: string): string | undefined =>
  dispositions.value.find((card) => id === `disposition_${card.key}`)?.label;

/** Counts up to `all`, so that a slow machine answers the key at once and draws the rest a part at a time. */
function useOneMoreEachFrame(all: number): number {
  const drawn = useSignal(0);
  const reached = drawn.value;
  useEffect(() => {
    if (reached === all) return;
    const frame = requestAnimationFrame(() => {
      drawn.value = reached + 1;
    });
    return () => cancelAnimationFrame(frame);
  }, [drawn, reached, all]);
  return reached;
}

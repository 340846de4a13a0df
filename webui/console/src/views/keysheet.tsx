import { dispositions, isManager } from "../app";
import { helpFor } from "../guide";
import { ACTIONS, altVariant, keyOf, keyPreferences, printed } from "../keys";
import { path } from "../router";
import { Dialog } from "../ui/dialog";

const GROUPS = ["Call", "Outcome", "Lead", "Go to", "Page"] as const;

export function KeySheet({ onClose }: { onClose: () => void }) {
  const outcomes = new Map(dispositions.value.map((card) => [`disposition_${card.key}`, card.label]));
  return (
    <Dialog title="Keys" onClose={onClose} wide>
      <p>
        <a href={helpFor(path.value, isManager())} onClick={onClose}>
          Help with this page
        </a>
      </p>
      {!keyPreferences.value.bare && (
        <p class="muted">Single keys are switched off in your settings; the Alt variants work.</p>
      )}
      <div class="keysheet">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {ACTIONS.filter((action) => action.group === group).map((action) => (
                <div key={action.id}>
                  <dt>
                    <kbd class="cap">{printed(keyOf(action.id))}</kbd>
                  </dt>
                  <dd>{outcomes.get(action.id) ?? action.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="muted">
        While you type, hold Alt with the same key, such as {altVariant("h")?.replace("+Key", " + ")}. Change
        keys in <a href="/settings">your settings</a>.
      </p>
    </Dialog>
  );
}

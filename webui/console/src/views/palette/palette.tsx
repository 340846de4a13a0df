/** The command palette: everything that can be done here or gone to, and every lead, found by typing. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { get, withQuery } from "../../api";
import { dispositions, isManager } from "../../app";
import { ACTIONS, isAvailable, perform } from "../../keys";
import { go } from "../../router";
import type { LeadList } from "../../shapes";
import { Layer } from "../../ui/dialog";
import { useCalm } from "../../ui/hooks";
import { KeyCap } from "../../ui/parts";
import { SUBJECTS } from "../setup/page";
import { type Entry, fitting } from "./find";

interface Place {
  to: string;
  name: string;
  managers?: boolean;
}

interface PaletteProps {
  places: readonly Place[];
  onClose: () => void;
}

const LEADS_SHOWN = 6;

export function Palette({ places, onClose }: PaletteProps) {
  const typed = useSignal("");
  const at = useSignal(0);
  const commands = useRef(commandsNow(places));
  const found = [...fitting(commands.current, typed.value), ...useLeads(typed.value)];
  const chosen = Math.min(at.value, found.length - 1);
  const run = (entry: Entry | undefined, close: () => void) => {
    if (entry === undefined) return;
    // Closed first: the focus goes back to the page that the command is for.
    close();
    entry.run();
  };
  const pressed = (event: KeyboardEvent, close: () => void) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      at.value = (chosen + step + found.length) % Math.max(1, found.length);
      document.getElementById(`command-${at.value}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(found[chosen], close);
    }
  };
  return (
    <Layer label="Commands" look="palette" onClose={onClose}>
      {(close) => (
        <>
          <input
            type="text"
            role="combobox"
            aria-label="Command, page or lead"
            aria-expanded={found.length > 0}
            aria-controls={found.length > 0 ? "commands" : undefined}
            aria-autocomplete="list"
            aria-activedescendant={found.length > 0 ? `command-${chosen}` : undefined}
            placeholder="Do something, go somewhere, find a lead"
            value={typed.value}
            autofocus
            onKeyDown={(event) => pressed(event, close)}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
              at.value = 0;
            }}
          />
          {found.length === 0 ? (
            <p class="muted">Nothing here is called that.</p>
          ) : (
            <div id="commands" role="listbox" aria-label="Commands">
              {found.map((entry, index) => (
                // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the chosen one.
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field's Enter does the same.
                <div
                  key={entry.id}
                  id={`command-${index}`}
                  role="option"
                  aria-selected={index === chosen}
                  onClick={() => run(entry, close)}
                  onMouseMove={() => {
                    at.value = index;
                  }}
                >
                  <span>{entry.name}</span>
                  <span class="muted">{entry.hint}</span>
                  {entry.action && <KeyCap action={entry.action} />}
                </div>
              ))}
            </div>
          )}
          <footer class="muted">
            <kbd class="cap">↑</kbd> <kbd class="cap">↓</kbd> choose <kbd class="cap">Enter</kbd> does it{" "}
            <kbd class="cap">Esc</kbd> closes
          </footer>
        </>
      )}
    </Layer>
  );
}

/** What can be done at this moment, then the pages. */
function commandsNow(places: readonly Place[]): Entry[] {
  const mine = (place: Place) => !place.managers || isManager();
  const sections = SUBJECTS.map(({ to, name, everybody }) => ({ to, name, managers: everybody !== true }));
  const pages = [...places, ...sections].filter(mine);
  const outcomeNames = new Map(dispositions.value.map((card) => [`disposition_${card.key}`, card.label]));
  const known = new Map(pages.map((place) => [place.to, place]));
  return [
    ...ACTIONS.filter(({ id, group }) => group !== "Go to" && id !== "palette" && isAvailable(id)).map(
      ({ id, label, group }) => ({
        id,
        name: outcomeNames.get(id) ?? label,
        hint: group,
        action: id,
        run: () => void perform(id),
      }),
    ),
    ...[...known.values()].map(({ to, name }) => ({ id: to, name, hint: "Go to", run: () => go(to) })),
  ];
}

/** Leads that fit, once the typing has stood still. */
function useLeads(typed: string): Entry[] {
  const words = useCalm(typed.trim(), 150);
  const leads = useSignal<Entry[]>([]);
  useEffect(() => {
    leads.value = [];
    if (words.length < 2) return;
    let wanted = true;
    void get<LeadList>(withQuery("/api/leads", { q: words })).then((answer) => {
      if (!wanted || !answer.ok) return;
      leads.value = answer.value.rows.slice(0, LEADS_SHOWN).map((row) => ({
        id: `lead-${row.id}`,
        name: row.name || "Owner unknown",
        hint: [row.address, row.place].filter(Boolean).join(", "),
        run: () => go(`/leads/${row.id}`),
      }));
    });
    return () => {
      wanted = false;
    };
  }, [words, leads]);
  return words === typed.trim() ? leads.value : [];
}

/** Outcomes that agents may choose: their key, their words and their effects. */

import { useSignal } from "@preact/signals";
import { put } from "../../api";
import { dispositions } from "../../app";
import type { DispositionCard } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Button, Loading, Page, ProblemNote } from "../../ui/parts";

const EFFECTS: readonly (readonly [flag: string, label: string])[] = [
  ["counts_as_contact", "Counts as a contact"],
  ["stops_sequence", "Ends the sequence"],
  ["removes_number", "Removes the number"],
  ["note_required", "Asks for a note"],
];

const SUPPRESS = [
  ["none", "Nobody"],
  ["number", "This number"],
  ["lead", "The whole lead"],
] as const;

export function DispositionsView() {
  useTitle("Outcomes");
  const list = useLoad<DispositionCard[]>("/api/dispositions");
  if (list.data === null)
    return (
      <Page title="Outcomes">
        <ProblemNote problem={list.problem} />
        <Loading rows={8} />
      </Page>
    );
  return <Editor key={JSON.stringify(list.data)} cards={list.data} onSaved={list.set} />;
}

function Editor({
  cards,
  onSaved,
}: {
  cards: readonly DispositionCard[];
  onSaved: (cards: DispositionCard[]) => void;
}) {
  const draft = useSignal([...cards]);
  const saving = useSaving();
  const set = (id: number, changed: Partial<DispositionCard>) => {
    draft.value = draft.value.map((card) => (card.id === id ? { ...card, ...changed } : card));
  };
  const save = () =>
    void saving.run(put<DispositionCard[]>("/api/dispositions", { dispositions: draft.value }), (saved) => {
      dispositions.value = saved;
      onSaved(saved);
    });
  const keys = draft.value.filter((card) => card.active && card.key !== "").map((card) => card.key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  return (
    <Page
      title="Outcomes"
      lead="What agents say about a call. What each one does to the lead is written on its button."
    >
      <div class="scroll card flush">
        <table class="grid cards">
          <caption class="unseen">Outcomes and their effects</caption>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Words on the button</th>
              <th scope="col">Never contact again</th>
              {EFFECTS.map(([flag, label]) => (
                <th key={flag} scope="col">
                  {label}
                </th>
              ))}
              <th scope="col">In use</th>
            </tr>
          </thead>
          <tbody>
            {draft.value.map((card) => (
              <Row key={card.id} card={card} set={set} />
            ))}
          </tbody>
        </table>
      </div>
      {twice !== undefined && <p class="warning">Key {twice} is given twice.</p>}
      <ProblemNote problem={saving.problem} />
      <footer class="savebar">
        <span class="muted">Outcomes of earlier calls keep the effects they had.</span>
        <Button
          look="main"
          disabled={
            saving.busy || twice !== undefined || JSON.stringify(draft.value) === JSON.stringify(cards)
          }
          onClick={save}
        >
          Save
        </Button>
      </footer>
    </Page>
  );
}

function Row({
  card,
  set,
}: {
  card: DispositionCard;
  set: (id: number, changed: Partial<DispositionCard>) => void;
}) {
  const flag = (name: string, value: unknown) => set(card.id, { flags: { ...card.flags, [name]: value } });
  return (
    <tr>
      <td class="aside">
        <select
          aria-label={`Key of ${card.label}`}
          value={card.key}
          onChange={(event) => set(card.id, { key: event.currentTarget.value })}
        >
          <option value="">–</option>
          {Array.from({ length: 9 }, (_, index) => (
            <option key={index + 1} value={String(index + 1)}>
              {index + 1}
            </option>
          ))}
        </select>
      </td>
      <th scope="row">
        <input
          aria-label={`Words of ${card.label}`}
          value={card.label}
          onInput={(event) => set(card.id, { label: event.currentTarget.value })}
        />
        <span class="muted">{card.consequence}</span>
      </th>
      <td class="wide" data-name="Never contact again">
        <select
          aria-label={`Who is never contacted again after ${card.label}`}
          value={String(card.flags["suppress"] ?? "none")}
          onChange={(event) => flag("suppress", event.currentTarget.value)}
        >
          {SUPPRESS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </td>
      {EFFECTS.map(([name, label]) => (
        <td key={name} class="middle" data-name={label}>
          <input
            type="checkbox"
            aria-label={`${card.label}: ${label}`}
            checked={card.flags[name] === true}
            onChange={(event) => flag(name, event.currentTarget.checked)}
          />
        </td>
      ))}
      <td class="middle" data-name="In use">
        <input
          type="checkbox"
          aria-label={`${card.label} is in use`}
          checked={card.active}
          onChange={(event) => set(card.id, { active: event.currentTarget.checked })}
        />
      </td>
    </tr>
  );
}

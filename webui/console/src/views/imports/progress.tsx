/** An import while it runs and after it: counts, what was refused and why, and the way back. */

import { useSignal } from "@preact/signals";
import { post, withQuery } from "../../api";
import { count, moment } from "../../format";
import type { ImportCard } from "../../shapes";
import { useSaving } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button, ProblemNote, Stat } from "../../ui/parts";
import { Since } from "../../ui/timer";
import { plain } from "../../words";
import { Rejects } from "./rejects";

export function Progress({ card }: { card: ImportCard }) {
  const part = card.rows_total === 0 ? 0 : card.rows_done / card.rows_total;
  return (
    <section class="card stack importing" aria-label="Import under way">
      <h2>
        {card.state === "queued"
          ? "Waiting for its turn"
          : `${count(card.rows_done)} of ${count(card.rows_total)} rows`}
      </h2>
      <progress class="progress" max={1} value={part} aria-label="Rows done" />
      <p class="muted">
        Running for <Since at={card.created_at} />. You may leave this page; the import goes on.
      </p>
      <Counts card={card} />
    </section>
  );
}

const COUNTS: readonly [key: string, name: string][] = [
  ["created", "New leads"],
  ["updated", "Changed"],
  ["unchanged", "Known already"],
  ["held", "Held"],
  ["refused", "Refused"],
  ["cell_warnings", "Cells put aside"],
];

function Counts({ card }: { card: ImportCard }) {
  return (
    <dl class="figures big">
      {COUNTS.map(([key, name]) => (
        <Stat key={key} name={name} value={count(card.counts[key] ?? 0)} />
      ))}
    </dl>
  );
}

export function Report({ card, onChanged }: { card: ImportCard; onChanged: (card: ImportCard) => void }) {
  return (
    <div class="stack">
      {card.state === "failed" && (
        <p class="problem" role="alert">
          <Icon name="warning" />{" "}
          {card.error ||
            "The import stopped. Rows already stored stay; start the file again and they are recognised."}
        </p>
      )}
      {card.state === "undone" && (
        <p class="strip hold">
          <Icon name="undo" /> This import was undone: its new leads are gone, changed ones are as they were.
        </p>
      )}
      <section class="card stack">
        <h2>{card.state === "done" ? `Finished ${moment(card.finished_at)}` : plain(card.state)}</h2>
        <Counts card={card} />
        <div class="actions">
          <a class="button main" href={withQuery("/leads", { file: card.id })}>
            See its new leads
          </a>
          {card.state === "done" && <Undo card={card} onChanged={onChanged} />}
        </div>
      </section>
      {card.rejects.length > 0 && <Rejects card={card} />}
    </div>
  );
}

function Undo({ card, onChanged }: { card: ImportCard; onChanged: (card: ImportCard) => void }) {
  const sure = useSignal(false);
  const saving = useSaving();
  const undo = () => {
    if (sure.value) void saving.run(post<ImportCard>(`/api/imports/${card.id}/undo`), onChanged);
    sure.value = !sure.value;
  };
  return (
    <>
      <Button icon="undo" look={sure.value ? "bad" : "plain"} disabled={saving.busy} onClick={undo}>
        {sure.value ? "Press again: take its leads out" : "Undo this import"}
      </Button>
      <ProblemNote problem={saving.problem} />
    </>
  );
}

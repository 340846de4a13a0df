/** One import on its way: check the columns, start, watch, read the report. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get } from "../../api";
import { live } from "../../app";
import type { ImportCard } from "../../shapes";
import type { Followed } from "../../store";
import { useLoad, useTitle } from "../../ui/hooks";
import { Empty, Loading, Page } from "../../ui/parts";
import { plain } from "../../words";
import { Mapping } from "./mapping";
import { Progress, Report } from "./progress";

export function ImportView({ id }: { id: string }) {
  const loaded = useLoad<ImportCard>(`/api/imports/${id}`);
  const card = useFollowed(id, loaded.data);
  useTitle(card?.filename ?? "Import");
  if (loaded.problem) {
    return (
      <Page title="Import">
        <Empty icon="import" title={loaded.problem.title}>
          <p>{loaded.problem.detail}</p>
          <a class="button main" href="/imports">
            All imports
          </a>
        </Empty>
      </Page>
    );
  }
  if (card === null)
    return (
      <Page title="Import">
        <Loading rows={8} />
      </Page>
    );
  return (
    <Page
      title={card.filename}
      lead={[card.source, steps(card)].filter(Boolean).join(" · ")}
      actions={
        <a class="button" href="/imports">
          All imports
        </a>
      }
    >
      {card.state === "preview" && <Mapping card={card} onChanged={loaded.set} />}
      {(card.state === "queued" || card.state === "running") && <Progress card={card} />}
      {(card.state === "done" || card.state === "failed" || card.state === "undone") && (
        <Report card={card} onChanged={loaded.set} />
      )}
    </Page>
  );
}

function steps(card: ImportCard): string {
  return card.state === "preview" ? "Check the columns, then start" : plain(card.state);
}

/** The card as the server last told it, by the page load or by a live event. */
function useFollowed(id: string, loaded: ImportCard | null): ImportCard | null {
  const told = useSignal<ImportCard | null>(null);
  const moving = loaded?.state === "queued" || loaded?.state === "running";
  useEffect(() => {
    told.value = loaded;
    if (!moving) return;
    const target: Followed<ImportCard> = {
      replace: (card) => {
        told.value = card;
      },
      // Each event brings the whole card, so that a missed one does no harm.
      take: (event) => {
        told.value = event.data as ImportCard;
        return true;
      },
    };
    return live().follow(`import:${id}`, target, () => get<ImportCard>(`/api/imports/${id}`));
  }, [id, moving, loaded, told]);
  return told.value ?? loaded;
}

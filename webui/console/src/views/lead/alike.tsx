/** Leads that may be the same household: on a lead's own page, and all of them on a page of their own. */

import { useSignal } from "@preact/signals";
import { post, withQuery } from "../../api";
import { moment } from "../../format";
import type { DuplicatePage, LeadPage, LeadRow, LeadsAlike, MergeDone } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Badge, Button, Empty, Loading, Page, ProblemNote } from "../../ui/parts";
import "../../styles/merge.css";
import { BECAUSE, Merge } from "./merge";

/** Every pair, newest first, some thousand leads looked through at a time. */
export function DuplicatesView() {
  useTitle("Duplicates");
  const before = useSignal<number | null>(null);
  const found = useLoad<DuplicatePage>(withQuery("/api/leads/duplicates", { before: before.value }));
  const done = useSignal<{ merge: MergeDone; kept: LeadRow } | null>(null);
  const next = found.data?.next ?? null;
  return (
    <Page
      title="Duplicates"
      lead="Leads that share a number, a house, or a name and house number"
      actions={
        <a class="button" href="/leads">
          All leads
        </a>
      }
    >
      {done.value !== null && (
        <Merged
          key={done.value.merge.merge_id}
          merge={done.value.merge}
          kept={done.value.kept}
          onUndone={found.reload}
        />
      )}
      <ProblemNote problem={found.problem} />
      {found.data === null ? (
        <Loading rows={6} />
      ) : found.data.pairs.length === 0 ? (
        <Empty
          icon="check"
          title={next === null ? "No two leads look alike" : "None among the leads looked through"}
        >
          <p>
            Imports recognise the same parcel, address and listing by themselves; what slips past them is
            found here, newest first.
          </p>
        </Empty>
      ) : (
        <Pairs
          pairs={found.data.pairs}
          onChanged={found.reload}
          onMerged={(merge, kept) => {
            done.value = { merge, kept };
            found.reload();
          }}
        />
      )}
      {(before.value !== null || next !== null) && (
        <nav class="pager" aria-label="Further leads">
          <Button
            icon="left"
            disabled={before.value === null}
            onClick={() => {
              before.value = null;
            }}
          >
            Newest
          </Button>
          <Button
            icon="right"
            disabled={next === null || found.loading}
            onClick={() => {
              before.value = next;
            }}
          >
            Look further back
          </Button>
        </nav>
      )}
    </Page>
  );
}

interface PairsProps {
  pairs: readonly LeadsAlike[];
  /** The lead on whose page they stand. */
  but?: number;
  onChanged: () => void;
  onMerged: (done: MergeDone, kept: LeadRow) => void;
}

function Pairs({ pairs, but, onChanged, onMerged }: PairsProps) {
  const open = useSignal<LeadsAlike | null>(null);
  const saving = useSaving();
  return (
    <>
      <ul class="pairs">
        {pairs.map((pair) => (
          <li key={`${pair.first.id}-${pair.second.id}`} class="card">
            <div class="both">
              {[pair.first, pair.second]
                .filter((row) => row.id !== but)
                .map((row) => (
                  <One key={row.id} row={row} />
                ))}
            </div>
            <p class="badges">
              {pair.because.map((word) => (
                <Badge key={word} tone="wait" icon="leads">
                  {BECAUSE[word]}
                </Badge>
              ))}
            </p>
            <div class="do">
              <Button
                small
                look="main"
                icon="leads"
                onClick={() => {
                  open.value = pair;
                }}
              >
                Compare and merge
              </Button>
              <Button
                small
                icon="cross"
                disabled={saving.busy}
                onClick={() =>
                  void saving.run(
                    post(`/api/leads/${pair.first.id}/apart`, { lead_id: pair.second.id }),
                    onChanged,
                  )
                }
              >
                Not the same
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <ProblemNote problem={saving.problem} />
      {open.value !== null && (
        <Merge
          pair={open.value}
          onClose={() => {
            open.value = null;
          }}
          onDone={(done, kept) => {
            open.value = null;
            onMerged(done, kept);
          }}
        />
      )}
    </>
  );
}

function One({ row }: { row: LeadRow }) {
  return (
    <div>
      <a href={`/leads/${row.id}`}>{row.name || "Owner unknown"}</a>
      <span class="muted">{[row.address, row.place].filter(Boolean).join(", ") || "No address"}</span>
      <span class="muted">
        {row.phones} {row.phones === 1 ? "number" : "numbers"}, {row.attempts}{" "}
        {row.attempts === 1 ? "try" : "tries"}
      </span>
    </div>
  );
}

interface MergedProps {
  merge: MergeDone;
  kept: LeadRow;
  onUndone: () => void;
}

/** What was just done, and the way back; it takes its own line and covers nothing. */
function Merged({ merge, kept, onUndone }: MergedProps) {
  const saving = useSaving();
  const undone = useSignal(false);
  return (
    <div class="bulkdone" role="status">
      <span>
        {undone.value ? "They are two leads again." : "Merged into "}
        {!undone.value && <a href={`/leads/${kept.id}`}>{kept.name || "the lead"}</a>}
      </span>
      {!undone.value && (
        <Button
          small
          icon="undo"
          disabled={saving.busy}
          onClick={() =>
            void saving.run(post(`/api/merges/${merge.merge_id}/undo`), () => {
              undone.value = true;
              onUndone();
            })
          }
        >
          Undo
        </Button>
      )}
      <ProblemNote problem={saving.problem} />
    </div>
  );
}

interface OfLeadProps {
  lead: LeadPage;
  onChanged: () => void;
}

/** On a lead's page: who may be the same household, and what was merged into this one. */
export function AlikeOfLead({ lead, onChanged }: OfLeadProps) {
  const found = useLoad<LeadsAlike[]>(`/api/leads/${lead.id}/duplicates`);
  const saving = useSaving();
  const alike = found.data ?? [];
  if (alike.length === 0 && lead.merged.length === 0) return null;
  return (
    <section class="card alike">
      {alike.length > 0 && (
        <>
          <h2>May be the same household</h2>
          <Pairs
            pairs={alike}
            but={lead.id}
            onChanged={found.reload}
            onMerged={(_, kept) => {
              if (kept.id === lead.id) {
                found.reload();
                onChanged();
              } else location.assign(`/leads/${kept.id}`);
            }}
          />
        </>
      )}
      {lead.merged.length > 0 && <h2>Merged into this lead</h2>}
      {lead.merged.map((one) => (
        <div key={one.merge_id} class="wasmerged">
          <p>
            <b>{one.name || "Owner unknown"}</b>
            <span class="muted">
              {[one.address, `${moment(one.at)} by ${one.by}`].filter(Boolean).join(" · ")}
            </span>
          </p>
          {one.undoable && (
            <Button
              small
              icon="undo"
              disabled={saving.busy}
              onClick={() =>
                void saving.run(post(`/api/merges/${one.merge_id}/undo`), () => {
                  found.reload();
                  onChanged();
                })
              }
            >
              Take apart again
            </Button>
          )}
        </div>
      ))}
      <ProblemNote problem={saving.problem ?? found.problem} />
    </section>
  );
}

/** Numbers and leads that are never contacted, why, and since when. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { del, post, upload, withQuery } from "../../api";
import { me } from "../../app";
import { count, moment } from "../../format";
import type { SuppressionCard, SuppressionList } from "../../shapes";
import { useCalm, useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Button, CsvLink, Empty, Field, Loading, Page, ProblemNote } from "../../ui/parts";
import { plain, plural } from "../../words";

export function SuppressionsPage() {
  useTitle("Do not call");
  const q = useSignal("");
  const cursors = useSignal<(string | null)[]>([null]);
  const calm = useCalm(q.value, 250);
  const list = useLoad<SuppressionList>(
    withQuery("/api/suppressions", { q: calm, cursor: cursors.value.at(-1) ?? null }),
  );
  const rows = list.data?.rows ?? [];
  return (
    <Page
      title="Do not call"
      lead="Nobody on this list is called or texted, by any campaign. Asked before every dial and every text."
      actions={<CsvLink to={withQuery("/api/suppressions.csv", { q: calm })} />}
    >
      <div class="columns uneven">
        <div class="stack">
          <search class="filters">
            <input
              type="search"
              aria-label="Search by number or reason"
              placeholder="Number or reason"
              value={q.value}
              onInput={(event) => {
                q.value = event.currentTarget.value;
                cursors.value = [null];
              }}
            />
          </search>
          <ProblemNote problem={list.problem} />
          {list.data === null ? (
            list.loading && <Loading rows={6} />
          ) : rows.length === 0 ? (
            <Empty icon="shield" title={calm ? "Nothing found" : "The list is empty"}>
              <p>Agents add to it with “Do not call”, owners with a STOP text, and you with a file.</p>
            </Empty>
          ) : (
            <Rows rows={rows} onRemoved={list.reload} />
          )}
          {(cursors.value.length > 1 || list.data?.next_cursor) && (
            <nav class="pager" aria-label="Pages of the list">
              <Button
                icon="left"
                disabled={cursors.value.length === 1}
                onClick={() => {
                  cursors.value = cursors.value.slice(0, -1);
                }}
              >
                Earlier
              </Button>
              <span class="muted">Page {cursors.value.length}</span>
              <Button
                icon="right"
                disabled={!list.data?.next_cursor}
                onClick={() => {
                  cursors.value = [...cursors.value, list.data?.next_cursor ?? null];
                  scrollTo(0, 0);
                }}
              >
                Further
              </Button>
            </nav>
          )}
        </div>
        <div class="stack">
          <Add onAdded={list.reload} />
          <FromFile onAdded={list.reload} />
          {me.value?.role !== "owner" && (
            <p class="muted">
              Only the owner takes a number off this list again, with a reason that is kept on record.
            </p>
          )}
        </div>
      </div>
    </Page>
  );
}

function Rows({ rows, onRemoved }: { rows: readonly SuppressionCard[]; onRemoved: () => void }) {
  return (
    <div class="scroll card flush">
      <table class="grid cards">
        <caption class="unseen">Suppressed numbers and leads</caption>
        <thead>
          <tr>
            <th scope="col">Number or lead</th>
            <th scope="col">Reason</th>
            <th scope="col">From</th>
            <th scope="col">Since</th>
            <th scope="col">
              <span class="unseen">Act</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.number || "Every number"}
                {row.lead_id !== null && (
                  <a class="muted" href={`/leads/${row.lead_id}`}>
                    {row.lead_name}
                  </a>
                )}
              </th>
              <td class="wide">{plain(row.reason)}</td>
              <td data-name="From">
                {plain(row.source)}
                <span class="muted">{row.created_by}</span>
              </td>
              <td data-name="Since">{moment(row.created_at)}</td>
              <td>{me.value?.role === "owner" && <Remove row={row} onRemoved={onRemoved} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Remove({ row, onRemoved }: { row: SuppressionCard; onRemoved: () => void }) {
  const open = useSignal(false);
  const because = useSignal("");
  const saving = useSaving();
  if (!open.value) {
    return (
      <Button
        small
        look="quiet"
        onClick={() => {
          open.value = true;
        }}
      >
        Remove
      </Button>
    );
  }
  return (
    <form
      class="inline"
      onSubmit={(event) => {
        event.preventDefault();
        void saving.run(del(`/api/suppressions/${row.id}`, { because: because.value }), onRemoved);
      }}
    >
      <input
        aria-label="Why it is removed"
        placeholder="Why? Kept in the audit log"
        value={because.value}
        onInput={(event) => {
          because.value = event.currentTarget.value;
        }}
      />
      <Button small type="submit" look="bad" disabled={saving.busy || because.value.trim() === ""}>
        Remove
      </Button>
      <ProblemNote problem={saving.problem} />
    </form>
  );
}

function Add({ onAdded }: { onAdded: () => void }) {
  const number = useSignal("");
  const reason = useSignal("");
  const saving = useSaving();
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void saving.run(post("/api/suppressions", { e164: number.value, reason: reason.value }), () => {
          number.value = "";
          onAdded();
        });
      }}
    >
      <h2>Add a number</h2>
      <Field label="Number" wide>
        <input
          type="tel"
          required
          placeholder="(217) 555-0123"
          value={number.value}
          onInput={(event) => {
            number.value = event.currentTarget.value;
          }}
        />
      </Field>
      <Field label="Reason" wide>
        <input
          required
          placeholder="Asked by e-mail"
          value={reason.value}
          onInput={(event) => {
            reason.value = event.currentTarget.value;
          }}
        />
      </Field>
      <ProblemNote problem={saving.problem} />
      <Button type="submit" look="main" icon="shield" disabled={saving.busy}>
        Never contact
      </Button>
    </form>
  );
}

function FromFile({ onAdded }: { onAdded: () => void }) {
  const saving = useSaving();
  const told = useSignal("");
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="card stack">
      <h2>From a file</h2>
      <p class="muted">
        One number a line, or a CSV with a column of numbers. The same file twice changes nothing.
      </p>
      <Button icon="import" disabled={saving.busy} onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        class="unseen"
        tabIndex={-1}
        type="file"
        accept=".csv,.txt"
        aria-label="File of numbers never to contact"
        disabled={saving.busy}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file may be chosen again after a correction.
          event.currentTarget.value = "";
          if (!file) return;
          void saving.run(
            upload<{ added: number; known: number; rejected: number }>("/api/suppressions/import", file),
            (result) => {
              told.value = `${plural(result.added, "number")} added, ${count(result.known)} known already, ${plural(result.rejected, "line")} not understood.`;
              onAdded();
            },
          );
        }}
      />
      {told.value && <p role="status">{told.value}</p>}
      <ProblemNote problem={saving.problem} />
    </div>
  );
}

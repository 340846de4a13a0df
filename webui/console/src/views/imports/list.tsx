/** Files of leads: drop one, and see what came of the earlier ones. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { upload } from "../../api";
import { tick } from "../../clock";
import { around, count } from "../../format";
import { go } from "../../router";
import type { ImportCard } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Badge, CsvLink, Empty, Loading, Page, ProblemNote, type Tone } from "../../ui/parts";
import { plain } from "../../words";

export const IMPORT_TONES: Record<ImportCard["state"], Tone> = {
  preview: "wait",
  queued: "ring",
  running: "ring",
  done: "live",
  failed: "bad",
  undone: "idle",
};

export function ImportsPage() {
  useTitle("Imports");
  const list = useLoad<ImportCard[]>("/api/imports");
  return (
    <Page
      title="Imports"
      lead="Every row of a file becomes a lead or a line in its report; nothing is lost and everything can be undone."
      actions={(list.data?.length ?? 0) > 0 && <CsvLink to="/api/imports.csv" />}
    >
      <Drop />
      <ProblemNote problem={list.problem} />
      {list.data === null ? (
        list.loading && <Loading rows={5} />
      ) : list.data.length === 0 ? (
        <Empty icon="import" title="No file yet">
          <p>
            Export today’s expireds from your lead source as CSV or Excel and drop the file above. You see
            what each column becomes before anything is stored.
          </p>
        </Empty>
      ) : (
        <Earlier imports={list.data} />
      )}
    </Page>
  );
}

function Drop() {
  const over = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const saving = useSaving();
  const send = (file: File | undefined) => {
    if (file) void saving.run(upload<ImportCard>("/api/imports", file), (made) => go(`/imports/${made.id}`));
  };
  return (
    <>
      <section
        class={`drop${over.value ? " over" : ""}`}
        aria-label="New import"
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => {
          over.value = false;
        }}
        onDrop={(event) => {
          event.preventDefault();
          over.value = false;
          send(event.dataTransfer?.files[0]);
        }}
      >
        <Icon name="import" size={26} />
        <p>
          <b>{saving.busy ? "Reading the file" : "Drop a CSV or Excel file here"}</b>
          <span class="muted">
            REDX, Landvoice, Vulcan7, PropStream, BatchLeads, MLS exports and plain tables
          </span>
        </p>
        <button
          type="button"
          class="button main"
          disabled={saving.busy}
          onClick={() => input.current?.click()}
        >
          Choose a file
        </button>
        <input
          ref={input}
          class="unseen"
          type="file"
          tabIndex={-1}
          aria-label="File of leads"
          accept=".csv,.tsv,.txt,.xlsx,.xls"
          onChange={(event) => send(event.currentTarget.files?.[0])}
        />
      </section>
      <ProblemNote problem={saving.problem} />
    </>
  );
}

function Earlier({ imports }: { imports: readonly ImportCard[] }) {
  return (
    <div class="scroll card flush">
      <table class="grid cards">
        <caption class="unseen">Earlier imports</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">State</th>
            <th scope="col" class="figure">
              Rows
            </th>
            <th scope="col" class="figure">
              New
            </th>
            <th scope="col" class="figure">
              Changed
            </th>
            <th scope="col" class="figure">
              Held
            </th>
            <th scope="col" class="figure">
              Refused
            </th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <a href={`/imports/${one.id}`}>{one.filename}</a>
                <span class="muted">{one.source}</span>
              </th>
              <td class="aside">
                <Badge tone={IMPORT_TONES[one.state]}>
                  {one.state === "preview" ? "Not started" : plain(one.state)}
                </Badge>
              </td>
              <td class="figure" data-name="Rows">
                {count(one.rows_total)}
              </td>
              <td class="figure" data-name="New">
                {count(one.counts["created"] ?? 0)}
              </td>
              <td class="figure" data-name="Changed">
                {count(one.counts["updated"] ?? 0)}
              </td>
              <td class="figure" data-name="Held">
                {count(one.counts["held"] ?? 0)}
              </td>
              <td class="figure" data-name="Refused">
                {count(one.counts["refused"] ?? 0)}
              </td>
              <td data-name="When">{around(one.created_at, tick.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

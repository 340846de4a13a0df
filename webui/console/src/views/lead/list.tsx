/** Leads: filters and order in the address, so that a list can be sent to somebody; pages by key, never by number. */

import { useSignal } from "@preact/signals";
import { withQuery } from "../../api";
import { isManager } from "../../app";
import { tick } from "../../clock";
import { around, count, day, money } from "../../format";
import { go, search } from "../../router";
import type { BulkDone, LeadList, LeadRow } from "../../shapes";
import { useCalm, useLoad, useTitle } from "../../ui/hooks";
import { Badge, Button, CsvLink, Empty, Loading, Page, ProblemNote, type Tone } from "../../ui/parts";
import { plain } from "../../words";
import { Bulk, BulkUndo } from "./bulk";
import { type BarProps, Chips, FilterBar, type Filters, filtersOf } from "./filters";
import { SavedLists } from "./lists";
import { Ranges } from "./ranges";

export function LeadsPage() {
  useTitle("Leads");
  const filters = filtersOf(search.value);
  const trail = useSignal<(string | null)[]>([null]);
  const cursor = trail.value.at(-1) ?? null;
  const calm = useCalm(JSON.stringify(filters), 200);
  const list = useLoad<LeadList>(withQuery("/api/leads", { ...(JSON.parse(calm) as Filters), cursor }));
  const change = (changed: Filters) => {
    trail.value = [null];
    go(withQuery("/leads", { ...filters, ...changed }), true);
  };
  const total = list.data?.total;
  const bulk = useSignal(false);
  const done = useSignal<BulkDone | null>(null);
  return (
    <Page
      title="Leads"
      lead={
        list.data === null
          ? ""
          : total === null || total === undefined
            ? "More than 10,000 leads"
            : `${count(total)} ${total === 1 ? "lead" : "leads"}`
      }
      actions={
        isManager() &&
        (list.data?.rows.length ?? 0) > 0 && (
          <>
            <a class="button" href="/leads/duplicates">
              Duplicates
            </a>
            <CsvLink to={withQuery("/api/leads.csv", filters)} />
            <Button
              icon="check"
              onClick={() => {
                bulk.value = true;
              }}
            >
              Do to all of these
            </Button>
          </>
        )
      }
    >
      <FilterBar filters={filters} change={change} />
      <Ranges filters={filters} change={change} />
      <Chips filters={filters} change={change} />
      <SavedLists filters={filters as Record<string, string>} />
      {done.value !== null && (
        <BulkUndo
          key={done.value.batch_id}
          done={done.value}
          onUndone={list.reload}
          onClose={() => {
            done.value = null;
          }}
        />
      )}
      <ProblemNote problem={list.problem} />
      {list.data === null ? (
        <Loading rows={10} />
      ) : (
        <Rows list={list.data} filters={filters} change={change} />
      )}
      {list.data !== null && (trail.value.length > 1 || list.data.next_cursor !== null) && (
        <nav class="pager" aria-label="Pages of the list">
          <Button
            icon="left"
            disabled={trail.value.length === 1}
            onClick={() => {
              trail.value = trail.value.slice(0, -1);
            }}
          >
            Earlier
          </Button>
          <span class="muted">Page {trail.value.length}</span>
          <Button
            icon="right"
            disabled={list.data.next_cursor === null}
            onClick={() => {
              trail.value = [...trail.value, list.data?.next_cursor ?? null];
              scrollTo(0, 0);
            }}
          >
            Further
          </Button>
        </nav>
      )}
      {bulk.value && (
        <Bulk
          filters={filters as Record<string, string>}
          onClose={() => {
            bulk.value = false;
          }}
          onDone={(made) => {
            bulk.value = false;
            done.value = made;
            list.reload();
          }}
        />
      )}
    </Page>
  );
}

const SORTS: readonly (readonly [string, string])[] = [
  ["name", "Owner"],
  ["expired", "Expired"],
  ["attempted", "Last try"],
];

function Rows({ list, filters, change }: BarProps & { list: LeadList }) {
  if (list.rows.length === 0) return <Nothing filtered={Object.keys(filters).length > 0} />;
  const sort = filters.sort ?? "expired";
  const head = (key: string) => {
    const label = SORTS.find(([name]) => name === key)?.[1] ?? key;
    return (
      <th scope="col" aria-sort={sort === key ? (key === "name" ? "ascending" : "descending") : undefined}>
        <button type="button" class="sorter" onClick={() => change({ sort: key === "expired" ? "" : key })}>
          {label}
        </button>
      </th>
    );
  };
  return (
    <div class="scroll card flush">
      <table class="grid cards leads">
        <caption class="unseen">Leads</caption>
        <thead>
          <tr>
            {head("name")}
            <th scope="col">Property</th>
            <th scope="col">Status</th>
            {head("expired")}
            <th scope="col" class="figure">
              Price
            </th>
            <th scope="col" class="figure">
              Tries
            </th>
            {head("attempted")}
            <th scope="col">What comes next</th>
          </tr>
        </thead>
        <tbody>
          {list.rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const STATUS_TONES: Record<string, Tone> = { open: "ring", held: "hold", closed: "idle" };

function Row({ row }: { row: LeadRow }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/leads/${row.id}`}>{row.name || "Owner unknown"}</a>
        <span class="muted">{row.campaign || "In no campaign"}</span>
      </th>
      <td class="wide">
        {row.address || "–"}
        <span class="muted">{row.place}</span>
      </td>
      <td class="aside">
        <Badge tone={STATUS_TONES[row.status] ?? "idle"}>{plain(row.status)}</Badge>
        {row.hold_reason && <span class="muted">{plain(row.hold_reason)}</span>}
      </td>
      <td data-name={row.expired_on ? "Expired" : undefined}>
        {row.expired_on ? day(row.expired_on) : plain(row.listing_status)}
      </td>
      <td class="figure">{money(row.list_price_cents)}</td>
      <td class="figure" data-name="Tries">
        {row.attempts}
      </td>
      <td class={row.last_attempt_at ? "" : "none"} data-name="Last try">
        {around(row.last_attempt_at, tick.value)}
        {row.last_outcome && <span class="muted">{plain(row.last_outcome)}</span>}
      </td>
      <td class={row.next_action || row.next_at ? "" : "none"} data-name="Next">
        {row.next_action ? plain(row.next_action) : "–"}
        {row.next_at && <span class="muted">{around(row.next_at, tick.value)}</span>}
      </td>
    </tr>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty icon="search" title="No lead fits these filters">
      <p>Take one away, or clear them all.</p>
    </Empty>
  ) : (
    <Empty icon="leads" title="No leads yet">
      <p>Upload today’s file of expireds: REDX, Landvoice, Vulcan7, PropStream, your MLS or any CSV.</p>
      <a class="button main" href="/imports">
        Import a file
      </a>
    </Empty>
  );
}

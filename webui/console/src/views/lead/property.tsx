/** The property and its listing history, which is the pitch. */

import { count, day, money, percentChange } from "../../format";
import type { LeadPage, ListingEventCard } from "../../shapes";
import { LISTING_WORDS, plain } from "../../words";

export function Property({ lead }: { lead: LeadPage }) {
  const facts = lead.facts as Record<string, string | number | null | undefined>;
  const line = [
    facts["beds"] && `${amount(facts["beds"])} bd`,
    facts["baths"] && `${amount(facts["baths"])} ba`,
    facts["sqft"] && `${amount(facts["sqft"])} sq ft`,
    facts["year_built"] && `built ${facts["year_built"]}`,
  ].filter(Boolean);
  return (
    <section class="panel property" aria-label="Property">
      <h2>{lead.address || "Address unknown"}</h2>
      <p class="muted">
        {[lead.city, [lead.state, lead.zip].filter(Boolean).join(" ")].filter(Boolean).join(", ")}
        {line.length > 0 && <br />}
        {line.join(" · ")}
      </p>
      <dl class="facts">
        <div>
          <dt>Last price</dt>
          <dd>{money(lead.list_price_cents)}</dd>
        </div>
        <div>
          <dt>Days on market</dt>
          <dd>{lead.days_on_market === null ? "–" : count(lead.days_on_market)}</dd>
        </div>
        <div>
          <dt>{lead.expired_on ? "Expired" : "Status"}</dt>
          <dd>{lead.expired_on ? day(lead.expired_on) : plain(lead.listing_status)}</dd>
        </div>
        <div>
          <dt>Times listed</dt>
          <dd>
            {facts["times_listed"] ??
              (lead.listing_history.filter((event) => event.kind === "listed").length || "–")}
          </dd>
        </div>
      </dl>
      {facts["agent"] && (
        <p class="was">
          Was listed by <b>{facts["agent"]}</b>
          {facts["office"] ? `, ${facts["office"]}` : ""}
        </p>
      )}
      <History events={lead.listing_history} />
      {lead.mailing && <p class="muted">Mail goes to {lead.mailing}</p>}
      {facts["remarks"] && (
        <details class="remarks">
          <summary>Remarks of the last listing</summary>
          <p>{facts["remarks"]}</p>
        </details>
      )}
    </section>
  );
}

/** What a file said, as the reader writes numbers; words such as "2 half" stay as they are. */
function amount(said: string | number | null | undefined): string {
  return Number.isFinite(Number(said)) ? count(Number(said)) : String(said);
}

function History({ events }: { events: readonly ListingEventCard[] }) {
  if (events.length === 0) return <p class="muted">No listing history came with this lead.</p>;
  return (
    <table class="history">
      <caption class="unseen">Listing history</caption>
      <tbody>
        {events.map((event, index) => (
          <tr key={`${event.on_date}${event.kind}${event.price_cents}`} class={event.kind}>
            <td>{day(event.on_date)}</td>
            <td>{LISTING_WORDS[event.kind] ?? plain(event.kind)}</td>
            <td>{event.price_cents === null ? (event.detail ?? "") : money(event.price_cents)}</td>
            <td>{change(events, index)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How far the price moved from the one before, in either order of dates. */
function change(events: readonly ListingEventCard[], index: number): string {
  const event = events[index];
  if (event === undefined || event.price_cents === null || event.kind === "listed") return "";
  const earlier = events
    .filter((other) => other.price_cents !== null && (other.on_date ?? "") < (event.on_date ?? ""))
    .sort((one, other) => (other.on_date ?? "").localeCompare(one.on_date ?? ""))[0];
  const from = earlier?.price_cents ?? null;
  return from === null || from === event.price_cents ? "" : percentChange(from, event.price_cents);
}

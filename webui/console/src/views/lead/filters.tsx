/** The filters of the list of leads, in its address. */

import { go } from "../../router";
import type { CampaignPage, ImportCard } from "../../shapes";
import { useLoad } from "../../ui/hooks";
import { Button } from "../../ui/parts";
import { plain } from "../../words";

const KEYS = [
  "q",
  "status",
  "listing_status",
  "campaign",
  "state",
  "held",
  "stage",
  "source",
  "file",
  "price_from",
  "price_to",
  "market_from",
  "market_to",
  "lapsed_from",
  "lapsed_to",
  "tries",
  "reached",
  "sort",
] as const;
export type Key = (typeof KEYS)[number];
export type Filters = Partial<Record<Key, string>>;

export function filtersOf(query: string): Filters {
  const params = new URLSearchParams(query);
  return Object.fromEntries(
    KEYS.flatMap((key) => (params.get(key) ? [[key, params.get(key) ?? ""]] : [])),
  ) as Filters;
}

/** Filters that came with a link and have no field of their own: said in words, and taken away with a click. */
export function Chips({ filters, change }: BarProps) {
  const imports = useLoad<ImportCard[]>(filters.file ? "/api/imports" : null);
  const file = imports.data?.find((one) => String(one.id) === filters.file)?.filename;
  const chips: [Key, string][] = [];
  if (filters.file) chips.push(["file", `New from ${file ?? "one import"}`]);
  if (filters.held)
    chips.push([
      "held",
      filters.held === "any" ? "Kept back by a rule" : `Kept back: ${plain(filters.held)}`,
    ]);
  if (filters.stage && !filters.campaign) chips.push(["stage", `Stands: ${plain(filters.stage)}`]);
  if (chips.length === 0) return null;
  return (
    <p class="savedlists">
      {chips.map(([key, words]) => (
        <Button key={key} small icon="cross" onClick={() => change({ [key]: "" })}>
          {words}
        </Button>
      ))}
    </p>
  );
}

export interface BarProps {
  filters: Filters;
  change: (changed: Filters) => void;
}

export function FilterBar({ filters, change }: BarProps) {
  const campaigns = useLoad<CampaignPage[]>("/api/campaigns");
  const choice = (key: Key, name: string, options: readonly (readonly [string, string])[]) => (
    <label>
      <span class="unseen">{name}</span>
      <select value={filters[key] ?? ""} onChange={(event) => change({ [key]: event.currentTarget.value })}>
        <option value="">{name}: all</option>
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <search class="filters">
      <input
        type="search"
        placeholder="Name, street or number"
        aria-label="Search leads by name, street or number"
        value={filters.q ?? ""}
        onInput={(event) => change({ q: event.currentTarget.value })}
      />
      {choice("status", "Status", STATUSES)}
      {choice("listing_status", "Listing", LISTING)}
      {choice(
        "campaign",
        "Campaign",
        (campaigns.data ?? []).map((one) => [String(one.id), one.name] as const),
      )}
      {filters.campaign && choice("stage", "Stands", STAGES)}
      {choice("tries", "Tries", TRIES)}
      {choice("reached", "Come to", REACHED)}
      {choice("source", "List", SOURCES)}
      <input
        class="state"
        aria-label="State of the property, two letters"
        placeholder="State"
        maxLength={2}
        value={filters.state ?? ""}
        onInput={(event) => change({ state: event.currentTarget.value.toUpperCase() })}
      />
      {Object.keys(filters).length > 0 && (
        <Button look="quiet" icon="cross" onClick={() => go("/leads", true)}>
          Clear
        </Button>
      )}
    </search>
  );
}

const STATUSES = [
  ["open", "Open"],
  ["held", "Held"],
  ["closed", "Closed"],
] as const;
const STAGES = [
  ["ready", "Ready"],
  ["waiting", "Waiting"],
  ["claimed", "On a line"],
  ["held", "Held"],
  ["stopped", "Finished"],
] as const;
const TRIES = [
  ["none", "Never tried"],
  ["some", "Tried"],
] as const;
const REACHED = [
  ["1", "Dialed"],
  ["2", "A person answered"],
  ["3", "Contact"],
  ["4", "Appointment"],
] as const;
const LISTING = [
  ["expired", "Expired"],
  ["cancelled", "Cancelled"],
  ["withdrawn", "Withdrawn"],
  ["hold", "On hold"],
  ["unknown", "Unknown"],
] as const;
/** Where a list may come from, as an import recognises it. */
const SOURCES = [
  ["redx", "REDX"],
  ["landvoice", "Landvoice"],
  ["landvoice_traced", "Landvoice, skip-traced"],
  ["vulcan7", "Vulcan7"],
  ["vulcan7_compact", "Vulcan7, compact"],
  ["propstream", "PropStream"],
  ["batchleads", "BatchLeads"],
  ["reso", "MLS, RESO names"],
  ["mls", "MLS export"],
  ["generic", "Another list"],
] as const;

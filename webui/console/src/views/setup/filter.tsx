/** Which leads a campaign takes in, with the count of those that fit. */

import { withQuery } from "../../api";
import { count } from "../../format";
import { useCalm, useLoad } from "../../ui/hooks";
import { Field, ProblemNote } from "../../ui/parts";

interface FilterProps {
  campaignId: number;
  value: Record<string, unknown>;
  onChange: (value: Record<string, unknown>) => void;
}

const STATUSES = ["expired", "cancelled", "withdrawn", "hold", "unknown"] as const;

export function FilterFields({ campaignId, value, onChange }: FilterProps) {
  const set = (name: string, part: unknown) => onChange({ ...value, [name]: part });
  const asked = useCalm(JSON.stringify(value), 400);
  const fits = useLoad<{ leads: number; fresh: number }>(
    withQuery(`/api/campaigns/${campaignId}/filter-count`, { lead_filter: asked }),
  );
  const listed = (name: string) => ((value[name] ?? []) as (string | number)[]).join(", ");
  const list = (name: string, text: string) => set(name, text.split(/[\s,;]+/).filter(Boolean));
  const statuses = new Set((value["listing_statuses"] ?? []) as string[]);
  return (
    <div class="fields">
      <fieldset class="segmented wide">
        <legend>Listing (none chosen: any)</legend>
        {STATUSES.map((status) => (
          <label key={status}>
            <input
              type="checkbox"
              checked={statuses.has(status)}
              onChange={(event) =>
                set(
                  "listing_statuses",
                  STATUSES.filter((one) =>
                    one === status ? event.currentTarget.checked : statuses.has(one),
                  ),
                )
              }
            />
            <span>{status}</span>
          </label>
        ))}
      </fieldset>
      <Field label="Expired within the last" hint="Days; empty asks nothing.">
        <Whole value={value["expired_within_days"]} onChange={(days) => set("expired_within_days", days)} />
      </Field>
      <Field label="States" hint="Two letters each, such as IL MO.">
        <input
          value={listed("states")}
          onChange={(event) => list("states", event.currentTarget.value.toUpperCase())}
        />
      </Field>
      <Field label="ZIP codes beginning with" hint="627 takes 62700 to 62799.">
        <input
          value={listed("zip_prefixes")}
          onChange={(event) => list("zip_prefixes", event.currentTarget.value)}
        />
      </Field>
      <Field label="Price from">
        <Whole
          value={cents(value["min_price_cents"], 0.01)}
          onChange={(dollars) => set("min_price_cents", cents(dollars, 100))}
        />
      </Field>
      <Field label="Price to">
        <Whole
          value={cents(value["max_price_cents"], 0.01)}
          onChange={(dollars) => set("max_price_cents", cents(dollars, 100))}
        />
      </Field>
      <Field label="On the market for at least" hint="Days.">
        <Whole value={value["min_days_on_market"]} onChange={(days) => set("min_days_on_market", days)} />
      </Field>
      <label class="check wide">
        <input
          type="checkbox"
          checked={value["skip_relisted"] !== false}
          onChange={(event) => set("skip_relisted", event.currentTarget.checked)}
        />
        <span>Leave out properties that are listed again</span>
      </label>
      <p class="fit wide" aria-live="polite">
        {fits.data === null ? (
          "Counting the leads that fit"
        ) : (
          <>
            <b>{count(fits.data.leads)}</b> leads fit this filter, {count(fits.data.fresh)} of them not in
            this campaign yet.
          </>
        )}
      </p>
      <ProblemNote problem={fits.problem} />
    </div>
  );
}

function cents(value: unknown, factor: number): number | null {
  return value === null || value === undefined ? null : Math.round(Number(value) * factor);
}

function Whole({ value, onChange }: { value: unknown; onChange: (value: number | null) => void }) {
  return (
    <input
      type="number"
      min={0}
      value={value === null || value === undefined ? "" : String(value)}
      onChange={(event) =>
        onChange(event.currentTarget.value === "" ? null : Number(event.currentTarget.value))
      }
    />
  );
}

/** Filters with a start and an end: what the property was listed for, for how long, and how long ago that ended. */

import { useSignal } from "@preact/signals";
import { count, money } from "../../format";
import type { BarProps, Filters, Key } from "./filters";

interface Range {
  from: Key;
  to: Key;
  name: string;
  unit: string;
  say: (value: number) => string;
}

const RANGES: readonly Range[] = [
  {
    from: "price_from",
    to: "price_to",
    name: "List price",
    unit: "dollars",
    say: (value) => money(value * 100),
  },
  { from: "market_from", to: "market_to", name: "Days on the market", unit: "days", say: count },
  { from: "lapsed_from", to: "lapsed_to", name: "Days since it expired", unit: "days", say: count },
];

export function Ranges({ filters, change }: BarProps) {
  const words = RANGES.flatMap((range) => inWords(range, filters) ?? []);
  const open = useSignal(words.length > 0);
  return (
    <details
      class="ranges"
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{words.length > 0 && !open.value ? words.join(" · ") : "Price and days"}</summary>
      <div>
        {RANGES.map((range) => (
          <fieldset key={range.from}>
            <legend>{range.name}</legend>
            <Bound of={range} at="from" filters={filters} change={change} />
            <span aria-hidden="true">–</span>
            <Bound of={range} at="to" filters={filters} change={change} />
          </fieldset>
        ))}
      </div>
    </details>
  );
}

function Bound({ of, at, filters, change }: BarProps & { of: Range; at: "from" | "to" }) {
  const key = of[at];
  return (
    <input
      type="number"
      min={0}
      step={1}
      placeholder="any"
      aria-label={`${of.name}, ${at}, in ${of.unit}`}
      value={filters[key] ?? ""}
      onInput={(event) => change({ [key]: event.currentTarget.value.replace(/^0+(?=\d)/, "") })}
    />
  );
}

/** "List price from $300,000 to $400,000", or null where neither end is set. */
export function inWords({ name, from, to, say }: Range, filters: Filters): string | null {
  const [start, end] = [filters[from], filters[to]];
  if (!start && !end) return null;
  const parts = [start && `from ${say(Number(start))}`, end && `to ${say(Number(end))}`];
  return [name, ...parts.filter(Boolean)].join(" ");
}

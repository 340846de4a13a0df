/** Two leads side by side, which of them stays, and what the other one brings: seen first, then done. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { post } from "../../api";
import { tick } from "../../clock";
import { around, day, money } from "../../format";
import type { LeadRow, LeadsAlike, MergeDone, MergePreview } from "../../shapes";
import { Dialog } from "../../ui/dialog";
import { useSaving } from "../../ui/hooks";
import { Button, Loading, ProblemNote } from "../../ui/parts";
import { plain, plural } from "../../words";

export const BECAUSE: Record<LeadsAlike["because"][number], string> = {
  number: "Same phone number",
  address: "Same house",
  name: "Same name and house number",
};

interface MergeProps {
  pair: LeadsAlike;
  onClose: () => void;
  onDone: (done: MergeDone, kept: LeadRow) => void;
}

export function Merge({ pair, onClose, onDone }: MergeProps) {
  const keepsFirst = useSignal(true);
  const preview = useSignal<MergePreview | null>(null);
  const saving = useSaving();
  const [kept, gone] = keepsFirst.value ? [pair.first, pair.second] : [pair.second, pair.first];
  useEffect(() => {
    preview.value = null;
    void saving.run(
      post<MergePreview>(`/api/leads/${kept.id}/merge/preview`, { lead_id: gone.id }),
      (found) => {
        preview.value = found;
      },
    );
  }, [kept.id]);
  return (
    <Dialog title="Merge two leads" look="wide" onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void saving.run(post<MergeDone>(`/api/leads/${kept.id}/merge`, { lead_id: gone.id }), (done) =>
            onDone(done, kept),
          );
        }}
      >
        <fieldset class="twoleads">
          <legend>Which one stays</legend>
          {[pair.first, pair.second].map((row) => (
            <label key={row.id}>
              <span>
                <input
                  type="radio"
                  name="kept"
                  checked={row === kept}
                  onChange={() => {
                    keepsFirst.value = row === pair.first;
                  }}
                />
                <b>{row.name || "Owner unknown"}</b>
              </span>
              <Facts row={row} />
            </label>
          ))}
        </fieldset>
        <ProblemNote problem={saving.problem} />
        <div class="foreseen" aria-live="polite">
          {preview.value !== null ? (
            <ul>
              {sentences(preview.value, kept, gone).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          ) : (
            saving.problem === null && <Loading rows={3} />
          )}
        </div>
        <div class="actions">
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" look="main" disabled={saving.busy || preview.value === null}>
            Merge into {kept.name || "this lead"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Facts({ row }: { row: LeadRow }) {
  const facts: [string, string][] = [
    ["Property", [row.address, row.place].filter(Boolean).join(", ") || "–"],
    ["Status", plain(row.status)],
    ["Expired", row.expired_on ? day(row.expired_on) : plain(row.listing_status)],
    ["Price", money(row.list_price_cents)],
    ["Numbers", String(row.phones)],
    [
      "Tries",
      row.attempts === 0 ? "none" : `${row.attempts}, last ${around(row.last_attempt_at, tick.value)}`,
    ],
    ["Campaign", row.campaign || "none"],
  ];
  return (
    <dl class="mergefacts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const COLUMNS: Record<string, string> = {
  list_price_cents: "price",
  listing_status: "listing status",
  expired_on: "day of expiry",
  listed_on: "day of listing",
  days_on_market: "days on market",
  hold_reason: "reason to hold",
  do_not_mail: "do-not-mail mark",
  owner_is_agent: "licence mark",
  last_reached_at: "last talk",
  created_at: "day it came in",
  mailing: "mailing address",
  street: "address",
};
/** Columns that go with one that is named, or that people do not see. */
const UNNAMED = /_key$|^(unit|city|state|zip|county|mailing_state|mailing_zip|last_agent_id|facts)$/;

function sentences(seen: MergePreview, kept: LeadRow, gone: LeadRow): string[] {
  const brought = [
    [seen.calls, "call"],
    [seen.texts, "text"],
    [seen.notes, "note"],
    [seen.recordings, "recording"],
    [seen.numbers - seen.shared_numbers, "new number"],
  ] as const;
  const parts = brought.filter(([number]) => number > 0).map(([number, word]) => plural(number, word));
  const changes = seen.changes
    .filter((name) => !UNNAMED.test(name))
    .map((name) => COLUMNS[name] ?? plain(name).toLowerCase());
  const told = [
    parts.length > 0
      ? `Brings ${listed(parts)}; nothing is lost.`
      : "Brings no calls, texts or numbers of its own.",
  ];
  if (changes.length > 0) told.push(`Fills in or tightens: ${listed(changes)}.`);
  if (kept.address && gone.address && kept.address !== gone.address)
    told.push(`The address stays ${kept.address}; ${gone.address} is kept on record with the merge.`);
  if (seen.wishes > 0)
    told.push(`${plural(seen.wishes, "wish", "wishes")} not to be contacted then holds for both.`);
  if (seen.consents > 0) told.push("Consents stay with the numbers for which they were given.");
  if (seen.same_place > 0)
    told.push(
      "Both are in the same campaign: the one that is further along goes on, and nobody is called from the top again.",
    );
  else if (seen.places > 0) told.push(`Comes with its place in ${plural(seen.places, "campaign")}.`);
  told.push("It can be undone until the lead is called or written to.");
  return told;
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(words);
}

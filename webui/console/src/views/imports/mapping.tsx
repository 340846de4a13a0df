/** What each column becomes, with samples from the file; the user's corrections are remembered for this kind of file. */

import { useSignal } from "@preact/signals";
import { patch, post } from "../../api";
import type { CampaignPage, ColumnChoice, ImportCard } from "../../shapes";
import { useLoad, useSaving } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Badge, Button, Field, ProblemNote } from "../../ui/parts";
import { plural } from "../../words";

interface MappingProps {
  card: ImportCard;
  onChanged: (card: ImportCard) => void;
}

/** Below this the guess is shown as one that wants a look. */
const SURE = 0.8;

/** So many columns that are left out are shown at once: one that was not recognised is seen, and vendors' files, which
 * have dozens that nobody needs, stay short. */
const FEW = 5;

export function Mapping({ card, onChanged }: MappingProps) {
  const campaigns = useLoad<CampaignPage[]>("/api/campaigns");
  const saving = useSaving();
  const unmapped = useSignal(card.columns.filter((column) => column.field === null).length <= FEW);
  const change = (changed: Record<string, unknown>) =>
    void saving.run(patch<ImportCard>(`/api/imports/${card.id}`, changed), onChanged);
  const start = () => void saving.run(post<ImportCard>(`/api/imports/${card.id}/start`), onChanged);
  const mapped = card.columns.filter((column) => column.field !== null);
  const shown = unmapped.value ? card.columns : mapped;
  const noPhone = !mapped.some((column) => column.field?.startsWith("phone"));
  const dateMissing = card.date_order_needed && !card.date_order;
  return (
    <div class="stack">
      <div class="card mapping">
        <header>
          <h2>Columns</h2>
          <p class="muted">
            {plural(mapped.length, "column")} of {card.columns.length} understood.
          </p>
          <label class="check">
            <input
              type="checkbox"
              checked={unmapped.value}
              onChange={(event) => {
                unmapped.value = event.currentTarget.checked;
              }}
            />
            <span>Show columns that are left out</span>
          </label>
        </header>
        <div class="scroll">
          <table class="grid cards">
            <caption class="unseen">What each column of the file becomes</caption>
            <thead>
              <tr>
                <th scope="col">Column in the file</th>
                <th scope="col">Becomes</th>
                <th scope="col">For example</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((column) => (
                <Column
                  key={column.index}
                  column={column}
                  fields={card.fields}
                  busy={saving.busy}
                  change={change}
                />
              ))}
            </tbody>
          </table>
        </div>
      </div>
      <div class="card stack">
        {card.date_order_needed && (
          <fieldset class="segmented">
            <legend>Dates such as 03/04/2026 mean</legend>
            {(
              [
                ["month_first", "March 4"],
                ["day_first", "3 April"],
              ] as const
            ).map(([order, words]) => (
              <label key={order}>
                <input
                  type="radio"
                  name="dates"
                  checked={card.date_order === order}
                  onChange={() => change({ date_order: order })}
                />
                <span>{words}</span>
              </label>
            ))}
          </fieldset>
        )}
        <Field
          label="Put the leads into"
          hint="Leads that do not fit the campaign’s filter are kept and can be added later."
          wide
        >
          <select
            value={String(card.campaign_id ?? "")}
            disabled={saving.busy}
            onChange={(event) =>
              change({
                campaign_id: Number(event.currentTarget.value),
              })
            }
          >
            <option value="">No campaign yet</option>
            {(campaigns.data ?? []).map((campaign) => (
              <option key={campaign.id} value={String(campaign.id)}>
                {campaign.name}
              </option>
            ))}
          </select>
        </Field>
        {noPhone && (
          <p class="warning">
            <Icon name="warning" size={15} /> No column is a phone number. The leads can get letters, but
            nobody can be called.
          </p>
        )}
        <ProblemNote problem={saving.problem} />
        <div class="actions">
          <Button look="main" icon="import" disabled={saving.busy || dateMissing} onClick={start}>
            Import {card.rows_total > 0 ? plural(card.rows_total, "row") : "the file"}
          </Button>
          {dateMissing && <span class="muted">Say first how its dates are written.</span>}
        </div>
      </div>
    </div>
  );
}

interface ColumnProps {
  column: ColumnChoice;
  fields: ImportCard["fields"];
  busy: boolean;
  change: (changed: Record<string, unknown>) => void;
}

function Column({ column, fields, busy, change }: ColumnProps) {
  const doubtful = column.field !== null && column.confidence < SURE;
  const numbered = numberedLabel(column.field, fields);
  return (
    <tr>
      <th scope="row">{column.header || `Column ${column.index + 1}`}</th>
      <td class="wide">
        <select
          aria-label={`What ${column.header} becomes`}
          value={column.field ?? ""}
          disabled={busy}
          onChange={(event) => change({ columns: { [column.index]: event.currentTarget.value || null } })}
        >
          <option value="">Left out</option>
          {numbered !== null && <option value={column.field ?? ""}>{numbered}</option>}
          {fields.map((field) => (
            <option key={field["key"]} value={field["key"]}>
              {field["label"]}
            </option>
          ))}
        </select>
        {doubtful && (
          <Badge tone="wait" icon="warning">
            Have a look
          </Badge>
        )}
      </td>
      <td class="samples muted wide">{column.samples.filter(Boolean).slice(0, 3).join(" · ") || "empty"}</td>
    </tr>
  );
}

/** What a column such as `phone.2` is called; null for fields that a row has once, which are in the list already. */
function numberedLabel(key: string | null, fields: ImportCard["fields"]): string | null {
  const [name, place] = (key ?? "").split(".");
  if (place === undefined) return null;
  return `${fields.find((field) => field["key"] === name)?.["label"] ?? name} (${place})`;
}

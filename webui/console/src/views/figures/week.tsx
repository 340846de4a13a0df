/** Contacts by hour and weekday on the leads' own clocks: a table of numbers, coloured where there are enough. */

import { definitions } from "../../app";
import { count, share } from "../../format";
import type { FiguresRow } from "../../shapes";
import { Defined } from "../../ui/parts";
import { plural } from "../../words";
import type { OnAsk } from "./behind";
import { ENOUGH, week } from "./sums";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

interface WeekProps {
  rows: readonly FiguresRow[];
  onAsk: OnAsk;
}

export function WeekMap({ rows, onAsk }: WeekProps) {
  const { hours, cells } = week(rows);
  return (
    <section class="card stack">
      <h2>
        <Defined
          meaning={`${definitions.value["lead_hour"] ?? ""} ${definitions.value["contact_rate"] ?? ""}`}
        >
          When people are reached
        </Defined>
      </h2>
      <p class="muted">
        Contacts as a share of dials, with the number of dials beside it, by the lead’s own clock. Hours with
        fewer than {ENOUGH} dials have no colour.
      </p>
      <div class="scroll">
        <table class="weekmap">
          <caption class="unseen">Contact rate by hour and weekday</caption>
          <thead>
            <tr>
              <td />
              {DAYS.map((day) => (
                <th key={day} scope="col">
                  {day}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours.map((hour) => (
              <tr key={hour}>
                <th scope="row">{hourName(hour)}</th>
                {DAYS.map((day, index) => {
                  const cell = cells.get(`${index}-${hour}`);
                  if (cell === undefined) return <td key={day} class="none" />;
                  const { row, heat } = cell;
                  return (
                    <td key={day} style={{ "--heat": `${Math.round((heat ?? 0) * 42)}%` }}>
                      <button
                        type="button"
                        data-meaning={`${row.label}: ${count(row.contacts)} contacts of ${plural(row.dials, "dial")}. ${definitions.value["contact_rate"] ?? ""}`}
                        onClick={() => onAsk(row, "dials")}
                      >
                        <span class="unseen">{row.label}: </span>
                        <b>{share(row.contacts, row.dials, 0)}</b>
                        <span class="muted">
                          {count(row.dials)}
                          <span class="unseen"> dials</span>
                        </span>
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The hour as the viewer's locale writes it. */
function hourName(hour: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: "numeric", timeZone: "UTC" }).format(
    new Date(Date.UTC(2026, 0, 1, hour)),
  );
}

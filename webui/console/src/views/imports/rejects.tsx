/** What an import left out and why; the rows themselves go back to whoever can correct them. */

import { useSignal } from "@preact/signals";
import { count } from "../../format";
import type { ImportCard, RejectLine } from "../../shapes";
import { useLoad } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Loading, ProblemNote } from "../../ui/parts";

export function Rejects({ card }: { card: ImportCard }) {
  const most = Math.max(...card.rejects.map((one) => one.rows));
  return (
    <section class="card stack">
      <header class="head">
        <div>
          <h2>Not taken over, by reason</h2>
          <p class="muted">
            Correct the rows in their own columns and import that file: leads that are here already are
            recognised, and what was missing is added to them.
          </p>
        </div>
        <a class="button" href={`/api/imports/${card.id}/to-correct.csv`} download>
          <Icon name="import" /> Rows to correct as CSV
        </a>
      </header>
      <table class="bars reasons">
        <caption class="unseen">Rejects by reason</caption>
        <tbody>
          {card.rejects.map((one) => (
            <tr key={one.code}>
              <td>
                {one.sentence}{" "}
                <span class="muted">
                  {one.whole_row ? "The row was refused." : "Only the cell was left out."}
                </span>
              </td>
              <td class="bar" aria-hidden="true">
                <span style={{ transform: `scaleX(${one.rows / most})` }} />
              </td>
              <td class="figure">{count(one.rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <RowByRow card={card} />
    </section>
  );
}

/** As many lines as the server shows of a report; the file has all. */
const MOST_SHOWN = 200;

function RowByRow({ card }: { card: ImportCard }) {
  const open = useSignal(false);
  const lines = useLoad<RejectLine[]>(open.value ? `/api/imports/${card.id}/rejects` : null);
  return (
    <details
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>Row by row</summary>
      <ProblemNote problem={lines.problem} />
      {lines.data === null ? (
        lines.loading && <Loading rows={3} />
      ) : (
        <div class="scroll">
          <table class="grid cards">
            <caption class="unseen">Every row with what was not taken over</caption>
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">Column</th>
                <th scope="col">In the file</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {lines.data.map((line) => (
                <tr key={`${line.row} ${line.column} ${line.sentence} ${line.value}`}>
                  <th scope="row" data-name="Row">
                    {line.row}
                  </th>
                  <td data-name="Column">{line.column || "Whole row"}</td>
                  <td data-name="In the file">{line.value || "–"}</td>
                  <td class="wide">{line.sentence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="muted">
        {(lines.data?.length ?? 0) >= MOST_SHOWN && `The first ${MOST_SHOWN} lines. `}
        <a href={`/api/imports/${card.id}/rejects.csv`} download>
          Every row and reason as CSV
        </a>
      </p>
    </details>
  );
}

/** How long leads waited for their first call, and whether the hours or we ourselves held them up. */

import { definitions } from "../../app";
import { count, share } from "../../format";
import type { FiguresRow } from "../../shapes";
import { Defined } from "../../ui/parts";
import { waits } from "./sums";

interface SpeedProps {
  rows: readonly FiguresRow[];
  onAsk: (row: FiguresRow) => void;
}

export function Speed({ rows, onAsk }: SpeedProps) {
  const found = waits(rows);
  const all = found.reduce((sum, wait) => sum + wait.dials, 0);
  return (
    <section class="card stack">
      <h2>
        <Defined meaning={definitions.value["speed"] ?? ""}>Speed to lead</Defined>
      </h2>
      {all === 0 ? (
        <p class="muted">No lead had its first call in this period.</p>
      ) : (
        <div class="scroll">
          <table class="grid compared">
            <caption class="unseen">First calls by how long their leads had waited</caption>
            <thead>
              <tr>
                <td />
                <th scope="col" class="figure">
                  First calls
                </th>
                <th scope="col" class="figure">
                  The hours were open
                </th>
                <th scope="col" class="figure">
                  As soon as they opened
                </th>
                <th scope="col" class="figure">
                  Contacts
                </th>
              </tr>
            </thead>
            <tbody>
              {found.map((wait) => (
                <tr key={wait.name}>
                  <th scope="row">{wait.name}</th>
                  <td class="figure">
                    <b>{share(wait.dials, all)}</b>
                    <span class="track" aria-hidden="true">
                      <span style={{ transform: `scaleX(${wait.dials / all})` }} />
                    </span>
                  </td>
                  <Held row={wait.us} onAsk={onAsk} />
                  <Held row={wait.hours} onAsk={onAsk} />
                  <td class="figure">{share(wait.contacts, wait.dials)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Held({ row, onAsk }: { row: FiguresRow | undefined; onAsk: (row: FiguresRow) => void }) {
  return (
    <td class="figure">
      {row === undefined ? (
        "–"
      ) : (
        <button type="button" class="asklink" title="Show the calls" onClick={() => onAsk(row)}>
          <span class="unseen">{row.label}: </span>
          {count(row.dials)}
        </button>
      )}
    </td>
  );
}

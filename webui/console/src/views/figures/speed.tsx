/** How long leads waited for their first call, and whether the hours or we ourselves held them up. */

import { definitions } from "../../app";
import type { FiguresRow } from "../../shapes";
import { Share } from "../../ui/counted";
import { Defined, Head } from "../../ui/parts";
import { AskCount, type OnAsk } from "./behind";
import { waits } from "./sums";

interface SpeedProps {
  rows: readonly FiguresRow[];
  onAsk: OnAsk;
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
          <table class="grid cards compared">
            <caption class="unseen">First calls by how long their leads had waited</caption>
            <thead>
              <tr>
                <td />
                <Head
                  name="First calls"
                  meaning="First calls after this wait, as a share of all first calls in the period."
                />
                <Head
                  name="The hours were open"
                  meaning="First calls that could have been made sooner: the campaign’s hours were open for the lead."
                />
                <Head
                  name="As soon as they opened"
                  meaning="First calls of leads that came in outside the hours, made within 15 minutes of their opening."
                />
                <Head name="Contacts" word="contact_rate" />
              </tr>
            </thead>
            <tbody>
              {found.map((wait) => (
                <tr key={wait.name}>
                  <th scope="row">{wait.name}</th>
                  <td class="figure aside">
                    <b>
                      <Share part={wait.dials} all={all} of="first calls" digits={1} />
                    </b>
                    <span class="track" aria-hidden="true">
                      <span style={{ transform: `scaleX(${wait.dials / all})` }} />
                    </span>
                  </td>
                  <Held name="The hours were open" row={wait.us} onAsk={onAsk} />
                  <Held name="As soon as they opened" row={wait.hours} onAsk={onAsk} />
                  <td class="figure" data-name="Contacts">
                    <Share part={wait.contacts} all={wait.dials} of="first calls" digits={1} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Held({ name, row, onAsk }: { name: string; row: FiguresRow | undefined; onAsk: OnAsk }) {
  return (
    <td class="figure" data-name={name}>
      {row === undefined ? "–" : <AskCount row={row} what="dials" onAsk={onAsk} />}
    </td>
  );
}

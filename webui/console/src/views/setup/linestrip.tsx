/** How the lines fare over the last minutes: trouble with a trunk or a caller ID shows here before anybody complains. */

import { useEffect } from "preact/hooks";
import { count, share } from "../../format";
import type { LineResults } from "../../shapes";
import { useLoad } from "../../ui/hooks";
import { Defined, Loading, ProblemNote } from "../../ui/parts";

const EVERY_MS = 10_000;

type Kind = Exclude<keyof LineResults, "minutes" | "dials">;

const KINDS: readonly (readonly [kind: Kind, name: string, meaning: string])[] = [
  ["answered", "Answered", "A person or a machine picked up."],
  ["no_answer", "No answer", "It rang out, or we took the call back because somebody else had answered."],
  ["busy", "Busy", "The line was busy, or the far end declined the call."],
  ["congestion", "Network busy", "The network or our own trunk had no room for the call."],
  ["blocked", "Blocked", "A carrier or a call-blocking service refused our number."],
  ["dead", "Not in service", "The number does not exist or cannot be reached."],
  ["failed", "Other faults", "No sound could be agreed on, settings were refused, or the line was lost."],
];

export function LineStrip({ campaignId }: { campaignId: number }) {
  const found = useLoad<LineResults[]>(`/api/campaigns/${campaignId}/line-results`);
  const { reload } = found;
  useEffect(() => {
    const timer = setInterval(reload, EVERY_MS);
    return () => clearInterval(timer);
  }, [campaignId]);
  return (
    <section class="card stack" aria-label="Lines">
      <h2>How the lines fare</h2>
      <ProblemNote problem={found.problem} />
      {found.data === null ? (
        <Loading rows={4} />
      ) : (
        <div class="scroll">
          <table class="grid">
            <caption class="unseen">Dials of the last minutes by what came of them</caption>
            <thead>
              <tr>
                <th scope="col">Last</th>
                <th scope="col" class="figure">
                  Dials
                </th>
                {KINDS.map(([kind, name, meaning]) => (
                  <th key={kind} scope="col" class="figure">
                    <Defined meaning={`${meaning} As a share of the dials opened in these minutes.`}>
                      {name}
                    </Defined>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.data.map((row) => (
                <tr key={row.minutes}>
                  <th scope="row">{row.minutes === 60 ? "hour" : `${row.minutes} min`}</th>
                  <td class="figure">{count(row.dials)}</td>
                  {KINDS.map(([kind]) => (
                    <td key={kind} class="figure">
                      {count(row[kind])} <span class="muted">{share(row[kind], row.dials, 0)}</span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

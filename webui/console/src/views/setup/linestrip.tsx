/** How the lines fare over the last minutes: trouble with a trunk or a caller ID shows here before anybody complains. */

import type { LineResults } from "../../shapes";
import { Counted, callsOf, Share } from "../../ui/counted";
import { useWatched } from "../../ui/hooks";
import { CsvLink, Head, Loading, ProblemNote } from "../../ui/parts";

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
  const found = useWatched<LineResults[]>(`/api/campaigns/${campaignId}/line-results`, EVERY_MS);
  const to = (minutes: number, what: string) => callsOf({ campaign: campaignId, minutes, what });
  return (
    <section class="card stack" aria-label="Lines">
      <header class="head">
        <h2>How the lines fare</h2>
        <CsvLink to={`/api/campaigns/${campaignId}/line-results.csv`} />
      </header>
      <ProblemNote problem={found.problem} />
      {found.data === null ? (
        <Loading rows={4} />
      ) : (
        <div class="scroll">
          <table class="grid cards">
            <caption class="unseen">Dials of the last minutes by what came of them</caption>
            <thead>
              <tr>
                <th scope="col">Last</th>
                <Head
                  name="Dials"
                  meaning="Calls that were begun in these minutes, also those that still ring."
                />
                {KINDS.map(([kind, name, meaning]) => (
                  <Head
                    key={kind}
                    name={name}
                    meaning={`${meaning} As a share of the dials begun in these minutes.`}
                  />
                ))}
              </tr>
            </thead>
            <tbody>
              {found.data.map((row) => (
                <tr key={row.minutes}>
                  <th scope="row">{row.minutes === 60 ? "hour" : `${row.minutes} min`}</th>
                  <td class="figure" data-name="Dials">
                    <Counted n={row.dials} to={to(row.minutes, "opened")} />
                  </td>
                  {KINDS.map(([kind, name]) => (
                    <td key={kind} class="figure" data-name={name}>
                      <Counted n={row[kind]} to={to(row.minutes, kind === "answered" ? "picked_up" : kind)} />{" "}
                      <Share part={row[kind]} all={row.dials} of="dials" />
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

/** How much of a campaign's list was reached, and which touch did it. */

import { useSignal } from "@preact/signals";
import type { CampaignReport, FiguresRow } from "../../shapes";
import { Share } from "../../ui/counted";
import { useLoad } from "../../ui/hooks";
import { Defined, Head, Loading, ProblemNote } from "../../ui/parts";
import { AskCount, type Asked, Behind, type OnAsk } from "../figures/behind";
import { Funnel } from "../figures/funnel";

const DAYS = 366;

export function Penetration({ campaignId }: { campaignId: number }) {
  const report = useLoad<CampaignReport>(`/api/campaigns/${campaignId}/figures?days=${DAYS}`);
  return (
    <section class="card stack" aria-label="Penetration">
      <h2>
        <Defined meaning="The share of the campaign’s leads that came at least so far, since they were loaded. A lead that came far counts at every step before.">
          Penetration
        </Defined>
      </h2>
      <ProblemNote problem={report.problem} />
      {report.data === null ? (
        report.loading && <Loading rows={6} />
      ) : (
        <>
          <Funnel campaignId={campaignId} steps={report.data.funnel} />
          {report.data.touch.length > 0 && <ByTouch campaignId={campaignId} rows={report.data.touch} />}
        </>
      )}
    </section>
  );
}

function ByTouch({ campaignId, rows }: { campaignId: number; rows: readonly FiguresRow[] }) {
  const asked = useSignal<Asked | null>(null);
  const contacts = rows.reduce((sum, row) => sum + row.contacts, 0);
  const ask: OnAsk = (row, what) => {
    asked.value = { heading: "touch", row, what };
  };
  return (
    <div class="scroll">
      <table class="grid cards">
        <caption class="unseen">By touch number, calls of the last year</caption>
        <thead>
          <tr>
            <th scope="col">Touch</th>
            <Head
              name="Dials"
              meaning="Calls that were sent to the carrier at this touch in the last year."
            />
            <Head
              name="A person answered"
              meaning="Calls at this touch that a person answered, as a share of its dials."
            />
            <Head
              name="Contacts"
              meaning="Calls at this touch with the wanted person, as a share of its dials."
            />
            <Head
              name="Of all contacts"
              meaning="Of all the contacts made in the last year, how many came at this touch."
            />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              <td class="figure" data-name="Dials">
                <AskCount row={row} what="dials" onAsk={ask} />
              </td>
              <td class="figure" data-name="A person answered">
                <AskCount row={row} what="humans" onAsk={ask} />{" "}
                <Share part={row.humans} all={row.dials} of="dials" digits={1} />
              </td>
              <td class="figure" data-name="Contacts">
                <AskCount row={row} what="contacts" onAsk={ask} />{" "}
                <Share part={row.contacts} all={row.dials} of="dials" digits={1} />
              </td>
              <td class="figure" data-name="Of all contacts">
                <Share part={row.contacts} all={contacts} of="contacts" digits={1} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked.value !== null && (
        <Behind
          asked={asked.value}
          campaignId={campaignId}
          days={DAYS}
          onClose={() => {
            asked.value = null;
          }}
        />
      )}
    </div>
  );
}

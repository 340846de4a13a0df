/** How much of a campaign's list was reached, and which touch did it. */

import { withQuery } from "../../api";
import { count, share } from "../../format";
import type { CampaignReport, FiguresRow } from "../../shapes";
import { useLoad } from "../../ui/hooks";
import { Defined, Loading, ProblemNote } from "../../ui/parts";
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
  const contacts = rows.reduce((sum, row) => sum + row.contacts, 0);
  return (
    <div class="scroll">
      <table class="grid">
        <caption class="unseen">By touch number, calls of the last year</caption>
        <thead>
          <tr>
            <th scope="col">Touch</th>
            <th scope="col" class="figure">
              <Defined meaning="Calls that were sent to the carrier at this touch in the last year.">
                Dials
              </Defined>
            </th>
            <th scope="col" class="figure">
              <Defined meaning="Calls at this touch that a person answered, as a share of its dials.">
                A person answered
              </Defined>
            </th>
            <th scope="col" class="figure">
              <Defined meaning="Calls at this touch with the wanted person, as a share of its dials.">
                Contacts
              </Defined>
            </th>
            <th scope="col" class="figure">
              <Defined meaning="Of all the contacts made in the last year, how many came at this touch.">
                Of all contacts
              </Defined>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <a href={withQuery("/figures", { campaign: campaignId, days: DAYS })} title="Show the calls">
                  {row.label}
                </a>
              </th>
              <td class="figure">{count(row.dials)}</td>
              <td class="figure">
                {count(row.humans)} <span class="muted">{share(row.humans, row.dials)}</span>
              </td>
              <td class="figure">
                {count(row.contacts)} <span class="muted">{share(row.contacts, row.dials)}</span>
              </td>
              <td class="figure">{share(row.contacts, contacts)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

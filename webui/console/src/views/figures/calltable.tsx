/** Calls, each leading to its lead. */

import { clockFace, moment } from "../../format";
import type { CallBehind, CallRow } from "../../shapes";
import { Head } from "../../ui/parts";
import { endingWord } from "../../words";

/** The campaign is named where the calls may be of several. */
export function CallTable({ rows }: { rows: readonly (CallBehind & Partial<Pick<CallRow, "campaign">>)[] }) {
  return (
    <table class="grid cards">
      <caption class="unseen">Calls</caption>
      <thead>
        <tr>
          <th scope="col">Lead</th>
          <th scope="col">When</th>
          <th scope="col">Agent</th>
          <th scope="col">Outcome</th>
          <Head name="Talk" word="talk_time" />
        </tr>
      </thead>
      <tbody>
        {rows.map((call) => (
          <tr key={call.id}>
            <th scope="row">
              <a href={`/leads/${call.lead_id}`}>{call.lead_name || "Owner unknown"}</a>
              {call.campaign && <span class="muted">{call.campaign}</span>}
            </th>
            <td class="nowrap wide muted">{moment(call.opened_at)}</td>
            <td data-name="Agent">{call.agent || "–"}</td>
            <td class="aside">{call.outcome ? endingWord(call.outcome) : "–"}</td>
            <td class="figure" data-name="Talk">
              {clockFace(call.talk_seconds)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

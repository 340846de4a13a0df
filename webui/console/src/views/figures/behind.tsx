/** The calls that a figure counts, each leading to its lead. */

import { withQuery } from "../../api";
import { clockFace, moment } from "../../format";
import type { CallBehind, FiguresHeading, FiguresRow } from "../../shapes";
import { Dialog } from "../../ui/dialog";
import { useLoad } from "../../ui/hooks";
import { Loading, ProblemNote } from "../../ui/parts";
import { endingWord, plural } from "../../words";

export interface Asked {
  heading: FiguresHeading;
  row: FiguresRow;
}

interface BehindProps {
  asked: Asked;
  campaignId: number;
  days: number;
  onClose: () => void;
}

export function Behind({ asked, campaignId, days, onClose }: BehindProps) {
  const { heading, row } = asked;
  const path = withQuery(`/api/campaigns/${campaignId}/figures/calls`, { days, heading, group: row.key });
  const calls = useLoad<CallBehind[]>(path);
  return (
    <Dialog title={row.label} onClose={onClose} look="wide">
      <ProblemNote problem={calls.problem} />
      {calls.data === null ? (
        <Loading />
      ) : (
        <>
          <p class="muted">
            {plural(row.dials, "dial")} in {days} days
            {calls.data.length < row.dials && `; the latest ${calls.data.length} of them`}.
          </p>
          <div class="scroll">
            <table class="grid">
              <caption class="unseen">Calls</caption>
              <thead>
                <tr>
                  <th scope="col">Lead</th>
                  <th scope="col">When</th>
                  <th scope="col">Agent</th>
                  <th scope="col">Outcome</th>
                  <th scope="col" class="figure">
                    Talk
                  </th>
                </tr>
              </thead>
              <tbody>
                {calls.data.map((call) => (
                  <tr key={call.id}>
                    <th scope="row">
                      <a href={`/leads/${call.lead_id}`}>{call.lead_name || "Owner unknown"}</a>
                    </th>
                    <td>{moment(call.opened_at)}</td>
                    <td>{call.agent || "–"}</td>
                    <td>{call.outcome ? endingWord(call.outcome) : "–"}</td>
                    <td class="figure">{clockFace(call.talk_seconds)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Dialog>
  );
}

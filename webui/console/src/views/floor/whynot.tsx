/** Why free agents get no call: a sentence for each campaign, and a word in the row of each agent whom it concerns. */

import type { SessionCard } from "../../shapes";
import { Icon } from "../../ui/icon";
import { memo } from "../../ui/memo";
import { Defined } from "../../ui/parts";
import { plain, plural } from "../../words";

const SHORT: Record<string, string> = {
  hours: "After hours",
  clock: "Server’s clock",
  carrier: "Network down",
  clicks_refused: "Network down",
  behind: "Server behind",
  agent_clicks: "Dials by hand",
  nobody_ready: "Not connected",
  ledger: "Legal limit",
  risk: "Would abandon",
  lines_per_agent: "All lines out",
  campaign_lines: "Campaign full",
  hopper: "No leads due",
  spend: "Spending limit",
  channels: "Trunk full",
  calls_per_second: "Carrier’s pace",
};

const waits = (session: SessionCard): boolean => session.state === "ready" && session.limited_sentence !== "";

export const WhyNot = memo(
  ({ session }: { session: SessionCard }) => (
    <td class="whynot" data-name="No call">
      {waits(session) && (
        <Defined meaning={session.limited_sentence}>
          {SHORT[session.limited_by] ?? plain(session.limited_by)}
        </Defined>
      )}
    </td>
  ),
  ({ session }) => [waits(session), session.limited_by, session.limited_sentence],
);

/** More than so many names say less than their count. */
const NAMED = 3;

export function WhyNots({ sessions }: { sessions: readonly SessionCard[] }) {
  const concerned = new Map<number, SessionCard[]>();
  for (const session of sessions.filter(waits))
    concerned.set(session.campaign_id, [...(concerned.get(session.campaign_id) ?? []), session]);
  return (
    <ul class="whynots">
      {[...concerned.values()].map((those) => (
        <li key={those[0]?.campaign_id}>
          <Icon name="info" size={14} />
          <span>
            <b>
              {those.length > NAMED
                ? plural(those.length, "agent")
                : those.map((one) => one.agent_name).join(", ")}
              {" in "}
              {those[0]?.campaign_name}
            </b>{" "}
            {those[0]?.limited_sentence}
          </span>
        </li>
      ))}
      {concerned.size === 0 && <li>No free agent waits for a call.</li>}
    </ul>
  );
}

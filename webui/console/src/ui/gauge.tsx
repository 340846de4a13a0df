/** The law's ratio as a bar. It runs to the legal limit, so that half a bar is half of what is allowed. */

import { definitions } from "../app";
import { count, percent, share } from "../format";
import { Counted, callsOf } from "./counted";
import { Defined } from "./parts";

interface AbandonedProps {
  abandoned: number;
  answered: number;
  limit: number;
  meaning?: string;
  /** Whose calls the numbers lead to. */
  campaignId?: number;
}

export function Abandoned({ abandoned, answered, limit, meaning, campaignId }: AbandonedProps) {
  const rate = answered === 0 ? 0 : abandoned / answered;
  const tone = rate >= limit ? "bad" : rate >= limit * 0.66 ? "wait" : "live";
  const of = (what: string, n: number) =>
    campaignId === undefined ? (
      count(n)
    ) : (
      <Counted n={n} to={callsOf({ campaign: campaignId, what, ledger: 1 })} />
    );
  return (
    <div class={`gauge ${tone}`}>
      <Defined meaning={meaning ?? definitions.value["abandoned_share"] ?? ""}>Abandoned, 30 days</Defined>
      <span>
        <b>{share(abandoned, answered)}</b>{" "}
        <span class="muted">
          {of("abandoned", abandoned)} of {of("human", answered)} · limit {percent(limit)}
        </span>
      </span>
      <span class="track" aria-hidden="true">
        <span style={{ transform: `scaleX(${Math.min(1, rate / limit)})` }} />
      </span>
    </div>
  );
}

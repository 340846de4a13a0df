/** The law's ratio as a bar. It runs to the legal limit, so that half a bar is half of what is allowed. */

import { definitions } from "../app";
import { count, share } from "../format";
import { Defined } from "./parts";

interface AbandonedProps {
  abandoned: number;
  answered: number;
  limit: number;
  meaning?: string;
}

export function Abandoned({ abandoned, answered, limit, meaning }: AbandonedProps) {
  const rate = answered === 0 ? 0 : abandoned / answered;
  const tone = rate >= limit ? "bad" : rate >= limit * 0.66 ? "wait" : "live";
  return (
    <div class={`gauge ${tone}`}>
      <Defined meaning={meaning ?? definitions.value["abandoned_share"] ?? ""}>Abandoned, 30 days</Defined>
      <span>
        <b>{share(abandoned, answered)}</b>{" "}
        <span class="muted">
          {count(abandoned)} of {count(answered)} · limit {(limit * 100).toFixed(0)} %
        </span>
      </span>
      <span class="track" aria-hidden="true">
        <span style={{ transform: `scaleX(${Math.min(1, rate / limit)})` }} />
      </span>
    </div>
  );
}

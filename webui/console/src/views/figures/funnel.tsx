/** How far a campaign's leads have come: each step with its share of all that were loaded and a link to its leads. */

import { withQuery } from "../../api";
import { count, share } from "../../format";
import type { FunnelStep } from "../../shapes";

export function Funnel({ campaignId, steps }: { campaignId: number; steps: readonly FunnelStep[] }) {
  const loaded = steps[0]?.leads ?? 0;
  return (
    <ol class="funnel">
      {steps.map((step) => (
        <li key={step.reached}>
          <a
            href={withQuery("/leads", { campaign: campaignId, reached: step.reached || null })}
            title="Show these leads"
          >
            {step.label}
          </a>
          <span class="track" aria-hidden="true">
            <span style={{ transform: `scaleX(${loaded === 0 ? 0 : step.leads / loaded})` }} />
          </span>
          <b>{count(step.leads)}</b>
          <span class="muted">{share(step.leads, loaded)}</span>
        </li>
      ))}
    </ol>
  );
}

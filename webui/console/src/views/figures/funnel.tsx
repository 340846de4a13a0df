/** How far a campaign's leads have come: each step with its share of all that were loaded and a link to its leads. */

import type { FunnelStep } from "../../shapes";
import { Counted, leadsOf, Share } from "../../ui/counted";

export function Funnel({ campaignId, steps }: { campaignId: number; steps: readonly FunnelStep[] }) {
  const loaded = steps[0]?.leads ?? 0;
  return (
    <ol class="funnel">
      {steps.map((step) => (
        <li key={step.reached}>
          <a href={leadsOf(campaignId, { reached: step.reached || null })} title="Show these leads">
            {step.label}
          </a>
          <span class="track" aria-hidden="true">
            <span style={{ transform: `scaleX(${loaded === 0 ? 0 : step.leads / loaded})` }} />
          </span>
          <b>
            <Counted n={step.leads} to={leadsOf(campaignId, { reached: step.reached || null })} />
          </b>
          <Share part={step.leads} all={loaded} of="leads loaded" digits={1} />
        </li>
      ))}
    </ol>
  );
}

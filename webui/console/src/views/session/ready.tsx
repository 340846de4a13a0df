/** What a session would dial: ready, waiting and held with reasons, the order, the first five, and the caller IDs. */

import { count, share } from "../../format";
import type { NextLead, Problem, SessionPreview } from "../../shapes";
import { Icon } from "../../ui/icon";
import { Empty, Loading, ProblemNote } from "../../ui/parts";

interface Held {
  code: string;
  sentence: string;
  count: number;
}

interface CallerId {
  number?: string;
  label?: string;
  dials_today?: number;
  daily_limit?: number;
  answer_rate_7_days?: number | null;
}

interface ReadyProps {
  preview: SessionPreview | null;
  problem: Problem | null;
  onOpen: (leadId: number) => void;
}

export function Ready({ preview, problem, onOpen }: ReadyProps) {
  if (problem) return <ProblemNote problem={problem} />;
  if (preview === null)
    return (
      <div class="card">
        <Loading rows={7} />
      </div>
    );
  const held = preview.held as unknown as Held[];
  const heldCount = held.reduce((sum, one) => sum + one.count, 0);
  return (
    <div class="card readiness">
      <dl class="figures big">
        <div class="stat live">
          <dt>Ready now</dt>
          <dd>
            <b>{count(preview.ready)}</b>
          </dd>
        </div>
        <div class="stat">
          <dt>Waiting for their time</dt>
          <dd>
            <b>{count(preview.waiting)}</b>
          </dd>
        </div>
        <div class="stat hold">
          <dt>Held</dt>
          <dd>
            <b>{count(heldCount)}</b>
          </dd>
        </div>
      </dl>
      {preview.warnings.map((warning) => (
        <p key={warning} class="warning">
          <Icon name="warning" size={15} /> {warning}
        </p>
      ))}
      {held.length > 0 && <HeldTable held={held} all={heldCount} />}
      <First first={preview.first as unknown as NextLead[]} order={preview.order} onOpen={onOpen} />
      <p class="policy">
        <Icon name="ring" size={15} /> {preview.ring_policy}
      </p>
      <CallerIds ids={preview.caller_ids as unknown as CallerId[]} />
    </div>
  );
}

function HeldTable({ held, all }: { held: readonly Held[]; all: number }) {
  return (
    <table class="bars reasons">
      <caption>Held, by the first reason</caption>
      <tbody>
        {held.map((one) => (
          <tr key={one.code}>
            <td>{one.sentence}</td>
            <td class="bar" aria-hidden="true">
              <span style={{ transform: `scaleX(${one.count / Math.max(1, all)})` }} />
            </td>
            <td class="figure">{count(one.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function First({
  first,
  order,
  onOpen,
}: {
  first: readonly NextLead[];
  order: string;
  onOpen: (id: number) => void;
}) {
  if (first.length === 0) {
    return (
      <Empty icon="clock" title="Nobody may be called just now">
        <p>The reasons stand above. Import today’s expireds, or come back when calling hours open.</p>
      </Empty>
    );
  }
  return (
    <section class="first">
      <h2>First five</h2>
      <p class="muted">{order}</p>
      <ol>
        {first.map((lead) => (
          <li key={lead.lead_id}>
            <button type="button" class="plainlink" onClick={() => onOpen(lead.lead_id)}>
              {lead.name}
            </button>
            <span class="muted">{lead.place}</span>
            <span class="number">{lead.number}</span>
            <span class="why">{lead.why}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const SHOWN_IDS = 6;

function CallerIds({ ids }: { ids: readonly CallerId[] }) {
  if (ids.length === 0) return null;
  const rest = ids.slice(SHOWN_IDS);
  return (
    <section class="callerids">
      <h2>Shown to the people you call</h2>
      <CallerIdList ids={ids.slice(0, SHOWN_IDS)} />
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <CallerIdList ids={rest} />
        </details>
      )}
    </section>
  );
}

function CallerIdList({ ids }: { ids: readonly CallerId[] }) {
  return (
    <ul>
      {ids.map((id) => (
        <li key={id.number}>
          <span class="number">{id.number}</span>
          <span class="muted">{id.label}</span>
          <span class="muted">
            {count(id.dials_today ?? 0)} of {count(id.daily_limit ?? 0)} dials today
            {id.answer_rate_7_days != null && `, ${share(id.answer_rate_7_days, 1, 0)} answered in 7 days`}
          </span>
        </li>
      ))}
    </ul>
  );
}

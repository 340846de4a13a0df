/** One lead: who, where, what happened, what comes next, and what may be done about it. */

import { useSignal } from "@preact/signals";
import { patch, post } from "../../api";
import { dispositions, isManager } from "../../app";
import { moment } from "../../format";
import { lazy } from "../../lazy";
import type { CampaignPage, EnrollmentCard, LeadPage, TimelineItem } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Badge, Button, Empty, Loading, Page, ProblemNote } from "../../ui/parts";
import { plain } from "../../words";
import { Notes } from "./notes";
import { LeadHead, Phones } from "./people";
import { Property } from "./property";
import { Thread } from "./thread";
import { Timeline } from "./timeline";

const Duplicates = lazy(() => import("./alike").then((m) => m.DuplicatesView), "Duplicates");
const AlikeOfLead = lazy(() => import("./alike").then((m) => m.AlikeOfLead), null);

/** `/leads/duplicates` stands beside the leads' own pages. */
export function LeadView({ id }: { id: string }) {
  return id === "duplicates" ? <Duplicates /> : <OneLead id={id} />;
}

function OneLead({ id }: { id: string }) {
  const lead = useLoad<LeadPage>(`/api/leads/${id}`);
  useTitle(lead.data?.name ?? "Lead");
  const saving = useSaving();
  if (lead.problem) {
    return (
      <Page title="Lead">
        <Empty icon="search" title={lead.problem.title}>
          <p>{lead.problem.detail}</p>
          <a class="button main" href="/leads">
            Back to the leads
          </a>
        </Empty>
      </Page>
    );
  }
  if (lead.data === null)
    return (
      <Page title="Lead">
        <Loading rows={8} />
      </Page>
    );
  const data = lead.data;
  const act = (path: string) => void saving.run(post(path), lead.reload);
  const correct = (attemptId: number, disposition: string) => {
    const request = { id: crypto.randomUUID(), disposition, answer: {} };
    void saving.run(patch(`/api/attempts/${attemptId}/disposition`, request), lead.reload);
  };
  return (
    <main class="page lead" id="main">
      <section class="card person">
        <LeadHead lead={data} />
        <Phones lead={data} />
        {data.emails.length > 0 && <p class="muted">{data.emails.join(" · ")}</p>}
        <Hold lead={data} onSaved={lead.reload} />
        <ProblemNote problem={saving.problem} />
      </section>
      {data.merged_into !== null && (
        <p class="card" role="status">
          This lead was merged. Its calls, texts and numbers stand with{" "}
          <a href={`/leads/${data.merged_into}`}>the lead that took it over</a>.
        </p>
      )}
      <div class="columns">
        <div class="stack">
          <Enrollments lead={data} act={act} onChanged={lead.reload} />
          <section class="card">
            <h2>Timeline</h2>
            <Timeline
              items={data.timeline}
              onCancel={(touch) => act(`/api/touches/${touch}/cancel`)}
              onDone={(touch) => act(`/api/touches/${touch}/done`)}
              more={(item) =>
                isOver(item) && <Correct attemptId={item.attempt_id ?? 0} onCorrect={correct} />
              }
            />
          </section>
        </div>
        <div class="stack">
          <div class="card">
            <Property lead={data} />
          </div>
          <div class="card">
            <Notes leadId={data.id} stored={data.notes} />
          </div>
          <section class="card">
            <h2>Texts</h2>
            <Thread lead={data} onSent={lead.reload} />
          </section>
          {isManager() && data.merged_into === null && <AlikeOfLead lead={data} onChanged={lead.reload} />}
        </div>
      </div>
    </main>
  );
}

function Hold({ lead, onSaved }: { lead: LeadPage; onSaved: () => void }) {
  const saving = useSaving();
  const reason = useSignal("");
  const save = (body: Record<string, unknown>) =>
    void saving.run(patch(`/api/leads/${lead.id}`, { version: lead.version, ...body }), onSaved);
  if (lead.status === "closed" || !isManager()) return null;
  return (
    <div class="holdbar">
      {lead.status === "held" ? (
        <Button small icon="play" disabled={saving.busy} onClick={() => save({ status: "open" })}>
          Release this lead
        </Button>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save({ status: "held", hold_reason: reason.value });
          }}
        >
          <input
            aria-label="Why this lead is held"
            placeholder="Reason to hold, such as: on holiday until 1 May"
            value={reason.value}
            onInput={(event) => {
              reason.value = event.currentTarget.value;
            }}
          />
          <Button small type="submit" icon="pause" disabled={saving.busy || reason.value.trim() === ""}>
            Hold
          </Button>
        </form>
      )}
      <ProblemNote problem={saving.problem} />
    </div>
  );
}

interface EnrollmentProps {
  lead: LeadPage;
  act: (path: string) => void;
  onChanged: () => void;
}

function Enrollments({ lead, act, onChanged }: EnrollmentProps) {
  return (
    <section class="card">
      <h2>Campaigns</h2>
      {lead.enrollments.length === 0 && (
        <p class="muted">In no campaign yet, so nothing happens by itself.</p>
      )}
      {lead.enrollments.map((one) => (
        <Enrollment key={one.campaign_id} one={one} act={act} />
      ))}
      {isManager() && <Enroll lead={lead} onChanged={onChanged} />}
    </section>
  );
}

function Enrollment({ one, act }: { one: EnrollmentCard; act: (path: string) => void }) {
  const base = `/api/enrollments/${one.id}`;
  return (
    <div class="enrollment">
      <p>
        <b>{one.campaign_name}</b>{" "}
        <Badge tone={one.state === "ready" ? "ring" : one.state === "held" ? "hold" : "idle"}>
          {one.paused ? "Paused by a reply" : plain(one.state)}
        </Badge>
      </p>
      <div class="track" role="img" aria-label={`Step ${one.position} of ${one.steps}`}>
        {Array.from({ length: one.steps }, (_, index) => (
          <span key={index} class={index < one.position ? "done" : index === one.position ? "now" : ""} />
        ))}
      </div>
      <p class="muted">
        {one.stop_reason ? `Finished: ${plain(one.stop_reason).toLowerCase()}` : one.step_label}
        {one.next_call_at && ` · next call ${moment(one.next_call_at)}`}
      </p>
      {one.refusals.map((reason) => (
        <p key={reason.code} class="warning">
          {reason.sentence} <span class="muted">{reason.rule_id}</span>
        </p>
      ))}
      {one.state !== "stopped" && (
        <div class="do">
          {one.paused ? (
            <Button small icon="play" onClick={() => act(`${base}/resume`)}>
              Resume
            </Button>
          ) : (
            <Button small icon="pause" onClick={() => act(`${base}/pause`)}>
              Pause
            </Button>
          )}
          <Button small icon="block" onClick={() => act(`${base}/stop`)}>
            Stop
          </Button>
        </div>
      )}
    </div>
  );
}

function Enroll({ lead, onChanged }: { lead: LeadPage; onChanged: () => void }) {
  const campaigns = useLoad<CampaignPage[]>("/api/campaigns");
  const saving = useSaving();
  const others = (campaigns.data ?? []).filter(
    (campaign) => !lead.enrollments.some((one) => one.campaign_id === campaign.id),
  );
  if (others.length === 0) return null;
  return (
    <label class="enroll">
      <span class="unseen">Add to a campaign</span>
      <select
        value=""
        disabled={saving.busy}
        onChange={(event) =>
          void saving.run(
            post(`/api/leads/${lead.id}/enroll`, { campaign_id: Number(event.currentTarget.value) }),
            onChanged,
          )
        }
      >
        <option value="">Add to a campaign…</option>
        {others.map((campaign) => (
          <option key={campaign.id} value={String(campaign.id)}>
            {campaign.name}
          </option>
        ))}
      </select>
      <ProblemNote problem={saving.problem} />
    </label>
  );
}

/** A call whose outcome stands. */
function isOver(item: TimelineItem): boolean {
  return item.attempt_id !== null && item.channel === "call" && item.state !== "open";
}

interface CorrectProps {
  attemptId: number;
  onCorrect: (attemptId: number, disposition: string) => void;
}

/** Outcomes that ask for a time are not corrections: they are made in a session. */
function Correct({ attemptId, onCorrect }: CorrectProps) {
  const cards = dispositions.value.filter(
    (card) => card.active && !card.flags["appointment"] && !card.flags["callback_needed"],
  );
  return (
    <select
      class="correct"
      aria-label="Correct the outcome of this call"
      value=""
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        event.currentTarget.value = "";
        if (chosen) onCorrect(attemptId, chosen);
      }}
    >
      <option value="">Correct…</option>
      {cards.map((card) => (
        <option key={card.name} value={card.name}>
          {card.label}
        </option>
      ))}
    </select>
  );
}

/** Why a campaign dials as it does: its account before the law, what its calls taught, and what another agent would do. */

import { useEffect } from "preact/hooks";
import { count, share, span } from "../../format";
import { lazy } from "../../lazy";
import type { Estimate, HeldByRule, PacePage, PacePlan, PaceSegment } from "../../shapes";
import { Counted, leadsOf } from "../../ui/counted";
import { Abandoned } from "../../ui/gauge";
import { useLoad } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Defined, Head, Loading, ProblemNote } from "../../ui/parts";
import { plain, plural } from "../../words";

const Simulator = lazy(() => import("./simulator").then((m) => m.Simulator));

const AGAIN_MS = 15_000;
const NINE_IN_TEN = "It lies in this range nine times in ten. The range narrows with every call.";

export function PacePanel({ campaignId }: { campaignId: number }) {
  const page = useLoad<PacePage>(`/api/campaigns/${campaignId}/pace`);
  const { reload } = page;
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [campaignId]);
  return (
    <section class="card pace" aria-label="Pace">
      <h2>Pace now</h2>
      <ProblemNote problem={page.problem} />
      {page.data === null ? page.loading && <Loading rows={3} /> : <Told page={page.data} />}
    </section>
  );
}

function Told({ page }: { page: PacePage }) {
  const { account } = page;
  return (
    <>
      <div class="told">
        <div>
          <Abandoned
            abandoned={account.abandoned}
            answered={account.answered}
            limit={account.limit}
            campaignId={page.campaign_id}
            meaning={account.definition}
          />
          <p class="hint">
            {account.sentence} The target is {share(account.target, 1)}; the law allows{" "}
            {share(account.limit, 1, 0)}.
          </p>
        </div>
        <dl class="figures">
          <Learned
            name="Answered by a person"
            told={page.answer_rate}
            of="dial"
            print={(value) => share(value, 1)}
          />
          <Learned
            name="On a call"
            told={page.talk_seconds}
            of="call"
            more=" Machines that reached an agent count too."
            print={span}
          />
          <Learned name="Wrap-up" told={page.wrap_seconds} of="wrap-up" print={span} />
        </dl>
        <Plans page={page} />
      </div>
      {page.held.length > 0 && <Held campaignId={page.campaign_id} held={page.held} />}
      {page.segments.length > 1 && <Segments segments={page.segments} />}
      <details>
        <summary>What if: another team, another list, another mode</summary>
        <Simulator campaignId={page.campaign_id} figures={page.figures} />
      </details>
    </>
  );
}

interface LearnedProps {
  name: string;
  told: Estimate;
  of: string;
  more?: string;
  print: (value: number) => string;
}

function Learned({ name, told, of, more = "", print }: LearnedProps) {
  return (
    <div class="stat">
      <dt>
        <Defined meaning={`${NINE_IN_TEN} Learned from ${plural(told.cases, of)}.${more}`}>{name}</Defined>
      </dt>
      <dd>
        <b>{print(told.value)}</b>
        <span>
          {print(told.low)} to {print(told.high)}
        </span>
      </dd>
    </div>
  );
}

function Plans({ page }: { page: PacePage }) {
  const agents = `${plural(page.free_agents, "agent")} free, ${count(page.busy_agents)} busy, ${plural(page.ringing, "line")} ringing`;
  return (
    <div class="plans">
      <div class="scroll">
        <table class="grid cards">
          <caption>New lines at this moment: {agents}</caption>
          <thead>
            <tr>
              <th scope="col">With</th>
              <Head
                name="Lines"
                meaning="New lines that the pacer would open at this moment, on top of those that ring or talk."
              />
              <th scope="col">What limits them</th>
            </tr>
          </thead>
          <tbody>
            <PlanRow name="As it is" plan={page.now} />
            <PlanRow name="One agent more" plan={page.one_more} />
            {page.one_fewer !== null && <PlanRow name="One agent fewer" plan={page.one_fewer} />}
          </tbody>
        </table>
      </div>
      {page.on_board && page.on_board !== page.now.sentence && (
        <p class="hint">
          <Icon name="info" size={14} /> On the board: {page.on_board}
        </p>
      )}
    </div>
  );
}

function PlanRow({ name, plan }: { name: string; plan: PacePlan }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="figure" data-name="Lines">
        {count(plan.lines)}
      </td>
      <td class="wide">{plan.sentence}</td>
    </tr>
  );
}

function Held({ campaignId, held }: { campaignId: number; held: readonly HeldByRule[] }) {
  return (
    <details>
      <summary>
        {plural(
          held.reduce((sum, one) => sum + one.count, 0),
          "lead",
        )}{" "}
        kept back, by rule
      </summary>
      <div class="scroll">
        <table class="grid cards">
          <caption class="unseen">Leads kept back, by rule</caption>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Why</th>
              <Head name="Leads" word="held" />
            </tr>
          </thead>
          <tbody>
            {held.map((one) => (
              <tr key={`${one.code} ${one.rule_id}`}>
                <th scope="row">{plain(one.code)}</th>
                <td class="wide">{one.sentence}</td>
                <td class="figure" data-name="Leads">
                  <Counted n={one.count} to={leadsOf(campaignId, { held: one.code })} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Segments({ segments }: { segments: readonly PaceSegment[] }) {
  return (
    <details>
      <summary>Answer rates at this hour, by group of leads</summary>
      <div class="scroll">
        <table class="grid cards">
          <caption class="unseen">Answer rates by group of leads</caption>
          <thead>
            <tr>
              <th scope="col">Group</th>
              <Head
                name="Answered by a person"
                meaning="Dials that a person answers as a share of all dials, as learned for this group at this hour."
              />
              <Head
                name="Dials it rests on"
                meaning="Dials to this group from which that share was learned."
              />
            </tr>
          </thead>
          <tbody>
            {segments.map((one) => (
              <tr key={one.name}>
                <th scope="row">{one.name}</th>
                <td class="figure" data-name="Answered by a person">
                  {share(one.answer_rate, 1)}
                </td>
                <td class="figure" data-name="Dials it rests on">
                  {count(one.cases)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

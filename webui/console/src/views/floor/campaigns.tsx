/** Campaigns on the floor: what they bring, how near the legal limit they are, and what holds them up. */

import type { CampaignFigures } from "../../shapes";
import { Counted, callsOf, leadsOf, Share } from "../../ui/counted";
import { Abandoned } from "../../ui/gauge";
import { Icon } from "../../ui/icon";
import { memo } from "../../ui/memo";
import { Badge, Empty, Stat } from "../../ui/parts";
import { plain } from "../../words";

export const Campaigns = memo(({ campaigns }: { campaigns: readonly CampaignFigures[] }) => {
  const shown = campaigns.filter((campaign) => campaign.status !== "archived");
  if (shown.length === 0) {
    return (
      <Empty icon="setup" title="No campaign yet">
        <p>A campaign takes in leads and says how they are called.</p>
        <a class="button main" href="/campaigns">
          Make the first campaign
        </a>
      </Empty>
    );
  }
  return (
    <div class="tiles">
      {shown.map((campaign) => (
        <Campaign key={campaign.id} campaign={campaign} />
      ))}
    </div>
  );
});

const Campaign = memo(({ campaign }: { campaign: CampaignFigures }) => {
  const held = Object.entries(campaign.held).sort(([, one], [, other]) => other - one);
  const heldCount = held.reduce((sum, [, n]) => sum + n, 0);
  const here = { campaign: campaign.id };
  return (
    <section class="card tile">
      <header>
        <h2>
          <a href={`/campaigns/${campaign.id}`}>{campaign.name}</a>
        </h2>
        <Badge
          tone={campaign.status === "running" ? "live" : "hold"}
          icon={campaign.status === "running" ? "play" : "pause"}
        >
          {plain(campaign.status)}
        </Badge>
      </header>
      {campaign.halted_because && (
        <p class="warning">
          <Icon name="warning" size={15} /> {campaign.halted_because}
        </p>
      )}
      <dl class="figures">
        <Stat
          name="Dials"
          word="dials_today"
          value={<Counted n={campaign.dials_today} to={callsOf({ ...here, days: 1 })} />}
          detail={
            <>
              <Counted n={campaign.dials_last_hour} to={callsOf({ ...here, minutes: 60 })} /> last hour
            </>
          }
        />
        <Stat
          name="Contacts"
          word="contact"
          value={<Counted n={campaign.contacts_today} to={callsOf({ ...here, days: 1, what: "contact" })} />}
          detail={<Share part={campaign.contacts_today} all={campaign.dials_today} of="dials" digits={1} />}
        />
        <Stat
          name="Appointments"
          word="appointment"
          value={
            <Counted
              n={campaign.appointments_today}
              to={callsOf({ ...here, days: 1, what: "appointment" })}
            />
          }
        />
        <Stat
          name="Ready"
          word="ready"
          value={<Counted n={campaign.ready} to={leadsOf(campaign.id, { stage: "ready" })} />}
          detail={
            <>
              <Counted n={campaign.waiting} to={leadsOf(campaign.id, { stage: "waiting" })} /> waiting,{" "}
              <Counted n={heldCount} to={leadsOf(campaign.id, { held: "any" })} /> held
            </>
          }
        />
      </dl>
      <Abandoned
        abandoned={campaign.abandoned_30_days}
        answered={campaign.answered_by_person_30_days}
        limit={campaign.abandoned_limit}
        campaignId={campaign.id}
      />
      <p class="limit">
        {campaign.why_no_call ? (
          <>
            <Icon name="info" size={14} /> {campaign.why_no_call}
          </>
        ) : (
          <span class="muted">Calls go out.</span>
        )}
      </p>
    </section>
  );
});

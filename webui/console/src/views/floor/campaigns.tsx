/** Campaigns on the floor: what they bring, how near the legal limit they are, and what holds them up. */

import { count, share } from "../../format";
import type { CampaignFigures } from "../../shapes";
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
          value={count(campaign.dials_today)}
          detail={`${count(campaign.dials_last_hour)} last hour`}
        />
        <Stat
          name="Contacts"
          word="contact"
          value={count(campaign.contacts_today)}
          detail={share(campaign.contacts_today, campaign.dials_today)}
        />
        <Stat name="Appointments" word="appointment" value={count(campaign.appointments_today)} />
        <Stat
          name="Ready"
          word="ready"
          value={count(campaign.ready)}
          detail={`${count(campaign.waiting)} waiting, ${count(heldCount)} held`}
        />
      </dl>
      <Abandoned
        abandoned={campaign.abandoned_30_days}
        answered={campaign.answered_by_person_30_days}
        limit={campaign.abandoned_limit}
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

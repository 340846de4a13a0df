/** The manager's floor: who does what and since when, what the campaigns bring, and why no call goes out. */

import { useEffect, useMemo } from "preact/hooks";
import { get } from "../../api";
import { live, me } from "../../app";
import { count } from "../../format";
import type { Snapshot } from "../../shapes";
import { RoomStore } from "../../store";
import { callsOf } from "../../ui/counted";
import { useTitle } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { memo } from "../../ui/memo";
import { Badge, Empty, Loading, Page, Stat, type Tone } from "../../ui/parts";
import { Strip } from "../../ui/strip";
import { plural } from "../../words";
import { serverSilent } from "../session/troubles";
import { Agents } from "./agents";
import { Campaigns } from "./campaigns";
import { Disk } from "./disk";
import { FirstSteps } from "./firststeps";
import { Sip } from "./sip";
import { Stop } from "./stop";

export function FloorPage() {
  useTitle("Floor");
  const room = useMemo(() => new RoomStore(inOneFrame), []);
  useEffect(() => live().follow("floor", room, () => get<Snapshot>("/api/floor")), [room]);
  const silentSince = live().silentSince.value;
  const silent = silentSince !== null && <Strip {...serverSilent(silentSince)} />;
  if (!room.loaded.value) return <Page title="Floor">{silent || <Loading rows={8} />}</Page>;
  const sessions = [...room.sessions.value.values()].filter((session) => session.state !== "ended");
  const lines = [...room.lines.value.values()].filter((line) => line.state !== "ended");
  const campaigns = [...room.campaigns.value.values()];
  const on = live().state.value === "online";
  return (
    <Page
      title="Floor"
      lead={`${plural(sessions.length, "agent")} in a session, ${plural(lines.length, "line")} in use`}
      actions={
        <>
          <Badge tone={on ? "live" : "wait"} icon={on ? "link" : "unlink"}>
            {on ? "Live" : silent ? "Reconnecting" : "Refreshing every 5 s"}
          </Badge>
          {campaigns.some((one) => one.status === "running") && <Stop />}
        </>
      }
    >
      {silent}
      <FirstSteps />
      <dl class="figures big card">
        <Total
          name="Talking"
          word="agents_talking"
          to="#agents"
          value={sessions.filter((one) => one.state === "talking").length}
          tone="live"
        />
        <Total
          name="Dialing"
          word="agents_dialing"
          to="#agents"
          value={sessions.filter((one) => one.state === "ready").length}
          tone="ring"
        />
        <Total
          name="Wrap-up"
          word="agents_wrap_up"
          to="#agents"
          value={sessions.filter((one) => one.state === "wrap_up").length}
          tone="wait"
        />
        <Total
          name="Paused"
          word="agents_paused"
          to="#agents"
          value={sessions.filter((one) => one.state === "paused").length}
          tone="hold"
        />
        <Total
          name="Dials today"
          word="dials_today"
          to={TODAY.dials}
          value={sum(campaigns.map((one) => one.dials_today))}
        />
        <Total
          name="Dials last hour"
          word="dials_last_hour"
          to={TODAY.lastHour}
          value={sum(campaigns.map((one) => one.dials_last_hour))}
        />
        <Total
          name="Contacts today"
          word="contact"
          to={TODAY.contacts}
          value={sum(campaigns.map((one) => one.contacts_today))}
        />
        <Total
          name="Appointments today"
          word="appointment"
          to={TODAY.appointments}
          value={sum(campaigns.map((one) => one.appointments_today))}
        />
      </dl>
      {me.value?.practice_any_hour && (
        <p class="warning">
          <Icon name="warning" size={15} /> Practice: legal hours are not applied, since nobody real can be
          reached.
        </p>
      )}
      <Disk />
      {me.value?.carrier === "sip" && <Sip />}
      <Campaigns campaigns={campaigns} />
      {sessions.length === 0 ? (
        <Empty icon="floor" title="Nobody is calling">
          <p>Agents appear here as soon as they start a session under Calling.</p>
        </Empty>
      ) : (
        <Agents sessions={sessions} lines={lines} />
      )}
    </Page>
  );
}

/** A busy floor hears a hundred events a second; a page that nobody sees has no frames to wait for. */
const inOneFrame = (work: () => void): void => {
  if (document.visibilityState === "visible") requestAnimationFrame(work);
  else work();
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const TODAY = {
  dials: callsOf({ days: 1 }),
  lastHour: callsOf({ minutes: 60 }),
  contacts: callsOf({ days: 1, what: "contact" }),
  appointments: callsOf({ days: 1, what: "appointment" }),
};

interface TotalProps {
  name: string;
  word: string;
  to: string;
  value: number;
  tone?: Tone;
}

const Total = memo(({ name, word, to, value, tone }: TotalProps) => (
  <Stat
    name={name}
    word={word}
    to={value > 0 ? to : undefined}
    value={count(value)}
    {...(tone && value > 0 ? { tone } : {})}
  />
));

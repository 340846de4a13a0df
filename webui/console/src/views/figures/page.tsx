/** A campaign's figures over a period: what it brings, when, with which touch, from which list, by whom. */

import { useSignal } from "@preact/signals";
import { withQuery } from "../../api";
import { definitions } from "../../app";
import { clockFace, count, day, decimal } from "../../format";
import { go, search } from "../../router";
import type { CampaignPage, CampaignReport, FiguresHeading, FiguresRow } from "../../shapes";
import { callsOf, Share } from "../../ui/counted";
import { useLoad, useTitle } from "../../ui/hooks";
import { CsvLink, Defined, Empty, Head, Loading, Page, ProblemNote, Stat } from "../../ui/parts";
import { plural } from "../../words";
import { AskCount, type Asked, Behind, type OnAsk } from "./behind";
import { CallsView } from "./calls";
import { Funnel } from "./funnel";
import { SessionsView } from "./history";
import { Speed } from "./speed";
import { perContactHour, ranked } from "./sums";
import { WeekMap } from "./week";

const PERIODS = [1, 7, 30, 90] as const;

/** `/figures?sessions=1` is the history of sessions, `/figures?calls=1` the calls behind a number. */
export function FiguresPage() {
  const chosen = new URLSearchParams(search.value);
  if (chosen.has("calls")) return <CallsView key={search.value} chosen={chosen} />;
  return chosen.has("sessions") ? <SessionsView chosen={chosen} /> : <CampaignFigures chosen={chosen} />;
}

function CampaignFigures({ chosen }: { chosen: URLSearchParams }) {
  useTitle("Figures");
  const days = Number(chosen.get("days") ?? 30);
  const campaigns = useLoad<CampaignPage[]>("/api/campaigns");
  const id = Number(chosen.get("campaign") ?? campaigns.data?.[0]?.id ?? 0);
  const report = useLoad<CampaignReport>(id === 0 ? null : `/api/campaigns/${id}/figures?days=${days}`);
  const choose = (changed: Record<string, number>) =>
    go(withQuery("/figures", { campaign: id, days, ...changed }), true);
  const data = report.data;
  return (
    <Page
      title="Figures"
      lead={data === null ? undefined : `${data.name}, ${day(data.first)} to ${day(data.last)}`}
      actions={
        <>
          <a class="button" href="/figures?sessions=1">
            Sessions
          </a>
          {data !== null && <CsvLink to={`/api/campaigns/${id}/figures.csv?days=${days}`} />}
        </>
      }
    >
      <div class="filters">
        {campaigns.data?.length !== 0 && (
          <label>
            <span class="unseen">Campaign</span>
            <select
              value={String(id)}
              onChange={(event) => choose({ campaign: Number(event.currentTarget.value) })}
            >
              {(campaigns.data ?? []).map((one) => (
                <option key={one.id} value={String(one.id)}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <div class="presets" role="group" aria-label="Period">
          {PERIODS.map((one) => (
            <button
              key={one}
              type="button"
              class="button"
              aria-pressed={one === days}
              onClick={() => choose({ days: one })}
            >
              {one === 1 ? "Today" : `${one} days`}
            </button>
          ))}
        </div>
      </div>
      <ProblemNote problem={report.problem ?? campaigns.problem} />
      {data === null ? <Waiting none={campaigns.data?.length === 0} /> : <Report report={data} />}
    </Page>
  );
}

function Waiting({ none }: { none: boolean }) {
  if (!none) return <Loading rows={8} />;
  return (
    <Empty icon="setup" title="No campaign yet">
      <p>Figures are of campaigns; a campaign takes in leads and says how they are called.</p>
      <a class="button main" href="/campaigns">
        Make the first campaign
      </a>
    </Empty>
  );
}

function Report({ report }: { report: CampaignReport }) {
  const asked = useSignal<Asked | null>(null);
  const ask =
    (heading: FiguresHeading): OnAsk =>
    (row, what) => {
      asked.value = { heading, row, what };
    };
  const { total } = report;
  const to = (what: string, n: number) =>
    n === 0 ? undefined : callsOf({ campaign: report.campaign_id, days: report.days, what });
  if (total.dials === 0) {
    return (
      <>
        <HowFar report={report} />
        <Empty icon="phone" title="Nothing was dialed in this period">
          <p>Choose a longer one, or start a session under Calling.</p>
        </Empty>
      </>
    );
  }
  return (
    <>
      <dl class="figures big card">
        <Stat name="Dials" word="dial" to={to("dial", total.dials)} value={count(total.dials)} />
        <Stat
          name="Answered by a person"
          word="human"
          to={to("human", total.humans)}
          value={count(total.humans)}
          detail={<Share part={total.humans} all={total.dials} of="dials" digits={1} />}
        />
        <Stat
          name="Contacts"
          word="contact"
          to={to("contact", total.contacts)}
          value={count(total.contacts)}
          detail={<Share part={total.contacts} all={total.dials} of="dials" digits={1} />}
        />
        <Stat
          name="Conversations"
          word="conversation"
          to={to("conversation", total.conversations)}
          value={count(total.conversations)}
        />
        <Stat
          name="Appointments"
          word="appointment"
          to={to("appointment", total.appointments)}
          value={count(total.appointments)}
        />
        <Stat
          name="Appointments per contact-hour"
          word="contact_hour"
          value={hourly(total)}
          detail={
            <span
              data-part={`${plural(total.appointments, "appointment")} in ${clockFace(total.contact_seconds)}`}
            >
              {clockFace(total.contact_seconds)} talked
            </span>
          }
        />
      </dl>
      <div class="columns">
        <HowFar report={report} />
        <Leaderboard rows={report.agent} onAsk={ask("agent")} />
      </div>
      <WeekMap rows={report.hour} onAsk={ask("hour")} />
      <Speed rows={report.speed} onAsk={ask("speed")} />
      <div class="comparisons">
        <Compared title="By touch" word="touch" rows={report.touch} onAsk={ask("touch")} />
        <Compared title="By age of the lead" word="age" rows={report.age} onAsk={ask("age")} />
        <Compared title="By source" word="source" rows={report.source} onAsk={ask("source")} />
      </div>
      {asked.value !== null && (
        <Behind
          asked={asked.value}
          campaignId={report.campaign_id}
          days={report.days}
          onClose={() => {
            asked.value = null;
          }}
        />
      )}
    </>
  );
}

function hourly(row: FiguresRow): string {
  const value = perContactHour(row);
  return value === null ? "–" : decimal(value, 1);
}

function HowFar({ report }: { report: CampaignReport }) {
  return (
    <section class="card stack">
      <h2>
        <Defined meaning={definitions.value["funnel"] ?? ""}>How far the leads have come</Defined>
      </h2>
      <Funnel campaignId={report.campaign_id} steps={report.funnel} />
    </section>
  );
}

interface RowsProps {
  rows: readonly FiguresRow[];
  onAsk: OnAsk;
}

function Leaderboard({ rows, onAsk }: RowsProps) {
  return (
    <section class="card stack">
      <h2>
        <Defined meaning={definitions.value["contact_hour"] ?? ""}>Appointments per contact-hour</Defined>
      </h2>
      <div class="scroll">
        {" "}
        <table class="grid cards">
          <caption class="unseen">Agents, best first</caption>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <Head name="Per hour" word="contact_hour" />
              <Head name="Appointments" word="appointment" />
              <Head name="Contacts" word="contact" />
              <Head name="Dials" word="dial" />
              <td />
            </tr>
          </thead>
          <tbody>
            {ranked(rows).map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  <Ask row={row} onAsk={onAsk} />
                </th>
                <td class="figure aside" data-name="Per hour">
                  <b
                    data-part={`${plural(row.appointments, "appointment")} in ${clockFace(row.contact_seconds)}`}
                  >
                    {hourly(row)}
                  </b>
                </td>
                <td class="figure" data-name="Appointments">
                  <AskCount row={row} what="appointments" onAsk={onAsk} />
                </td>
                <td class="figure" data-name="Contacts">
                  <AskCount row={row} what="contacts" onAsk={onAsk} />
                </td>
                <td class="figure" data-name="Dials">
                  <AskCount row={row} what="dials" onAsk={onAsk} />
                </td>
                <td>
                  {row.key !== "" && (
                    <a href={withQuery("/figures", { sessions: 1, agent: row.key })}>
                      Sessions<span class="unseen"> of {row.label}</span>
                    </a>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Compared({ title, word, rows, onAsk }: RowsProps & { title: string; word: string }) {
  const best = Math.max(...rows.map((row) => row.contacts / Math.max(1, row.dials)));
  return (
    <section class="card stack">
      <h2>
        <Defined meaning={definitions.value[word] ?? ""}>{title}</Defined>
      </h2>
      <div class="scroll">
        {" "}
        <table class="grid compared">
          <caption class="unseen">{title}</caption>
          <thead>
            <tr>
              <td />
              <Head name="Contacts" word="contact_rate" />
              <Head name="Appts" word="appointment" />
              <Head name="Dials" word="dial" />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  <Ask row={row} onAsk={onAsk} />
                </th>
                <td class="figure">
                  <AskCount row={row} what="contacts" onAsk={onAsk} />{" "}
                  <Share part={row.contacts} all={row.dials} of="dials" digits={1} />
                  <span class="track" aria-hidden="true">
                    <span
                      style={{
                        transform: `scaleX(${best === 0 ? 0 : row.contacts / Math.max(1, row.dials) / best})`,
                      }}
                    />
                  </span>
                </td>
                <td class="figure">
                  <AskCount row={row} what="appointments" onAsk={onAsk} />
                </td>
                <td class="figure">
                  <AskCount row={row} what="dials" onAsk={onAsk} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Ask({ row, onAsk }: { row: FiguresRow; onAsk: OnAsk }) {
  return (
    <button type="button" class="asklink" title="Show the calls" onClick={() => onAsk(row, "dials")}>
      {row.label}
    </button>
  );
}

/** After a session: what came of it, beside the agent's own average. */

import { clockFace, count, decimal, moment, share } from "../../format";
import type { SessionReport } from "../../shapes";
import { useLoad, useTitle } from "../../ui/hooks";
import { Button, Empty, Loading, Page, ProblemNote, Stat } from "../../ui/parts";
import { plural } from "../../words";
import { TaskList } from "../work/tasklist";

/** Why the session is over, where nobody asked for its end. */
const ENDS: Record<string, string> = { time_over: " · its time was over" };

interface ReportProps {
  id: number;
  /** Offered to the agent whose session it was. */
  onAgain?: () => void;
}

export function Report({ id, onAgain }: ReportProps) {
  useTitle("Session report");
  const report = useLoad<SessionReport>(`/api/sessions/${id}/report`);
  if (report.problem)
    return (
      <Page title="Session report">
        <ProblemNote problem={report.problem} />
      </Page>
    );
  if (report.data === null)
    return (
      <Page title="Session report">
        <Loading rows={8} />
      </Page>
    );
  const { session, average, outcomes, callbacks, handed_over } = report.data;
  const seconds = (Date.parse(session.ended_at ?? session.ends_at) - Date.parse(session.started_at)) / 1000;
  const { figures } = session;
  return (
    <Page
      title="Session report"
      lead={`${onAgain ? "" : `${session.agent_name}, ${moment(session.started_at)}, `}${session.campaign_name}, ${clockFace(seconds)}${ENDS[session.end_reason] ?? ""}`}
      actions={
        onAgain ? (
          <Button look="main" icon="phone" onClick={onAgain}>
            New session
          </Button>
        ) : (
          <a class="button" href={`/figures?sessions=1&agent=${session.agent_id}`}>
            All sessions of {session.agent_name}
          </a>
        )
      }
    >
      <dl class="figures big card">
        <Beside name="Dials" word="dial" now={figures.dials} usual={average?.dials} />
        <Beside name="Answered by a person" word="human" now={figures.humans} usual={average?.humans} />
        <Beside name="Contacts" word="contact" now={figures.contacts} usual={average?.contacts} />
        <Beside
          name="Conversations"
          word="conversation"
          now={figures.conversations}
          usual={average?.conversations}
        />
        <Beside
          name="Appointments"
          word="appointment"
          now={figures.appointments}
          usual={average?.appointments}
        />
        <Stat
          name="Talking"
          word="talk_time"
          value={clockFace(figures.talk_seconds)}
          detail={share(figures.talk_seconds, seconds)}
        />
        <Stat
          name="Answer to your ear"
          word="connect_time"
          value={figures.connect_ms_median === null ? "–" : `${count(figures.connect_ms_median)} ms`}
          detail={
            figures.connect_ms_p95 === null ? undefined : `95 % within ${count(figures.connect_ms_p95)} ms`
          }
        />
      </dl>
      <div class="columns">
        <section class="card stack">
          <h2>What came of the calls</h2>
          {outcomes.length === 0 ? (
            <p class="muted">No call was finished in this session.</p>
          ) : (
            <Outcomes outcomes={outcomes} />
          )}
          {handed_over > 0 && (
            <p class="muted">You handed {plural(handed_over, "call")} over to somebody else.</p>
          )}
        </section>
        <section class="card">
          <h2>Call-backs you promised</h2>
          {callbacks.length === 0 ? (
            <Empty icon="calendar" title="None is due">
              <p>
                Promised call-backs are dialed first at their minute, by themselves, while you are in a
                session.
              </p>
            </Empty>
          ) : (
            <TaskList tasks={callbacks} />
          )}
        </section>
      </div>
    </Page>
  );
}

function Beside({
  name,
  word,
  now,
  usual,
}: {
  name: string;
  word: string;
  now: number;
  usual: number | null | undefined;
}) {
  return (
    <Stat
      name={name}
      word={word}
      value={count(now)}
      detail={usual == null ? undefined : `you average ${decimal(usual, 1)}`}
    />
  );
}

function Outcomes({ outcomes }: { outcomes: SessionReport["outcomes"] }) {
  const most = Math.max(...outcomes.map((one) => one.count));
  return (
    <table class="bars">
      <caption class="unseen">{plural(outcomes.length, "outcome")}</caption>
      <tbody>
        {outcomes.map((one) => (
          <tr key={one.label}>
            <td>{one.label}</td>
            <td class="bar" aria-hidden="true">
              <span style={{ transform: `scaleX(${one.count / most})` }} />
            </td>
            <td class="figure">{count(one.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Sessions that were, from the latest back, each leading to its report. */

import { useSignal } from "@preact/signals";
import { withQuery } from "../../api";
import { clockFace, moment } from "../../format";
import { go } from "../../router";
import type { PastSession, SessionHistory, UserCard } from "../../shapes";
import { Counted, callsOf, Share } from "../../ui/counted";
import { useLoad, useTitle } from "../../ui/hooks";
import { Button, CsvLink, Empty, Head, Loading, Page, ProblemNote } from "../../ui/parts";
import { Report } from "../session/report";

export function SessionsView({ chosen }: { chosen: URLSearchParams }) {
  useTitle("Sessions");
  const agent = chosen.get("agent") ?? "";
  const one = Number(chosen.get("session") ?? 0);
  const before = useSignal<number | null>(null);
  const users = useLoad<UserCard[]>("/api/users");
  const path = withQuery("/api/sessions", { agent, before: before.value });
  const found = useLoad<SessionHistory>(one === 0 ? path : null);
  if (one !== 0) return <Report id={one} />;
  const next = found.data?.next ?? null;
  return (
    <Page
      title="Sessions"
      lead="From the latest back; each opens its report"
      actions={
        <>
          <a class="button" href="/figures">
            Figures
          </a>
          <CsvLink to={withQuery("/api/sessions.csv", { agent })} />
        </>
      }
    >
      <div class="filters">
        <label>
          <span class="unseen">Agent</span>
          <select
            value={agent}
            onChange={(event) => {
              before.value = null;
              go(withQuery("/figures", { sessions: 1, agent: event.currentTarget.value }), true);
            }}
          >
            <option value="">Agent: all</option>
            {(users.data ?? []).map((user) => (
              <option key={user.id} value={String(user.id)}>
                {user.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ProblemNote problem={found.problem ?? users.problem} />
      {found.data === null ? (
        <Loading rows={8} />
      ) : found.data.rows.length === 0 ? (
        <Empty icon="phone" title="No session yet">
          <p>Sessions appear here as soon as they are started under Calling.</p>
        </Empty>
      ) : (
        <History rows={found.data.rows} />
      )}
      {(before.value !== null || next !== null) && (
        <nav class="pager" aria-label="Pages of the history">
          <Button
            icon="left"
            disabled={before.value === null}
            onClick={() => {
              before.value = null;
            }}
          >
            Latest
          </Button>
          <Button
            icon="right"
            disabled={next === null}
            onClick={() => {
              before.value = next;
              scrollTo(0, 0);
            }}
          >
            Earlier
          </Button>
        </nav>
      )}
    </Page>
  );
}

const COLUMNS = [
  ["Dials", "dial"],
  ["By a person", "human"],
  ["Contacts", "contact"],
  ["Appts", "appointment"],
  ["Talk", "talk_time"],
] as const;

function History({ rows }: { rows: readonly PastSession[] }) {
  return (
    <div class="scroll card flush">
      <table class="grid cards">
        <caption class="unseen">Sessions</caption>
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">When</th>
            <Head name="Length" word="session_length" />
            {COLUMNS.map(([name, word]) => (
              <Head key={word} name={name} word={word} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={withQuery("/figures", { sessions: 1, session: row.id })}>{row.agent_name}</a>
                <span class="muted">{row.campaign_name}</span>
              </th>
              <td class="wide">{moment(row.started_at)}</td>
              <td class="figure" data-name="Length">
                {row.ended_at === null ? "runs" : clockFace(seconds(row))}
              </td>
              <td class="figure" data-name="Dials">
                <Counted n={row.dials} to={callsOf({ session: row.id })} />
              </td>
              <td class="figure" data-name="By a person">
                <Counted n={row.humans} to={callsOf({ session: row.id, what: "human" })} />{" "}
                <Share part={row.humans} all={row.dials} of="dials" />
              </td>
              <td class="figure" data-name="Contacts">
                <Counted n={row.contacts} to={callsOf({ session: row.id, what: "contact" })} />{" "}
                <Share part={row.contacts} all={row.dials} of="dials" />
              </td>
              <td class="figure" data-name="Appts">
                <Counted n={row.appointments} to={callsOf({ session: row.id, what: "appointment" })} />
              </td>
              <td class="figure" data-name="Talk">
                {clockFace(row.talk_seconds)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const seconds = (row: PastSession): number =>
  (Date.parse(row.ended_at ?? row.started_at) - Date.parse(row.started_at)) / 1000;

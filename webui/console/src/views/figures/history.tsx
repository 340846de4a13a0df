/** Sessions that were, from the latest back, each leading to its report. */

import { useSignal } from "@preact/signals";
import { withQuery } from "../../api";
import { definitions } from "../../app";
import { clockFace, count, moment, share } from "../../format";
import { go } from "../../router";
import type { PastSession, SessionHistory, UserCard } from "../../shapes";
import { useLoad, useTitle } from "../../ui/hooks";
import { Button, Defined, Empty, Loading, Page, ProblemNote } from "../../ui/parts";
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
        <a class="button" href="/figures">
          Figures
        </a>
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
      <table class="grid">
        <caption class="unseen">Sessions</caption>
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">When</th>
            <th scope="col" class="figure">
              Length
            </th>
            {COLUMNS.map(([name, word]) => (
              <th key={word} scope="col" class="figure">
                <Defined meaning={definitions.value[word] ?? ""}>{name}</Defined>
              </th>
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
              <td>{moment(row.started_at)}</td>
              <td class="figure">{row.ended_at === null ? "runs" : clockFace(seconds(row))}</td>
              <td class="figure">{count(row.dials)}</td>
              <td class="figure">
                {count(row.humans)} <span class="muted">{share(row.humans, row.dials, 0)}</span>
              </td>
              <td class="figure">
                {count(row.contacts)} <span class="muted">{share(row.contacts, row.dials, 0)}</span>
              </td>
              <td class="figure">{count(row.appointments)}</td>
              <td class="figure">{clockFace(row.talk_seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const seconds = (row: PastSession): number =>
  (Date.parse(row.ended_at ?? row.started_at) - Date.parse(row.started_at)) / 1000;

/** Agents by state with the time in it. The colour deepens after 10 s, 1 min and 5 min. */

import { useSignal } from "@preact/signals";
import { post } from "../../api";
import { secondsSince } from "../../clock";
import { count } from "../../format";
import type { LineCard, SessionCard } from "../../shapes";
import { Counted, callsOf, Share } from "../../ui/counted";
import { useSaving } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { memo } from "../../ui/memo";
import { Button, Head, ProblemNote } from "../../ui/parts";
import { Since } from "../../ui/timer";
import { lineLook, sessionLook } from "../../words";
import { step } from "./age";
import { Ear, useEar } from "./ear";
import { Tell } from "./tell";
import { WhyNot, WhyNots } from "./whynot";

interface AgentsProps {
  sessions: readonly SessionCard[];
  lines: readonly LineCard[];
}

const byName = new Intl.Collator().compare;
const ORDER = ["talking", "wrap_up", "ready", "starting", "paused", "ended"];

export function Agents({ sessions, lines }: AgentsProps) {
  useEar(sessions);
  const bySession = new Map<number, LineCard[]>();
  for (const line of lines) {
    // A line that was opened for one agent may have found another one free: it stands with who talks on it.
    const whose = line.agent_session_id ?? line.session_id;
    bySession.set(whose, [...(bySession.get(whose) ?? []), line]);
  }
  const sorted = [...sessions].sort(
    (one, other) =>
      ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || byName(one.agent_name, other.agent_name),
  );
  return (
    <div class="scroll card flush" id="agents">
      <WhyNots sessions={sorted} />
      <table class="grid cards agents">
        <caption class="unseen">Agents in a session</caption>
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">State</th>
            <Head name="For" word="time_in_state" />
            <th scope="col">Lines</th>
            <Head name="Dials" word="dial" />
            <Head name="Contacts" word="contact" />
            <Head name="Appts" word="appointment" />
            <th scope="col">Why no call</th>
            <th scope="col">
              <span class="unseen">Act</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((session) => (
            <Agent key={session.id} session={session} lines={bySession.get(session.id) ?? []} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A floor hears a hundred changes a second, each of one row, and most of them of one or two of its cells. */
const Agent = memo(({ session, lines }: { session: SessionCard; lines: readonly LineCard[] }) => (
  <tr>
    <Name agent={session.agent_name} campaign={session.campaign_name} />
    <td class="aside">
      <State session={session} />
    </td>
    <td class="figure" data-name="For">
      <Since at={session.state_since} />
    </td>
    <Lines lines={lines} of={session.lines} />
    <Figures id={session.id} figures={session.figures} />
    <WhyNot session={session} />
    <Deeds session={session} />
  </tr>
));

const Name = memo(({ agent, campaign }: { agent: string; campaign: string }) => (
  <th scope="row">
    {agent}
    <span class="muted">{campaign}</span>
  </th>
));

const Lines = memo(({ lines, of }: { lines: readonly LineCard[]; of: number }) => (
  <td>
    <span class="dots">
      {lines.map((line) => {
        const state = lineLook(line);
        return (
          <span key={line.id} class={`dot ${state.tone}`} title={`${state.word}, ${line.place}`}>
            <Icon name={state.icon} size={13} />
            <span class="unseen">{state.word}</span>
          </span>
        );
      })}
      <span class="muted">
        {lines.length} / {count(of)}
      </span>
    </span>
  </td>
));

const Figures = memo(
  ({ id, figures }: { id: number; figures: SessionCard["figures"] }) => (
    <>
      <td class="figure" data-name="Dials">
        <Counted n={figures.dials} to={callsOf({ session: id })} />
      </td>
      <td class="figure" data-name="Contacts">
        <Counted n={figures.contacts} to={callsOf({ session: id, what: "contact" })} />{" "}
        <Share part={figures.contacts} all={figures.dials} of="dials" />
      </td>
      <td class="figure" data-name="Appts">
        <Counted n={figures.appointments} to={callsOf({ session: id, what: "appointment" })} />
      </td>
    </>
  ),
  ({ id, figures }) => [id, figures.dials, figures.contacts, figures.appointments],
);

/** What a manager can do to a session changes far more seldom than its figures and times. */
const Deeds = memo(
  ({ session }: { session: SessionCard }) => (
    <td class="wide">
      <div class="do">
        <Tell session={session} />
        <Ear session={session} />
        <Force session={session} />
      </div>
    </td>
  ),
  ({ session }) => [
    session.id,
    session.agent_id,
    session.agent_name,
    session.notice?.id,
    session.leg_state,
    session.state,
    session.then,
    ...session.listeners.map((one) => `${one.user_id} ${one.mode} ${one.name}`),
  ],
);

function State({ session }: { session: SessionCard }) {
  const look = sessionLook(session);
  return (
    <span class={`statecell ${look.tone} step${step(secondsSince(session.state_since))}`}>
      <Icon name={look.icon} size={15} /> {look.word}
      {session.state === "paused" && session.pause_reason && <span>· {session.pause_reason}</span>}
    </span>
  );
}

function Force({ session }: { session: SessionCard }) {
  const sure = useSignal(false);
  const saving = useSaving();
  const force = (command: "pause" | "end") =>
    void saving.run(post(`/api/sessions/${session.id}/force`, { command }), () => {
      sure.value = false;
    });
  return (
    <span class="do">
      <ProblemNote problem={saving.problem} />
      <Button
        small
        look="quiet"
        icon="pause"
        label={`Pause ${session.agent_name} after this call`}
        title="Pause after this call"
        disabled={saving.busy || session.state === "paused" || session.then !== ""}
        onClick={() => force("pause")}
      />
      <Button
        small
        look={sure.value ? "bad" : "quiet"}
        icon="logout"
        label={
          sure.value ? `Really end ${session.agent_name}’s session` : `End ${session.agent_name}’s session`
        }
        title="End the session after this call"
        disabled={saving.busy || session.then === "end"}
        onClick={() => {
          if (sure.value) force("end");
          else sure.value = true;
        }}
      >
        {sure.value ? "Really?" : ""}
      </Button>
    </span>
  );
}

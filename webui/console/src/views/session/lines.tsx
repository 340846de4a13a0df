/** The lines and who comes next. Every line keeps its slot from the first ring to the last word. */

import { useEffect, useRef } from "preact/hooks";
import type { LineCard, NextLead, SessionCard } from "../../shapes";
import { say } from "../../ui/announce";
import { Icon } from "../../ui/icon";
import { Button } from "../../ui/parts";
import { LocalTime, Since } from "../../ui/timer";
import { lineLook, startsCalls } from "../../words";
import type { Desk } from "./desk";
import { slotted } from "./slots";

export function LinesPanel({ desk, session }: { desk: Desk; session: SessionCard }) {
  const before = useRef<readonly (LineCard | null)[]>([]);
  const room = startsCalls(session) ? 1 : Math.ceil(session.lines);
  const slots = slotted(before.current, desk.lines.value, room);
  before.current = slots;
  useAnnounced(slots);
  // Why no further line goes out is no question of somebody who talks, writes or has paused.
  const waits = session.state === "ready";
  return (
    <section class="panel lines" aria-label="Lines">
      <h2>Lines</h2>
      {/* Lines of the call before may ring on beside the new ones: the list scrolls, and what is below stays. */}
      <ol style={{ "--room": Math.max(room, 1) }}>
        {slots.map((line, index) => (
          <li key={index}>
            {line === null ? (
              <IdleLine number={index + 1} />
            ) : (
              <Line desk={desk} line={line} number={index + 1} />
            )}
          </li>
        ))}
      </ol>
      <p class="limit" title={waits ? session.limited_sentence : undefined}>
        {waits && session.limited_sentence && (
          <>
            <Icon name="info" size={14} /> {session.limited_sentence}
          </>
        )}
      </p>
    </section>
  );
}

function IdleLine({ number }: { number: number }) {
  return (
    <div class="line idle">
      <span class="slot">{number}</span>
      <span class="word">
        <Icon name="idle" size={15} /> Idle
      </span>
    </div>
  );
}

function Line({ desk, line, number }: { desk: Desk; line: LineCard; number: number }) {
  const look = lineLook(line);
  const over = line.state === "ended" || line.state === "closing";
  return (
    <div class={`line ${look.tone}${over ? " over" : ""}`}>
      <span class="slot">{number}</span>
      <span class="word" title={line.ending_sentence || undefined}>
        <Icon name={look.icon} size={15} /> {look.word}
      </span>
      {over ? null : <Since at={line.since} />}
      <span class="who">{line.lead_name || "Unknown name"}</span>
      <span class="number">
        {line.number} <span class="muted">{line.number_kind === "unknown" ? "" : line.number_kind}</span>
      </span>
      <span class="there">
        {line.place && <span>{line.place}</span>} <LocalTime zone={line.zone} />
      </span>
      {!over && line.agent_session_id === null && (
        <Button
          small
          look="quiet"
          icon="cross"
          label={`Drop line ${number}`}
          onClick={() => void desk.send("skip_line", { call_id: line.id })}
        />
      )}
    </div>
  );
}

/** Tells screen readers about lines that changed their state, in one sentence each; never times. */
function useAnnounced(slots: readonly (LineCard | null)[]): void {
  const known = useRef(new Map<string, string>());
  useEffect(() => {
    const words: string[] = [];
    const seen = new Map<string, string>();
    for (const [index, line] of slots.entries()) {
      if (line === null) continue;
      const { word } = lineLook(line);
      seen.set(line.id, word);
      if (known.current.get(line.id) !== word)
        words.push(`Line ${index + 1} ${word.toLowerCase()}, ${line.lead_name || "unknown name"}`);
    }
    known.current = seen;
    if (words.length > 0) say(words.join(". "));
  });
}

export function NextUp({ next }: { next: readonly NextLead[] }) {
  return (
    <section class="panel nextup" aria-label="Next up">
      <h2>Next up</h2>
      {next.length === 0 ? (
        <p class="muted">Nobody is due just now.</p>
      ) : (
        <ol>
          {next.slice(0, 3).map((lead) => (
            <li key={lead.lead_id}>
              <b>{lead.name}</b>
              <span class="muted">{lead.place}</span>
              <span class="why">{lead.why}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** How each of our numbers fares, with every figure and what it means. */

import { count, day, phoneNumber } from "../../format";
import type { CallerIdCard } from "../../shapes";
import { Share } from "../../ui/counted";
import { Badge, Button, Head, type Tone } from "../../ui/parts";

export type Change = Partial<CallerIdCard> & { rest_days?: number; warm_up?: boolean };

interface Health {
  state: string;
  reasons: string[];
  dials: number;
  answered: number;
  people: number;
  short: number;
  spam: number;
}

const NOT_YET: Health = {
  state: "fresh",
  reasons: ["Nothing was looked at yet; that happens every five minutes."],
  dials: 0,
  answered: 0,
  people: 0,
  short: 0,
  spam: 0,
};

const STATES: Record<string, { word: string; tone: Tone }> = {
  healthy: { word: "Healthy", tone: "live" },
  fresh: { word: "Too few calls to tell", tone: "idle" },
  watched: { word: "Watched", tone: "wait" },
  resting: { word: "Resting", tone: "hold" },
  out: { word: "Out of use", tone: "idle" },
};

/** Column by column: what the figure is. */
const MEANINGS: readonly (readonly [string, string])[] = [
  [
    "Today",
    "Dials that showed the number today, of those that today allows. New numbers begin with 20 and double daily.",
  ],
  ["Answered", "Share of the dials of the last 7 days that were picked up, by a person or a machine."],
  ["Hung up", "Share of the people who answered and hung up within 6 seconds."],
  ["Spam", "Calls of the last 7 days that were shown as spam: an agent was told so, or the network said so."],
];

interface Props {
  cards: readonly CallerIdCard[];
  change: (id: number, changed: Change) => void;
}

export function Numbers({ cards, change }: Props) {
  return (
    <>
      <div class="scroll card flush">
        <table class="grid cards">
          <caption class="unseen">Caller IDs</caption>
          <thead>
            <tr>
              <th scope="col">Number</th>
              <th scope="col">State</th>
              {MEANINGS.map(([word, meaning]) => (
                <Head key={word} name={word} meaning={meaning} />
              ))}
              <Head name="Daily limit" meaning="The most dials in a day that may show this number." />
              <th scope="col">
                <span class="unseen">Act</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {cards.map((card) => (
              <Row key={card.id} card={card} change={(changed) => change(card.id, changed)} />
            ))}
          </tbody>
        </table>
      </div>
      <dl class="meanings muted">
        {MEANINGS.map(([word, meaning]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
        <div>
          <dt>Rest</dt>
          <dd>
            A number rests for 5 days when 3 calls were shown as spam, when it is answered less than 40% as
            often as your other numbers, or when 60% of the people who answer hang up at once. Then it is
            warmed up again.
          </dd>
        </div>
      </dl>
    </>
  );
}

function Row({ card, change }: { card: CallerIdCard; change: (changed: Change) => void }) {
  const health = "state" in card.health ? (card.health as unknown as Health) : NOT_YET;
  const resting = card.rest_until !== null && Date.parse(card.rest_until) > Date.now();
  const state = STATES[!card.active ? "out" : resting ? "resting" : health.state] ?? STATES["fresh"];
  const number = phoneNumber(card.e164);
  const name = card.label || number;
  return (
    <tr>
      <th scope="row">
        {number} <span class="muted">{card.label}</span>
      </th>
      <td class="wide">
        <Badge tone={state?.tone ?? "idle"}>{state?.word}</Badge>
        <p class="muted why">
          {resting && card.rest_until !== null ? `Until ${day(card.rest_until)}. ` : ""}
          {health.reasons.join(" ")}
          {card.allowed_today < card.daily_limit ? " Warming up." : ""}
        </p>
      </td>
      <td class="figure" data-name="Today">
        {count(card.dials_today)} of {count(card.allowed_today)}
      </td>
      <td class="figure" data-name="Answered">
        <Share part={health.answered} all={health.dials} of="dials" />
      </td>
      <td class="figure" data-name="Hung up">
        <Share part={health.short} all={health.people} of="people who answered" />
      </td>
      <td class="figure" data-name="Spam">
        {count(health.spam)}
      </td>
      <td class="figure" data-name="Daily limit">
        <input
          class="short"
          type="number"
          min={1}
          max={10000}
          aria-label={`Daily limit of ${name}`}
          value={card.daily_limit}
          onChange={(event) => change({ daily_limit: Number(event.currentTarget.value) })}
        />
      </td>
      <td>
        {card.active && (
          <Button small onClick={() => change({ rest_days: resting ? 0 : 5 })}>
            {resting ? "End its rest" : "Let it rest"}
          </Button>
        )}{" "}
        <Button small look="quiet" onClick={() => change({ active: !card.active })}>
          {card.active ? "Take out of use" : "Use again"}
        </Button>
      </td>
    </tr>
  );
}

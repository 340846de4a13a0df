/** A manager's own figures, played through in every mode by the pacer itself. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { post } from "../../api";
import { count, share } from "../../format";
import type { ModeResult, Problem, TeamFigures } from "../../shapes";
import { useCalm } from "../../ui/hooks";
import { Field, Head, ProblemNote } from "../../ui/parts";
import { plain } from "../../words";

const CALM_MS = 500;

/** Predictive takes longest, since its pacer thinks most; the others are shown meanwhile. */
const PARTS = [["preview", "click", "power", "progressive"], ["predictive"]];

interface Knob {
  name: keyof TeamFigures;
  label: string;
  min: number;
  max: number;
  step: number;
  unit: string;
  factor: number;
}

const KNOBS: readonly Knob[] = [
  { name: "agents", label: "Agents", min: 1, max: 100, step: 1, unit: "", factor: 1 },
  {
    name: "answer_rate",
    label: "Dials that a person answers",
    min: 1,
    max: 90,
    step: 1,
    unit: "%",
    factor: 100,
  },
  { name: "talk_seconds", label: "A conversation lasts", min: 5, max: 3600, step: 5, unit: "s", factor: 1 },
  { name: "wrap_seconds", label: "Wrap-up lasts", min: 0, max: 3600, step: 5, unit: "s", factor: 1 },
];

export function Simulator({ campaignId, figures }: { campaignId: number; figures: TeamFigures }) {
  const asked = useSignal(figures);
  const rows = useSignal<readonly ModeResult[]>([]);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const calm = useCalm(JSON.stringify(asked.value), CALM_MS);
  useEffect(() => {
    let wanted = true;
    const play = async () => {
      busy.value = true;
      const told: ModeResult[] = [];
      for (const modes of PARTS) {
        const body = { ...JSON.parse(calm), modes };
        const result = await post<ModeResult[]>(`/api/campaigns/${campaignId}/what-if`, body);
        if (!wanted) return;
        problem.value = result.ok ? null : result.problem;
        if (!result.ok) break;
        told.push(...result.value);
        rows.value = [...told];
      }
      busy.value = false;
    };
    void play();
    return () => {
      wanted = false;
    };
  }, [campaignId, calm]);
  return (
    <div class="simulator">
      <div class="fields">
        {KNOBS.map((knob) => (
          <KnobField
            key={knob.name}
            knob={knob}
            value={asked.value[knob.name]}
            onChange={(value) => {
              asked.value = { ...asked.value, [knob.name]: value };
            }}
          />
        ))}
      </div>
      <ProblemNote problem={problem.value} />
      <Results rows={rows.value} busy={busy.value} />
      <p class="hint">
        Played for some hours by the pacer itself, with this campaign’s lines per agent and target. Expect it
        within a few points.
      </p>
    </div>
  );
}

function KnobField({
  knob,
  value,
  onChange,
}: {
  knob: Knob;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <Field label={knob.label}>
      <span class="amount">
        <input
          type="number"
          min={knob.min}
          max={knob.max}
          step={knob.step}
          value={Math.round(value * knob.factor * 10) / 10}
          onInput={(event) => {
            if (event.currentTarget.validity.badInput || event.currentTarget.value === "") return;
            onChange(Number(event.currentTarget.value) / knob.factor);
          }}
        />
        <span class="muted">{knob.unit}</span>
      </span>
    </Field>
  );
}

function Results({ rows, busy }: { rows: readonly ModeResult[]; busy: boolean }) {
  const most = Math.max(...rows.map((row) => row.talk_minutes_per_hour));
  return (
    <div class="scroll">
      <table class="grid cards" aria-busy={busy}>
        <caption>{busy ? "Playing it through…" : "What each mode comes to in an hour"}</caption>
        <thead>
          <tr>
            <th scope="col">Mode</th>
            <Head
              name="Talk for each agent"
              meaning="Minutes of an hour in which an agent would talk with somebody."
            />
            <Head name="People reached" meaning="People whom the whole team would speak with in an hour." />
            <Head name="Dials" meaning="Dials of the whole team in an hour." />
            <Head name="Abandoned" word="abandoned_share" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.mode} class={row.talk_minutes_per_hour === most ? "best" : ""}>
              <th scope="row">{plain(row.mode)}</th>
              <td class="figure" data-name="Talk for each agent">
                {count(Math.round(row.talk_minutes_per_hour))} min
              </td>
              <td class="figure" data-name="People reached">
                {count(Math.round(row.contacts_per_hour))}
              </td>
              <td class="figure" data-name="Dials">
                {count(Math.round(row.dials_per_hour))}
              </td>
              <td class="figure" data-name="Abandoned">
                {share(row.abandoned_share, 1)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

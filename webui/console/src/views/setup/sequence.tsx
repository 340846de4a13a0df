/** One sequence, step by step, beside the calendar it makes for a lead that never answers. */

import { useSignal } from "@preact/signals";
import { patch, post } from "../../api";
import type { ChangePreview, SequenceCard, TemplateCard } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button, Field, Loading, Page, ProblemNote } from "../../ui/parts";
import { CHANNEL_ICONS, plural } from "../../words";
import { ChangeDialog } from "./change";
import { StepRow } from "./steprow";
import { calendar, KINDS, newStep, type Step, waitWords } from "./steps";

export function SequenceView({ id }: { id: string }) {
  const list = useLoad<SequenceCard[]>("/api/sequences");
  const templates = useLoad<TemplateCard[]>("/api/templates");
  const found = list.data?.find((one) => String(one.id) === id) ?? null;
  useTitle(found?.name ?? "Sequence");
  if (list.problem)
    return (
      <Page title="Sequence">
        <ProblemNote problem={list.problem} />
      </Page>
    );
  if (found === null)
    return (
      <Page title="Sequence">
        {list.data === null ? (
          <Loading rows={8} />
        ) : (
          <p>
            This sequence is gone. <a href="/sequences">See the others</a>.
          </p>
        )}
      </Page>
    );
  return (
    <Editor key={found.version} sequence={found} templates={templates.data ?? []} onSaved={list.reload} />
  );
}

interface EditorProps {
  sequence: SequenceCard;
  templates: readonly TemplateCard[];
  onSaved: () => void;
}

function Editor({ sequence, templates, onSaved }: EditorProps) {
  const steps = useSignal(sequence.steps as unknown as Step[]);
  const name = useSignal(sequence.name);
  const preview = useSignal<ChangePreview | null>(null);
  const saving = useSaving();
  const base = `/api/sequences/${sequence.id}`;
  const dirty =
    name.value !== sequence.name || JSON.stringify(steps.value) !== JSON.stringify(sequence.steps);
  const put = (index: number, step: Step) => {
    steps.value = steps.value.map((old, place) => (place === index ? step : old));
  };
  const move = (index: number, by: number) => {
    const moved = [...steps.value];
    const [step] = moved.splice(index, 1);
    if (step) moved.splice(index + by, 0, step);
    steps.value = moved;
  };
  const remove = (index: number) => {
    steps.value = steps.value.filter((_, place) => place !== index);
  };
  const add = (kind: Step["kind"], label: string) => {
    steps.value = [...steps.value, newStep(kind, `${label} ${steps.value.length + 1}`)];
  };
  const ask = () =>
    void saving.run(post<ChangePreview>(`${base}/preview-change`, { steps: steps.value }), (told) => {
      preview.value = told;
    });
  const save = () => {
    preview.value = null;
    void saving.run(
      patch(base, { version: sequence.version, name: name.value, steps: steps.value }),
      onSaved,
    );
  };
  return (
    <Page
      title={sequence.name}
      lead={`${plural(sequence.in_use, "lead")} under way`}
      actions={
        <a class="button" href="/sequences">
          All sequences
        </a>
      }
    >
      <div class="columns uneven">
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            ask();
          }}
        >
          <div class="card">
            <Field label="Name" wide>
              <input
                required
                value={name.value}
                onInput={(event) => {
                  name.value = event.currentTarget.value;
                }}
              />
            </Field>
          </div>
          <ol class="steplist">
            {steps.value.map((step, index) => (
              <StepRow
                key={index}
                step={step}
                index={index}
                count={steps.value.length}
                templates={templates}
                errors={saving.problem?.errors ?? []}
                put={put}
                move={move}
                remove={remove}
              />
            ))}
          </ol>
          <div class="addstep" role="group" aria-label="Add a touch">
            {KINDS.map(([kind, label]) => (
              <Button key={kind} small icon={CHANNEL_ICONS[kind] ?? "task"} onClick={() => add(kind, label)}>
                {label}
              </Button>
            ))}
          </div>
          <ProblemNote problem={saving.problem} />
          <footer class="savebar">
            <span class="muted">{dirty ? "Changed, not saved." : "Everything is saved."}</span>
            <Button type="submit" look="main" disabled={!dirty || saving.busy}>
              See what it does, then save
            </Button>
          </footer>
        </form>
        <Calendar steps={steps.value} />
      </div>
      {preview.value !== null && (
        <ChangeDialog
          preview={preview.value}
          busy={saving.busy}
          onSave={save}
          onClose={() => {
            preview.value = null;
          }}
        />
      )}
    </Page>
  );
}

function Calendar({ steps }: { steps: readonly Step[] }) {
  const days = calendar(steps);
  return (
    <aside class="card calendar">
      <h2>If nobody ever answers</h2>
      <ol>
        {steps.map((step, index) => (
          <li key={step.label}>
            <span class="day">Day {days[index]}</span>
            <Icon name={CHANNEL_ICONS[step.kind] ?? "task"} size={15} />
            <span>
              {step.label}
              <span class="muted">
                {step.wait_days === 0 && step.wait_hours > 0
                  ? waitWords(step)
                  : step.tries > 1
                    ? `up to ${step.tries} tries`
                    : ""}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <p class="muted">
        Hours and days off move a touch to the next lawful moment on the lead’s own clock. A reply pauses the
        sequence; STOP ends it.
      </p>
    </aside>
  );
}

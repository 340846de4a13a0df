/** Scripts: steps that agents read, and answers to what owners say. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { patch, post } from "../../api";
import type { ScriptCard } from "../../shapes";
import { useSaving } from "../../ui/hooks";
import { Button, Field, ProblemNote } from "../../ui/parts";
import { type Answer, removed, renamed, type Step } from "../session/steps";
import { Picker } from "./picker";

interface Piece {
  title: string;
  text: string;
}

const NEW: ScriptCard = {
  id: 0,
  name: "",
  body: { steps: [{ title: "Opening", text: "" }], objections: [] },
};

export function ScriptsView() {
  return (
    <Picker
      title="Scripts"
      lead="Steps to read with the lead’s own words filled in, and answers to what owners say."
      url="/api/scripts"
      fresh={NEW}
      empty={{
        icon: "note",
        title: "No script yet",
        words: "Write the opening first; agents see it with every call.",
      }}
      editor={(script, onSaved) => <Editor key={script.id} script={script} onSaved={onSaved} />}
    />
  );
}

function Editor({ script, onSaved }: { script: ScriptCard; onSaved: (saved: ScriptCard) => void }) {
  const name = useSignal(script.name);
  const steps = useSignal((script.body["steps"] ?? []) as Step[]);
  const objections = useSignal((script.body["objections"] ?? []) as Piece[]);
  const saving = useSaving();
  const save = () => {
    const request = { name: name.value, body: { steps: steps.value, objections: objections.value } };
    void saving.run(
      script.id === 0
        ? post<ScriptCard>("/api/scripts", request)
        : patch<ScriptCard>(`/api/scripts/${script.id}`, request),
      onSaved,
    );
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save();
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
      <Pieces
        title="Steps"
        one="step"
        pieces={steps.value}
        onPut={(index, changed) => {
          const { title } = changed;
          const all = title === undefined ? steps.value : renamed(steps.value, index, title);
          steps.value = all.map((step, place) => (place === index ? { ...step, ...changed } : step));
        }}
        onRemove={(index) => {
          steps.value = removed(steps.value, index);
        }}
        onAdd={() => {
          steps.value = [...steps.value, { title: "", text: "" }];
        }}
        more={(index) => (
          <Answers
            number={index + 1}
            answers={steps.value[index]?.answers ?? []}
            titles={steps.value.filter((_, place) => place !== index).map((step) => step.title)}
            onChange={(answers) => {
              steps.value = steps.value.map((step, place) => (place === index ? { ...step, answers } : step));
            }}
          />
        )}
      />
      <Pieces
        title="When they say"
        one="answer"
        pieces={objections.value}
        onPut={(index, changed) => {
          objections.value = objections.value.map((one, place) =>
            place === index ? { ...one, ...changed } : one,
          );
        }}
        onRemove={(index) => {
          objections.value = objections.value.filter((_, place) => place !== index);
        }}
        onAdd={() => {
          objections.value = [...objections.value, { title: "", text: "" }];
        }}
      />
      <ProblemNote problem={saving.problem} />
      <footer class="savebar">
        <span class="muted">Fields such as {"{first_name|there}"} are filled in for each lead.</span>
        <Button type="submit" look="main" disabled={saving.busy || name.value.trim() === ""}>
          Save
        </Button>
      </footer>
    </form>
  );
}

interface PiecesProps {
  title: string;
  one: string;
  pieces: readonly Piece[];
  onPut: (index: number, changed: Partial<Piece>) => void;
  onRemove: (index: number) => void;
  onAdd: () => void;
  /** What stands below the words of a piece. */
  more?: (index: number) => ComponentChildren;
}

function Pieces({ title, one, pieces, onPut, onRemove, onAdd, more }: PiecesProps) {
  return (
    <section class="card stack">
      <h2>{title}</h2>
      {pieces.map((piece, index) => (
        <div key={index} class="scriptpiece">
          <input
            aria-label={`Title of ${one} ${index + 1}`}
            value={piece.title}
            onInput={(event) => onPut(index, { title: event.currentTarget.value })}
          />
          <textarea
            rows={4}
            aria-label={`Words of ${one} ${index + 1}`}
            value={piece.text}
            onInput={(event) => onPut(index, { text: event.currentTarget.value })}
          />
          <Button
            small
            look="quiet"
            icon="cross"
            label={`Remove ${piece.title}`}
            onClick={() => onRemove(index)}
          />
          {more?.(index)}
        </div>
      ))}
      <Button small icon="plus" onClick={onAdd}>
        Add {one}
      </Button>
    </section>
  );
}

/** Each has a key of its own. */
const MOST_ANSWERS = 3;

interface AnswersProps {
  number: number;
  answers: readonly Answer[];
  titles: readonly string[];
  onChange: (answers: Answer[]) => void;
}

/** Where answers of the owner lead; without one the next step follows. */
function Answers({ number, answers, titles, onChange }: AnswersProps) {
  const put = (index: number, changed: Partial<Answer>) =>
    onChange(answers.map((answer, place) => (place === index ? { ...answer, ...changed } : answer)));
  const names = titles.filter((title) => title !== "");
  return (
    <div class="leads-on">
      {answers.map((answer, index) => (
        <div key={index}>
          <input
            aria-label={`Answer ${index + 1} to step ${number}`}
            placeholder="They say"
            maxLength={60}
            required
            value={answer.says}
            onInput={(event) => put(index, { says: event.currentTarget.value })}
          />
          <select
            aria-label={`Answer ${index + 1} to step ${number} leads to`}
            value={answer.to}
            onChange={(event) => put(index, { to: event.currentTarget.value })}
          >
            {names.map((title) => (
              <option key={title} value={title}>
                {`Go to ${title}`}
              </option>
            ))}
          </select>
          <Button
            small
            look="quiet"
            icon="cross"
            label={`Remove answer ${index + 1} to step ${number}`}
            onClick={() => onChange(answers.filter((_, place) => place !== index))}
          />
        </div>
      ))}
      {answers.length < MOST_ANSWERS && names[0] !== undefined && (
        <Button
          small
          look="quiet"
          icon="plus"
          label={`Add an answer to step ${number}`}
          onClick={() => onChange([...answers, { says: "", to: names[0] ?? "" }])}
        >
          Answer that leads elsewhere
        </Button>
      )}
    </div>
  );
}

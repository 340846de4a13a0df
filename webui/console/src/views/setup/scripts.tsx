/** Scripts: steps that agents read, and answers to what owners say. */

import { useSignal } from "@preact/signals";
import { patch, post } from "../../api";
import type { ScriptCard } from "../../shapes";
import { useSaving } from "../../ui/hooks";
import { Button, Field, ProblemNote } from "../../ui/parts";
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
  const steps = useSignal((script.body["steps"] ?? []) as Piece[]);
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
        onChange={(pieces) => {
          steps.value = pieces;
        }}
      />
      <Pieces
        title="When they say"
        one="answer"
        pieces={objections.value}
        onChange={(pieces) => {
          objections.value = pieces;
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

function Pieces({
  title,
  one,
  pieces,
  onChange,
}: {
  title: string;
  one: string;
  pieces: readonly Piece[];
  onChange: (pieces: Piece[]) => void;
}) {
  const put = (index: number, changed: Partial<Piece>) =>
    onChange(pieces.map((piece, place) => (place === index ? { ...piece, ...changed } : piece)));
  return (
    <section class="card stack">
      <h2>{title}</h2>
      {pieces.map((piece, index) => (
        <div key={index} class="scriptpiece">
          <input
            aria-label={`Title of ${one} ${index + 1}`}
            value={piece.title}
            onInput={(event) => put(index, { title: event.currentTarget.value })}
          />
          <textarea
            rows={4}
            aria-label={`Words of ${one} ${index + 1}`}
            value={piece.text}
            onInput={(event) => put(index, { text: event.currentTarget.value })}
          />
          <Button
            small
            look="quiet"
            icon="cross"
            label={`Remove ${piece.title}`}
            onClick={() => onChange(pieces.filter((_, place) => place !== index))}
          />
        </div>
      ))}
      <Button small icon="plus" onClick={() => onChange([...pieces, { title: "", text: "" }])}>
        Add {one}
      </Button>
    </section>
  );
}

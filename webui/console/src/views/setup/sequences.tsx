import { useSignal } from "@preact/signals";
import { post } from "../../api";
import { go } from "../../router";
import type { SequenceCard } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button, Empty, Loading, Page, ProblemNote } from "../../ui/parts";
import { CHANNEL_ICONS, plural } from "../../words";
import { type Step, waitWords } from "./steps";

export function SequencesView() {
  useTitle("Sequences");
  const list = useLoad<SequenceCard[]>("/api/sequences");
  const name = useSignal("");
  const saving = useSaving();
  const make = () =>
    void saving.run(
      post<SequenceCard>("/api/sequences", {
        name: name.value,
        steps: list.data?.[0]?.steps ?? [FIRST_STEP],
      }),
      (made) => go(`/sequences/${made.id}`),
    );
  return (
    <Page
      title="Sequences"
      lead="What follows when nobody answers: the text within seconds, the letter, the next call, until somebody says yes or no."
    >
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <input
          aria-label="Name of the new sequence"
          placeholder="Name of a new sequence"
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
        <Button type="submit" look="main" icon="plus" disabled={saving.busy || name.value.trim() === ""}>
          Make sequence
        </Button>
      </form>
      <ProblemNote problem={list.problem ?? saving.problem} />
      {list.data === null ? (
        list.loading && <Loading />
      ) : list.data.length === 0 ? (
        <Empty icon="right" title="No sequence yet">
          <p>Without one a lead is called once and then left alone.</p>
        </Empty>
      ) : (
        <div class="stack">
          {list.data.map((one) => (
            <a key={one.id} class="card sequencecard" href={`/sequences/${one.id}`}>
              <b>{one.name}</b>
              <span class="muted">
                {plural(one.steps.length, "touch", "touches")}, {plural(one.in_use, "lead")} under way
              </span>
              <span class="strip-steps">
                {(one.steps as unknown as Step[]).map((step) => (
                  <span key={step.label} title={`${step.label}, ${waitWords(step)}`}>
                    <Icon name={CHANNEL_ICONS[step.kind] ?? "task"} size={15} />
                  </span>
                ))}
              </span>
            </a>
          ))}
        </div>
      )}
    </Page>
  );
}

const FIRST_STEP = { kind: "call", label: "First call" };

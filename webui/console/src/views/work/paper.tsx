/** What is done on paper: printed in one go, and marked in one go when it was posted or walked. */

import { useSignal } from "@preact/signals";
import { post, withQuery } from "../../api";
import type { PileDone, TaskCard } from "../../shapes";
import { say } from "../../ui/announce";
import { useSaving } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button, ProblemNote } from "../../ui/parts";
import { plural } from "../../words";

const PILES = [
  { channel: "letter", page: "letters", one: "letter", print: "Print", done: "posted" },
  {
    channel: "door_hanger",
    page: "door-hangers",
    one: "door hanger",
    print: "Print the way and",
    done: "walked",
  },
] as const;

interface PilesProps {
  tasks: readonly TaskCard[];
  due: string;
  onDone: () => void;
}

export function Piles({ tasks, due, onDone }: PilesProps) {
  return PILES.map((pile) => {
    const ready = tasks.filter((task) => task.channel === pile.channel && !task.stop);
    return ready.length === 0 ? null : (
      <Pile key={pile.channel} pile={pile} ready={ready} due={due} onDone={onDone} />
    );
  });
}

interface PileProps {
  pile: (typeof PILES)[number];
  ready: readonly TaskCard[];
  due: string;
  onDone: () => void;
}

function Pile({ pile, ready, due, onDone }: PileProps) {
  const sure = useSignal(false);
  const saving = useSaving();
  const many = plural(ready.length, pile.one);
  const mark = () => {
    if (sure.value)
      void saving.run(
        post<PileDone>("/api/touches/done", { touch_ids: ready.map((task) => task.touch_id) }),
        ({ done, left }) => {
          say(
            `${plural(done, pile.one)} ${pile.done}${left > 0 ? `; ${left} could not be printed and stay` : ""}.`,
          );
          onDone();
        },
      );
    sure.value = !sure.value;
  };
  return (
    <div class="bulkdone pile">
      <Icon name={pile.channel === "letter" ? "letter" : "door"} size={18} />
      <span>
        <b>{many}</b> due
      </span>
      <a class="button small" href={withQuery(`/print/${pile.page}`, { due })} target="_blank" rel="noopener">
        {pile.print} {many}
      </a>
      <Button small icon="check" look={sure.value ? "main" : "plain"} disabled={saving.busy} onClick={mark}>
        {sure.value ? `Press again: ${many} ${pile.done}` : `All ${pile.done}`}
      </Button>
      <ProblemNote problem={saving.problem} />
    </div>
  );
}

import { useSignal } from "@preact/signals";
import { tick, undoSeconds } from "../../clock";
import { around, moment } from "../../format";
import type { TaskCard } from "../../shapes";
import { Icon } from "../../ui/icon";
import { Badge, Button } from "../../ui/parts";
import { CHANNEL_ICONS } from "../../words";
import { Email } from "./email";

/** What was said of a task a moment ago. */
export interface Closed {
  task: TaskCard;
  what: "done" | "cancel";
  at: number;
}

interface DeedsProps {
  onDone?: (task: TaskCard) => void;
  onCancel?: (task: TaskCard) => void;
  onUndo?: (task: TaskCard) => void;
}

interface TaskListProps extends DeedsProps {
  tasks: readonly TaskCard[];
  /** By touch: their rows stay for some seconds, in which that is taken back. */
  closed?: ReadonlyMap<number, Closed>;
}

export function TaskList({ tasks, closed = new Map(), ...deeds }: TaskListProps) {
  const last = [...closed.keys()].at(-1);
  return (
    <ul class="tasks">
      {tasks.map((task) => (
        <li key={task.touch_id} class={task.overdue ? "overdue" : ""}>
          <Icon name={CHANNEL_ICONS[task.channel] ?? "task"} size={18} />
          <div>
            <p>
              <b>{task.label}</b> for <a href={`/leads/${task.lead_id}`}>{task.lead_name}</a>
            </p>
            <p class="muted">
              {task.address} · {task.campaign}
              {task.agent && ` · ${task.agent}`}
            </p>
            {deeds.onDone && task.channel === "email" && <EmailOf task={task} />}
            {task.stop && (
              <p>
                <Badge tone="bad">Not now</Badge> {task.stop}
              </p>
            )}
          </div>
          <span class="when" title={moment(task.due_at)}>
            {task.overdue ? (
              <Badge tone="bad" icon="clock">
                {around(task.due_at, tick.value)}
              </Badge>
            ) : (
              around(task.due_at, tick.value)
            )}
          </span>
          <Deeds task={task} closed={closed.get(task.touch_id)} last={task.touch_id === last} {...deeds} />
        </li>
      ))}
    </ul>
  );
}

interface RowProps extends DeedsProps {
  task: TaskCard;
  closed: Closed | undefined;
  last: boolean;
}

function Deeds({ task, closed, last, onDone, onCancel, onUndo }: RowProps) {
  if (onDone === undefined) return null;
  const done = task.channel === "email" ? "Sent" : "Done";
  const name = `${task.label} for ${task.lead_name}`;
  if (closed !== undefined) {
    return (
      <span class="do closed">
        <Icon name={closed.what === "done" ? "check" : "cross"} size={15} />
        {closed.what === "done" ? done : "Cancelled"}
        <Button
          small
          look="quiet"
          icon="undo"
          label={`Undo: ${name}`}
          {...(last && { action: "undo" })}
          onClick={() => onUndo?.(task)}
        >
          Undo <span class="timer">{undoSeconds(closed.at)} s</span>
        </Button>
      </span>
    );
  }
  return (
    <span class="do">
      <Button small icon="check" disabled={!!task.stop} onClick={() => onDone(task)}>
        {done}
      </Button>
      {onCancel && (
        <Button small look="quiet" icon="cross" label={`Cancel: ${name}`} onClick={() => onCancel(task)} />
      )}
    </span>
  );
}

/** Asked for when somebody opens it, since a list may be long. */
function EmailOf({ task }: { task: TaskCard }) {
  const open = useSignal(false);
  return (
    <details
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>Words of the e-mail</summary>
      {open.value && <Email touchId={task.touch_id} />}
    </details>
  );
}

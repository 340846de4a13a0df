import { useSignal } from "@preact/signals";
import { tick } from "../../clock";
import { around, moment } from "../../format";
import type { TaskCard } from "../../shapes";
import { Icon } from "../../ui/icon";
import { Badge, Button } from "../../ui/parts";
import { CHANNEL_ICONS } from "../../words";
import { Email } from "./email";

interface TaskListProps {
  tasks: readonly TaskCard[];
  onDone?: (task: TaskCard) => void;
  onCancel?: (task: TaskCard) => void;
}

export function TaskList({ tasks, onDone, onCancel }: TaskListProps) {
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
            {onDone && task.channel === "email" && <EmailOf task={task} />}
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
          {onDone && (
            <span class="do">
              <Button small icon="check" disabled={!!task.stop} onClick={() => onDone(task)}>
                {task.channel === "email" ? "Sent" : "Done"}
              </Button>
              {onCancel && (
                <Button
                  small
                  look="quiet"
                  icon="cross"
                  label={`Cancel: ${task.label} for ${task.lead_name}`}
                  onClick={() => onCancel(task)}
                />
              )}
            </span>
          )}
        </li>
      ))}
    </ul>
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

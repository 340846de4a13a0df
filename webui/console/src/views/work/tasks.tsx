/** What people do by hand: letters to post, door hangers to walk, e-mails to send. */

import { useSignal } from "@preact/signals";
import { post, withQuery } from "../../api";
import type { TaskCard } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Empty, Loading, Page, ProblemNote } from "../../ui/parts";
import { plural } from "../../words";
import { TaskList } from "./tasklist";

const SPANS = [
  ["today", "Due by tonight"],
  ["week", "Next 7 days"],
  ["all", "All planned"],
] as const;

export function TasksPage() {
  useTitle("Tasks");
  const due = useSignal<(typeof SPANS)[number][0]>("today");
  const channel = useSignal("");
  const tasks = useLoad<TaskCard[]>(withQuery("/api/tasks", { due: due.value }));
  const saving = useSaving();
  const act = (task: TaskCard, what: "done" | "cancel") =>
    void saving.run(post(`/api/touches/${task.touch_id}/${what}`), tasks.reload);
  const channels = [...new Set((tasks.data ?? []).map((task) => task.channel))];
  const shown = (tasks.data ?? []).filter((task) => channel.value === "" || task.channel === channel.value);
  return (
    <Page title="Tasks" lead={tasks.data === null ? "" : plural(shown.length, "task")}>
      <div class="filters">
        <fieldset class="segmented">
          <legend class="unseen">Due</legend>
          {SPANS.map(([value, label]) => (
            <label key={value}>
              <input
                type="radio"
                name="due"
                checked={due.value === value}
                onChange={() => {
                  due.value = value;
                }}
              />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
        {channels.length > 1 && (
          <select
            aria-label="Kind of task"
            value={channel.value}
            onChange={(event) => {
              channel.value = event.currentTarget.value;
            }}
          >
            <option value="">Every kind</option>
            {channels.map((one) => (
              <option key={one} value={one}>
                {one.replaceAll("_", " ")}
              </option>
            ))}
          </select>
        )}
      </div>
      <ProblemNote problem={tasks.problem ?? saving.problem} />
      {tasks.data === null && tasks.loading ? (
        <Loading rows={6} />
      ) : shown.length === 0 ? (
        <Empty icon="task" title="Nothing to do by hand">
          <p>
            Letters, door hangers and e-mails of the sequences appear here on their day. Calls and texts go
            out by themselves.
          </p>
        </Empty>
      ) : (
        <div class="card flush">
          <TaskList
            tasks={shown}
            onDone={(task) => act(task, "done")}
            onCancel={(task) => act(task, "cancel")}
          />
        </div>
      )}
    </Page>
  );
}

/** What people do by hand: call-backs they promised, letters to post, door hangers to walk, e-mails to send. */

import { useSignal } from "@preact/signals";
import { post, withQuery } from "../../api";
import { isManager } from "../../app";
import { serverNow, tick, UNDO_MS } from "../../clock";
import type { CallbackCard, TaskCard } from "../../shapes";
import { say } from "../../ui/announce";
import { type Saving, useAction, useLoad, useSaving, useTitle } from "../../ui/hooks";
import { CsvLink, Empty, Loading, Page, ProblemNote } from "../../ui/parts";
import { plural } from "../../words";
import { Callbacks } from "./callbacks";
import { Piles } from "./paper";
import { type Closed, TaskList } from "./tasklist";

const SPANS = [
  ["today", "Due by tonight"],
  ["week", "Next 7 days"],
  ["all", "All planned"],
] as const;

const CALL = "call-backs";

function summary(tasks: number, callbacks: number): string {
  return [
    callbacks > 0 && plural(callbacks, "call-back"),
    (tasks > 0 || callbacks === 0) && plural(tasks, "task"),
  ]
    .filter(Boolean)
    .join(", ");
}

/** Closing tasks, and taking that back for as long as an outcome can be. */
function useClosing(saving: Saving) {
  const closed = useSignal<ReadonlyMap<number, Closed>>(new Map());
  const act = (task: TaskCard, what: Closed["what"]) =>
    void saving.run(post(`/api/touches/${task.touch_id}/${what}`), () => {
      closed.value = new Map(closed.value).set(task.touch_id, { task, what, at: serverNow() });
      say(
        `${task.label} for ${task.lead_name}: ${what === "done" ? "done" : "cancelled"}. Undo for 8 seconds.`,
      );
    });
  const undo = (task: TaskCard) =>
    void saving.run(post(`/api/touches/${task.touch_id}/undo`), () => {
      closed.value = new Map([...closed.value].filter(([id]) => id !== task.touch_id));
      say(`${task.label} for ${task.lead_name} is planned again.`);
    });
  const last = [...closed.value.values()].at(-1);
  const undoable = last !== undefined && tick.value - last.at < UNDO_MS;
  useAction("undo", undoable ? () => undo(last.task) : null);
  return { closed: closed.value, act, undo };
}

export function TasksPage() {
  useTitle("Tasks");
  const due = useSignal<(typeof SPANS)[number][0]>("today");
  const channel = useSignal("");
  const tasks = useLoad<TaskCard[]>(withQuery("/api/tasks", { due: due.value }));
  const callbacks = useLoad<CallbackCard[]>(withQuery("/api/callbacks", { due: due.value }));
  const saving = useSaving();
  const { closed, act, undo } = useClosing(saving);
  const promised = callbacks.data?.length ?? 0;
  const channels = [
    ...(promised > 0 ? [CALL] : []),
    ...new Set((tasks.data ?? []).map((task) => task.channel)),
  ];
  const calls = channel.value === "" || channel.value === CALL;
  const chosen = (tasks.data ?? []).filter((task) => channel.value === "" || task.channel === channel.value);
  const open = chosen.filter((task) => !closed.has(task.touch_id));
  const shown = chosen.filter((task) => {
    const at = closed.get(task.touch_id)?.at;
    return at === undefined || tick.value - at < UNDO_MS;
  });
  return (
    <Page
      title="Tasks"
      actions={isManager() && <CsvLink to={withQuery("/api/tasks.csv", { due: due.value })} />}
      lead={tasks.data === null || callbacks.data === null ? "" : summary(open.length, calls ? promised : 0)}
    >
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
      <Piles tasks={open} due={due.value} onDone={tasks.reload} />
      {calls && <Callbacks callbacks={callbacks} />}
      {(tasks.data === null && tasks.loading) || (callbacks.data === null && callbacks.loading) ? (
        <Loading rows={6} />
      ) : shown.length === 0 && calls && promised > 0 ? null : shown.length === 0 ? (
        <Empty icon="task" title="Nothing to do by hand">
          <p>
            Call-backs that were promised, and letters, door hangers and e-mails of the sequences, appear here
            on their day. Other calls and texts go out by themselves.
          </p>
        </Empty>
      ) : (
        <div class="card flush">
          <TaskList
            tasks={shown}
            closed={closed}
            onDone={(task) => act(task, "done")}
            onCancel={(task) => act(task, "cancel")}
            onUndo={undo}
          />
        </div>
      )}
    </Page>
  );
}

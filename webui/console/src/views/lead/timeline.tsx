/** Every contact made or planned, on any channel, in one list: what is planned above, what was below. */

import type { ComponentChildren } from "preact";
import { tick } from "../../clock";
import { around, moment } from "../../format";
import { lazy } from "../../lazy";
import type { TimelineItem } from "../../shapes";
import { Icon } from "../../ui/icon";
import { Badge, Button, type Tone } from "../../ui/parts";
import { CHANNEL_ICONS, plain } from "../../words";

const Player = lazy(() => import("./player").then((m) => m.Player));

interface TimelineProps {
  items: readonly TimelineItem[];
  onCancel?: ((touchId: number) => void) | undefined;
  onDone?: ((touchId: number) => void) | undefined;
  /** What else may be done about one that is past. */
  more?: ((item: TimelineItem) => ComponentChildren) | undefined;
}

export function Timeline({ items, onCancel, onDone, more }: TimelineProps) {
  const planned = items.filter((item) => item.planned).sort((one, other) => one.at.localeCompare(other.at));
  const past = items.filter((item) => !item.planned).sort((one, other) => other.at.localeCompare(one.at));
  if (items.length === 0) return <p class="muted">Nothing has happened yet and nothing is planned.</p>;
  return (
    <div class="timeline">
      {planned.length > 0 && (
        <ol class="planned" aria-label="Planned">
          {planned.map((item) => (
            <Entry key={item.key} item={item} onCancel={onCancel} onDone={onDone} />
          ))}
        </ol>
      )}
      <ol aria-label="So far">
        {past.map((item) => (
          <Entry key={item.key} item={item} more={more} />
        ))}
      </ol>
    </div>
  );
}

const TONES: Record<string, Tone> = {
  delivered: "live",
  done: "live",
  contact: "live",
  refused: "bad",
  failed: "bad",
  abandoned: "bad",
};

/** A state that says no more than the title is left out. */
function stateTold(item: TimelineItem): boolean {
  const dull = item.state === "" || item.state === "planned" || item.channel === "listing";
  return !dull && plain(item.state).toLowerCase() !== item.title.toLowerCase();
}

function Entry({ item, onCancel, onDone, more }: { item: TimelineItem } & Omit<TimelineProps, "items">) {
  const touch = item.touch_id;
  const isTask = item.channel !== "call" && item.channel !== "text";
  return (
    <li class={`entry ${item.channel}${item.direction === "in" ? " incoming" : ""}`}>
      <span class="spot">
        <Icon name={CHANNEL_ICONS[item.channel] ?? "info"} size={15} />
      </span>
      <div>
        <p class="line">
          <b>{item.title}</b>
          {stateTold(item) && <Badge tone={TONES[item.state] ?? "idle"}>{plain(item.state)}</Badge>}
        </p>
        {item.body && <p class="body">{item.body}</p>}
        <p class="muted when" title={moment(item.at)}>
          {item.planned
            ? `Planned ${around(item.at, tick.value)}, ${moment(item.at)}`
            : around(item.at, tick.value)}
          {item.by && ` · ${item.by}`}
        </p>
      </div>
      {item.recording !== null && <Player recording={item.recording} />}
      {!item.planned && more?.(item)}
      {item.planned && touch !== null && (
        <span class="do">
          {onDone && isTask && (
            <Button
              small
              look="quiet"
              icon="check"
              label={`Mark done: ${item.title}`}
              onClick={() => onDone(touch)}
            />
          )}
          {onCancel && (
            <Button
              small
              look="quiet"
              icon="cross"
              label={`Cancel: ${item.title}`}
              onClick={() => onCancel(touch)}
            />
          )}
        </span>
      )}
    </li>
  );
}

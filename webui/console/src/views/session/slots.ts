/** Which line stands in which slot. */

import type { LineCard } from "../../shapes";

/**
 * `count` slots (more only while more lines are open). A line stays where it stood; a new line takes the slot of a
 * line that is over, oldest first, or an empty one. Lines that are over stay to be read until their slot is needed.
 */
export function slotted(
  before: readonly (LineCard | null)[],
  lines: readonly LineCard[],
  count: number,
): (LineCard | null)[] {
  const now = new Map(lines.map((line) => [line.id, line]));
  const slots: (LineCard | null)[] = Array.from({ length: Math.max(count, 1) }, () => null);
  const homeless: LineCard[] = [];
  const placed = new Set<string>();
  for (const [index, old] of before.entries()) {
    const line = old === null ? undefined : (now.get(old.id) ?? (isOver(old) ? old : undefined));
    if (line === undefined) continue;
    placed.add(line.id);
    if (index < slots.length) slots[index] = line;
    else if (!isOver(line)) homeless.push(line);
  }
  for (const line of lines) if (!placed.has(line.id)) homeless.push(line);
  homeless.sort((one, other) => Number(isOver(one)) - Number(isOver(other)));
  for (const line of homeless) settle(slots, line);
  return slots;
}

function settle(slots: (LineCard | null)[], line: LineCard): void {
  const empty = slots.indexOf(null);
  if (empty >= 0) {
    slots[empty] = line;
    return;
  }
  if (isOver(line)) return;
  const over = slots
    .map((held, index) => ({ held, index }))
    .filter((slot) => slot.held !== null && isOver(slot.held))
    .sort((one, other) => (one.held?.ended_at ?? "").localeCompare(other.held?.ended_at ?? ""))[0];
  if (over === undefined) slots.push(line);
  else slots[over.index] = line;
}

const isOver = (line: LineCard): boolean => line.state === "ended";

/** A bar that shows how loud something is. */

import type { ReadonlySignal } from "@preact/signals";

export function Level({ name, level }: { name: string; level: ReadonlySignal<number> }) {
  const shown = loud(level.value);
  return (
    <div
      class="meter"
      role="meter"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(shown)}
    >
      <span style={{ transform: `scaleX(${shown / 100})` }} />
    </div>
  );
}

/** Loudness as people hear it, 0 to 100, of a level from 0 to 1. */
function loud(level: number): number {
  return Math.min(100, Math.max(0, 100 + 25 * Math.log10(Math.max(level, 1e-5))));
}

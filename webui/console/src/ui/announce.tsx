/** Two live regions for screen readers: polite for lines, assertive for errors. Timers and counters never go here. */

import { signal } from "@preact/signals";

const polite = signal("");
const assertive = signal("");

export function say(words: string, urgency: "polite" | "assertive" = "polite"): void {
  (urgency === "polite" ? polite : assertive).value = words;
}

export function Announcer() {
  return (
    <div class="unseen">
      <div role="status" aria-live="polite">
        {polite}
      </div>
      <div role="alert" aria-live="assertive">
        {assertive}
      </div>
    </div>
  );
}

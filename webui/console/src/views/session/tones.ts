/** Digits on their way into a call: sent in rows, one row after the other, as fast as a far end can hear them. */

import { signal } from "@preact/signals";

export const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;

/** Whoever types a code types on within this, so that it leaves in one row. */
const TYPING_MS = 350;
/** A carrier plays one digit for about so long; a new row would cut off one that is played. */
const PLAYED_MS = 400;
/** As many as the server takes at once. */
const ROW = 32;

export class Tones {
  readonly sent = signal("");
  readonly waiting = signal("");
  private busy = false;

  constructor(private readonly send: (digits: string) => Promise<boolean>) {}

  press(digit: string): void {
    this.waiting.value += digit;
    if (!this.busy) void this.run();
  }

  private async run(): Promise<void> {
    this.busy = true;
    while (this.waiting.value !== "") {
      await pause(TYPING_MS);
      const row = this.waiting.value.slice(0, ROW);
      const went = await this.send(row);
      // What was refused is not sent later, when nobody expects it; the refusal stands on the page.
      this.waiting.value = went ? this.waiting.value.slice(row.length) : "";
      if (went) this.sent.value += row;
      if (went) await pause(row.length * PLAYED_MS);
    }
    this.busy = false;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

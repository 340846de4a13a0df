/** The browser phone of a manager who listens in: registered only while they do. */

import { effect } from "@preact/signals";
import { phone } from "./here";
import type { Trouble } from "./phone";

let release: (() => void) | null = null;

/** Opens the phone and waits until it can be called; what keeps it from that, if anything does. */
export async function openEar(): Promise<Trouble | null> {
  release ??= phone.hold({ answers: true });
  await settled();
  if (phone.state.value !== "failed") return null;
  const trouble = phone.trouble.value;
  closeEar();
  return trouble;
}

export function closeEar(): void {
  release?.();
  release = null;
}

function settled(): Promise<void> {
  return new Promise((done) => {
    let stop: (() => void) | null = null;
    stop = effect(() => {
      if (phone.state.value === "off" || phone.state.value === "opening") return;
      done();
      queueMicrotask(() => stop?.());
    });
  });
}

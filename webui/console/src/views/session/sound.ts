/** A short tone when somebody is on the line: the agent may be looking elsewhere. */

import { preferences } from "../../app";

let context: AudioContext | null = null;

/** Browsers allow sound only after a click or key; the start button is one. */
export function readySound(): void {
  context ??= new AudioContext();
  void context.resume();
}

export function connectTone(): void {
  const { on, volume } = preferences.value.sound;
  if (!on || context === null) return;
  const start = context.currentTime;
  for (const [index, hertz] of [660, 880].entries()) {
    const note = context.createOscillator();
    const loudness = context.createGain();
    const at = start + index * 0.09;
    note.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(Math.max(0.001, volume * 0.3), at + 0.015);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.12);
    note.connect(loudness).connect(context.destination);
    note.start(at);
    note.stop(at + 0.13);
  }
}

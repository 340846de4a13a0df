/** Records the microphone until told to stop. */

import { phone } from "./here";

export interface Capture {
  /** Ends it and gives the sound. */
  end: () => Promise<Blob>;
}

/** The chosen microphone; a lost one falls back to the system's, so that an old choice never stands in the way. Throws
 * what the browser throws when there is none, or it may not be used. */
export function microphone(): Promise<MediaStream> {
  const { input } = phone.devices.value;
  return navigator.mediaDevices.getUserMedia({ audio: input === "" ? true : { deviceId: { ideal: input } } });
}

/** Of `given`, where the microphone is open already; then it stays open. */
export async function capture(given: MediaStream | null = null): Promise<Capture> {
  const stream = given ?? (await microphone());
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  const whole = new Promise<Blob>((done) => {
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      if (given === null) for (const track of stream.getTracks()) track.stop();
      done(new Blob(parts, { type: recorder.mimeType }));
    };
  });
  recorder.start();
  return {
    end: () => {
      if (recorder.state !== "inactive") recorder.stop();
      return whole;
    },
  };
}

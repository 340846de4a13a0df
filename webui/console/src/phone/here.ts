/** This browser's phone, and the microphone and loudspeaker that were chosen on this machine. */

import { get } from "../api";
import { Phone } from "./phone";
import type { Devices } from "./seam";
import { openTwilio } from "./twilio";

const SHELF = "relist.audio";

export const phone = new Phone({
  open: openTwilio,
  token: () => get<{ token: string }>("/api/phone-token"),
  plugged: () => navigator.mediaDevices.enumerateDevices(),
  onPlug: (work) => {
    navigator.mediaDevices.addEventListener("devicechange", work);
    return () => navigator.mediaDevices.removeEventListener("devicechange", work);
  },
  later: (work, ms) => void setTimeout(work, ms),
});

phone.devices.value = remembered();

function remembered(): Devices {
  try {
    const kept = JSON.parse(localStorage.getItem(SHELF) ?? "{}") as Partial<Devices>;
    return { input: kept.input ?? "", output: kept.output ?? "" };
  } catch {
    return { input: "", output: "" };
  }
}

export function chooseDevices(devices: Devices): void {
  localStorage.setItem(SHELF, JSON.stringify(devices));
  void phone.choose(devices);
}

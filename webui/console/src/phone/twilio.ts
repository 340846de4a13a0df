/** The browser phone on Twilio's voice SDK, which is loaded when a phone is first needed. */

import type { Call, Device } from "@twilio/voice-sdk";
import type { Devices, OpenVoice, Told, Voice, VoiceCall } from "./seam";

/** Milliseconds before the token's end at which the SDK asks for the next one; its default leaves ten seconds. */
const RENEW_BEFORE_MS = 120_000;

/** Twilio may take so long to bring a broken call back before it gives it up. */
const LONGEST_SIGNALLING_GAP_MS = 30_000;

export const openTwilio: OpenVoice = async (token, told) => {
  const sdk = await import("@twilio/voice-sdk");
  const device = new sdk.Device(token, {
    logLevel: "error",
    tokenRefreshMs: RENEW_BEFORE_MS,
    maxCallSignalingTimeoutMs: LONGEST_SIGNALLING_GAP_MS,
    enableImprovedSignalingErrorPrecision: true,
    // Opus keeps speech whole where a network loses packets; PCMU is what every browser has.
    codecPreferences: ["opus", "pcmu"] as Call.Codec[],
  });
  // The session's own line is picked up at once: a ring tone would only startle.
  device.audio?.incoming(false);
  device.audio?.disconnect(false);
  listen(device, told);
  return phoneOf(device);
};

function listen(device: Device, told: Told): void {
  device.on("registered", () => told.registered());
  device.on("unregistered", () => told.unregistered());
  device.on("tokenWillExpire", () => told.tokenEnds());
  device.on("error", (error: { code: number; message: string }) => told.failed(error.code, error.message));
  device.on("incoming", (call: Call) => told.incoming(callOf(call, told)));
}

function callOf(call: Call, told: Told): VoiceCall {
  call.on("accept", () => told.connected());
  for (const over of ["disconnect", "cancel", "reject"]) call.on(over, () => told.ended());
  call.on("reconnecting", () => told.reconnecting());
  call.on("reconnected", () => told.reconnected());
  call.on("volume", (out: number, heard: number) => told.level(out, heard));
  call.on("warning", (name: string) => told.poor(name));
  call.on("warning-cleared", (name: string) => told.fine(name));
  call.on("error", (error: { code: number; message: string }) => told.failed(error.code, error.message));
  return { accept: () => call.accept(), hangUp: () => call.disconnect() };
}

function phoneOf(device: Device): Voice {
  return {
    register: () => device.register(),
    renew: (token) => device.updateToken(token),
    use: (devices) => use(device, devices),
    close: () => {
      // Twilio's COMMON_ISSUES: a microphone that was chosen by name stays open until it is given back.
      void device.audio?.unsetInputDevice().catch(() => undefined);
      device.destroy();
    },
  };
}

async function use(device: Device, { input, output }: Devices): Promise<void> {
  const audio = device.audio;
  if (audio === null) return;
  await (input === "" ? audio.unsetInputDevice() : audio.setInputDevice(input));
  if (audio.isOutputSelectionSupported) await audio.speakerDevices.set(output === "" ? "default" : output);
}

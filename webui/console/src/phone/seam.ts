/** What the browser phone needs of a voice SDK, so that the rest of it knows no vendor. */

export interface VoiceCall {
  /** Who is asked what to do with the call is the carrier; here it is only picked up. */
  accept(): void;
  hangUp(): void;
}

/** What the SDK tells as it happens. */
export interface Told {
  registered(): void;
  /** The carrier's signalling cannot be reached; the SDK tries again by itself. */
  unregistered(): void;
  tokenEnds(): void;
  incoming(call: VoiceCall): void;
  connected(): void;
  reconnecting(): void;
  reconnected(): void;
  ended(): void;
  /** Loudness from 0 to 1 of what goes out and what comes in. */
  level(out: number, heard: number): void;
  poor(what: string): void;
  fine(what: string): void;
  failed(code: number, words: string): void;
}

/** A chosen microphone and loudspeaker; empty: whatever the system offers first. */
export interface Devices {
  input: string;
  output: string;
}

export interface Voice {
  register(): Promise<void>;
  renew(token: string): void;
  use(devices: Devices): Promise<void>;
  close(): void;
}

export type OpenVoice = (token: string, told: Told) => Promise<Voice>;
